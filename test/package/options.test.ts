/** Junk in place of an option: every exported function refuses it, and none gives another result in silence. */
import { describe, expect, it } from 'vitest';
import { batchLoss, type StepObjective } from '../../src/training/step/batch-loss.js';
import { analyseLoss } from '../../src/theory/analysis/analyse-loss.js';
import { views, weightedViews } from '../../src/claims/instances.js';
import { runClaims } from '../../src/claims/run-claims.js';
import { compileStep, traceStep } from '../../src/training/compile/compile-step.js';
import { lowerToPyTorch } from '../../src/training/compile/pytorch/lower-to-pytorch.js';
import { chooseEngine } from '../../src/training/engines/choose-engine.js';
import { epochOrder } from '../../src/training/data/batches/sample-order.js';
import { openViewBatches, viewBatches } from '../../src/training/data/batches/view-batches.js';
import type { ImageSet } from '../../src/training/data/image-set.js';
import { loadDataset } from '../../src/training/data/load-dataset.js';
import type { Engine } from '../../src/training/engines/engine.js';
import { openEncoder } from '../../src/training/evaluate/encode.js';
import { importanceDistribution } from '../../src/training/evaluate/importance-distribution.js';
import { linearEvaluation } from '../../src/training/evaluate/linear-evaluation.js';
import { nearestNeighbours, neighbourAccuracy } from '../../src/training/evaluate/nearest-neighbours.js';
import { neighbourVotes } from '../../src/training/evaluate/neighbour-votes.js';
import { trainSupervised } from '../../src/training/evaluate/supervised.js';
import { InvalidInput } from '../../src/base/invalid-input.js';
import { coordinateWiseLoop } from '../../src/theory/landscape/coordinate-wise-loop.js';
import { criticalSearch } from '../../src/theory/landscape/critical-search.js';
import { gradientAscent } from '../../src/theory/landscape/gradient-ascent.js';
import { mixtureLandscape } from '../../src/theory/landscape/hidden-landscape.js';
import { jointDescent } from '../../src/theory/landscape/joint-descent.js';
import { projectedAscent } from '../../src/theory/landscape/projected-ascent.js';
import { atRest, sgdStep } from '../../src/theory/landscape/sgd.js';
import { twoLayerAscent } from '../../src/theory/landscape/two-layer-ascent.js';
import { constrained } from '../../src/theory/landscape/weight-constraint.js';
import { fromNested, identity } from '../../src/theory/algebra/matrix.js';
import { namedImportance } from '../../src/theory/losses/importances.js';
import { namedLoss } from '../../src/theory/losses/named-losses.js';
import { viewBatchLoss } from '../../src/theory/losses/view-batch.js';
import { namedModel } from '../../src/training/models/named-models.js';
import { verdictTable } from '../../src/faces/report/verdict-table.js';
import { compareRuns } from '../../src/results/runs/compare-runs.js';
import { evaluateRun } from '../../src/results/runs/evaluate-run.js';
import { inspectEmbeddings } from '../../src/results/inspect/inspect-embeddings.js';
import { exportRun } from '../../src/results/runs/export-run.js';
import { adam } from '../../src/training/step/adam.js';
import { contrastiveStep } from '../../src/training/step/contrastive-step.js';
import { lars } from '../../src/training/step/lars.js';
import { learningRates } from '../../src/training/step/learning-rate.js';
import { sgd } from '../../src/training/step/sgd.js';
import { distanceLoss } from '../../src/theory/distance-losses/distance-loss.js';
import { columnLoss } from '../../src/theory/distance-losses/column-loss.js';
import { columnObjective } from '../../src/theory/distance-losses/outside-losses.js';
import { namedDistanceLoss } from '../../src/theory/distance-losses/named-distance-losses.js';
import { importanceFromFormula } from '../../src/theory/losses/importance-from-formula.js';
import { formulaeOfLoss, lossFromFormulae } from '../../src/theory/losses/loss-from-formulae.js';
import { planTable } from '../../src/results/tables/plan-table.js';
import { tableJobs } from '../../src/results/tables/table-jobs.js';
import { resolveConfig } from '../../src/training/train/run-config.js';
import { TABLES } from '../../experiments/tables/index.js';
import { functionsWithOptions } from './exported-functions.js';

const JUNK: readonly unknown[] = [
  Number.NaN,
  Infinity,
  -Infinity,
  -1,
  -1e-9,
  0,
  0.5,
  1,
  1.5,
  2 ** 60,
  '',
  '1',
  '0.5',
  'Row',
  'exact ',
  'InfoNCE',
  'toString',
  true,
  null,
  [],
  [1],
  {},
  1n,
];

/** Whether a value may stand for an option. */
type Allowed = (value: unknown) => boolean;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const whole =
  (least: number): Allowed =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least;
const positive: Allowed = (value) => isNumber(value) && value > 0;
const notNegative: Allowed = (value) => isNumber(value) && value >= 0;
const decay: Allowed = (value) => isNumber(value) && value >= 0 && value < 1;

/** One of a few names, none of which is among the junk; or a function. */
const never: Allowed = () => false;

interface Tried {
  readonly valid: Readonly<Record<string, unknown>>;
  /** By the path of an option, `parameters.tau`. */
  readonly options: Readonly<Record<string, Allowed>>;
  readonly call: (options: never) => unknown;
  /** Misspelt names of options are refused too. */
  readonly strict?: true;
}

const Z = fromNested([
  [1, 0.2],
  [0.3, 1],
  [-1, 0.5],
]);
const features = { rows: 3, columns: 2, data: Float32Array.from(Z.data) };
const labelled = { features, labels: [0, 1, 1] };
/** Whatever is asked of it is too much: options are refused before. */
const engine = {
  name: 'none',
  start: () => Promise.reject(new Error('the engine was started')),
} as unknown as Engine;
const images: ImageSet = {
  name: 'two images',
  count: 2,
  size: 2,
  pixels: new Uint8Array(24),
  labels: Uint8Array.of(0, 1),
  classNames: ['a', 'b'],
  officialCount: 2,
};
const recipe = { crop: { scale: [1, 1], ratio: [1, 1] } } as never;
const loss = namedLoss('infonce');
const layers = [identity(2)];
const [table] = TABLES;
const model = namedModel('tiny');
const batches = {
  valid: { images, recipe, batchSize: 2, seed: 1, workers: 0 },
  options: {
    batchSize: whole(1),
    seed: (v: unknown) => Number.isSafeInteger(v),
    workers: whole(0),
    viewSize: whole(1),
    order: never,
    views: never,
  },
};
const sizes = { samples: whole(2), features: whole(1), spread: notNegative, augmentation: notNegative };
const formulae = {
  valid: { phi: 'x', psi: 'exp(x/tau)', parameters: { tau: 1 } },
  options: { phi: never, psi: never, 'parameters.tau': positive },
};
const objectives = (gradient: object): Omit<Tried, 'call'>[] => [
  {
    valid: { kind: 'cross-entropy', temperature: 1 },
    options: { kind: never, temperature: positive, positiveWeight: notNegative, constantLogit: never },
    strict: true,
  },
  { valid: { kind: 'quadratic' }, options: { kind: never }, strict: true },
  {
    valid: { kind: 'alpha-cl', ...gradient },
    options: { importance: never, normalise: never, slack: notNegative, positiveWeight: notNegative },
    strict: true,
  },
];

const TRIED: Readonly<Record<string, readonly Tried[]>> = {
  'analysis/analyseLoss': [
    { valid: {}, options: { outsideFamily: never }, call: (o) => analyseLoss({ phi: 'x', psi: 'x' }, o) },
    { valid: { phi: 'x', psi: 'x' }, options: { phi: never, psi: never }, call: (o) => analyseLoss(o) },
  ],
  'claims/views': [{ valid: {}, options: sizes, call: (o) => views(o) }],
  'claims/weightedViews': [{ valid: {}, options: sizes, call: (o) => weightedViews(o) }],
  'claims/runClaims': [
    {
      valid: { claims: [], catalogue: new URL('file:///none'), seed: 1, cases: 1, timeLimit: 1 },
      options: {
        seed: whole(0),
        cases: whole(0),
        timeLimit: positive,
        patience: notNegative,
        workers: whole(1),
        onProgress: never,
        onVerdict: never,
      },
      call: (o) => runClaims(o),
    },
  ],
  'compile/compileStep': [
    {
      valid: {},
      options: { precision: never },
      call: (o) => compileStep({ state: {}, inputs: {}, run: () => ({ state: {}, outputs: {} }) }, o),
    },
  ],
  'compile/lowerToPyTorch': [
    {
      valid: {},
      options: { convolutionType: never },
      call: (o) =>
        lowerToPyTorch(traceStep({ state: {}, inputs: {}, run: () => ({ state: {}, outputs: {} }) }).trace, o),
    },
  ],
  'losses/distanceLoss': [
    {
      valid: {},
      options: {
        name: (v: unknown) => typeof v === 'string',
        anchors: never,
        negatives: never,
        distance: never,
        keys: never,
      },
      call: (o) => distanceLoss({ anchor: 'p' }, o),
    },
    {
      valid: { anchor: 'p/tau', parameters: { tau: 1 } },
      options: { anchor: never, 'parameters.tau': (v: unknown) => Number.isFinite(v) },
      call: (o) => distanceLoss(o),
    },
  ],
  'losses/namedDistanceLoss': [
    { valid: {}, options: { anchors: never, negatives: never }, call: (o) => namedDistanceLoss('siglip', {}, o) },
    {
      valid: {},
      options: { scale: positive, bias: (v: unknown) => Number.isFinite(v) },
      call: (o) => namedDistanceLoss('siglip', o),
    },
  ],
  'losses/columnLoss': [
    {
      valid: { column: 'a*gap', pair: '0', parameters: { a: 1 } },
      options: { 'parameters.a': (v: unknown) => Number.isFinite(v) },
      call: (o) => columnLoss(o, Z, Z),
    },
  ],
  'losses/columnObjective': [
    { valid: {}, options: { sim_coeff: notNegative, cov: notNegative }, call: (o) => columnObjective('vicreg', o) },
  ],
  'engines/chooseEngine': [
    { valid: {}, options: { device: never, devices: never, python: never }, call: (o) => chooseEngine('cpu', o) },
  ],
  'data/loadDataset': [
    {
      valid: { data: '/nowhere', split: 'train' },
      // Where the folder is missing, that is refused.
      options: { split: never, from: never, limit: never },
      call: (o) => loadDataset('cifar10', o),
    },
  ],
  'data/epochOrder': [
    {
      valid: { order: 'shuffled', seed: 1, epoch: 0, count: 3 },
      options: { order: never, seed: whole(0), epoch: whole(0), count: whole(0) },
      call: (o) => epochOrder(o),
    },
  ],
  'data/openViewBatches': [{ ...batches, call: (o) => openViewBatches(o) }],
  'data/viewBatches': [
    {
      valid: { ...batches.valid, epochs: 1 },
      options: { ...batches.options, epochs: whole(0), prefetch: whole(0) },
      call: (o) => viewBatches(o),
    },
  ],
  'evaluate/openEncoder': [
    {
      valid: { engine, model, imageSize: 8 },
      options: { imageSize: whole(1), batchSize: whole(1) },
      call: (o) => openEncoder(o),
    },
  ],
  'evaluate/linearEvaluation': [
    {
      valid: { engine, train: labelled, test: labelled, classes: 2 },
      options: {
        classes: whole(2),
        seed: whole(0),
        epochs: whole(1),
        batchSize: whole(1),
        learningRate: positive,
        weightDecay: notNegative,
        order: never,
        onEpoch: never,
      },
      call: (o) => linearEvaluation(o),
    },
  ],
  'evaluate/nearestNeighbours': [
    {
      valid: { engine, bank: features, queries: features, count: 1 },
      options: { count: whole(1), 'blocks.queries': whole(1), 'blocks.bank': whole(1) },
      call: (o) => nearestNeighbours(o),
    },
  ],
  'evaluate/neighbourVotes': [
    {
      valid: { labels: [0, 1], classes: 2 },
      options: { classes: whole(2), temperature: positive, voters: whole(1) },
      call: (o) => neighbourVotes({ count: 1, indices: Int32Array.of(0, 1), similarities: Float32Array.of(1, 1) }, o),
    },
  ],
  'evaluate/neighbourAccuracy': [
    {
      valid: { engine, train: labelled, test: labelled, classes: 2 },
      options: { classes: whole(2), count: whole(1), temperature: positive },
      call: (o) => neighbourAccuracy(o),
    },
  ],
  'inspect/inspectEmbeddings': [
    {
      valid: { anchors: 64, seed: 1 },
      options: { anchors: whole(32), seed: whole(0) },
      call: (o) => inspectEmbeddings({ first: Z }, o),
      strict: true,
    },
  ],
  'evaluate/importanceDistribution': [
    {
      valid: { objective: { kind: 'cross-entropy', temperature: 1 }, first: Z, second: Z },
      options: { bins: whole(1), 'objective.kind': never, 'objective.temperature': positive },
      call: (o) => importanceDistribution(o),
    },
  ],
  'evaluate/trainSupervised': [
    {
      valid: { engine, model, train: images, recipe, epochs: 1, seed: 1 },
      options: { epochs: whole(1), batchSize: whole(1), learningRate: positive, imageSize: whole(1) },
      call: (o) => trainSupervised(o),
    },
  ],
  'landscape/projectedAscent': [
    {
      valid: {},
      options: { stationarity: notNegative, sweeps: whole(0) },
      call: (o) => projectedAscent(layers, identity(2), o),
    },
  ],
  'landscape/jointDescent': [
    {
      valid: {},
      options: { stationarity: notNegative, steps: whole(0) },
      call: (o) => jointDescent(loss, { x: Z, xPrime: Z }, identity(2), o),
    },
  ],
  'landscape/coordinateWiseLoop': [
    {
      valid: {},
      options: { maxPlayer: never, minPlayer: never, tolerance: notNegative, rounds: whole(1) },
      call: (o) => coordinateWiseLoop(loss, { x: Z, xPrime: Z }, identity(2), o),
    },
    {
      valid: { maxPlayer: { step: 1 } },
      options: { 'maxPlayer.step': positive },
      call: (o) => coordinateWiseLoop(loss, { x: Z, xPrime: Z }, identity(2), o),
    },
  ],
  'landscape/constrained': [
    {
      valid: { norm: 'layer', sign: 'free' },
      options: { norm: never, sign: never, rowLength: positive },
      call: (o) => constrained(identity(2), o),
    },
  ],
  'landscape/twoLayerAscent': [
    {
      valid: {},
      options: { normalisation: never, stationarity: notNegative, steps: whole(0) },
      call: (o) => twoLayerAscent(identity(2), mixtureLandscape(identity(2), 'linear'), o),
    },
  ],
  'landscape/sgdStep': [
    {
      valid: { learningRate: 1 },
      options: { learningRate: positive, momentum: decay, weightDecay: notNegative },
      call: (o) => sgdStep(atRest(identity(2)), identity(2), o),
    },
  ],
  'landscape/gradientAscent': [
    {
      valid: { step: 0.1, steps: 1 },
      options: { step: positive, steps: whole(0) },
      call: (o) => gradientAscent(layers, identity(2), o),
    },
  ],
  'landscape/criticalSearch': [
    {
      valid: { tolerance: 1, steps: 1 },
      options: { tolerance: notNegative, steps: whole(0) },
      call: (o) => criticalSearch(layers, identity(2), o),
    },
  ],
  'losses/viewBatchLoss': objectives({ importance: namedImportance('direct') }).map((one) => ({
    ...one,
    call: (o) => viewBatchLoss(o, Z, Z),
  })),
  'models/namedModel': [
    {
      valid: {},
      options: { stem: never, 'projector.hidden': whole(1), 'projector.output': whole(1) },
      call: (o) => namedModel('tiny', o),
    },
  ],
  'report/verdictTable': [{ valid: {}, options: { color: never }, call: (o) => verdictTable([], o) }],
  'runs/evaluateRun': [
    {
      valid: {},
      options: {
        test: never,
        checkpoint: never,
        'baselines.0': never,
        supervisedEpochs: never,
        known: never,
        onNotice: never,
      },
      call: (o) => evaluateRun('/nowhere', o),
    },
  ],
  'runs/compareRuns': [{ valid: {}, options: { test: never }, call: (o) => compareRuns(['/nowhere'], o) }],
  'runs/exportRun': [
    {
      valid: { format: 'onnx', out: '/nowhere/x' },
      options: { format: never, out: never, checkpoint: never, existing: never, onNotice: never },
      call: (o) => exportRun('/nowhere', o),
    },
  ],
  'step/contrastiveStep': [
    {
      valid: { model, objective: { kind: 'cross-entropy', temperature: 1 }, optimiser: adam(), pairs: 2, imageSize: 8 },
      options: {
        pairs: whole(2),
        imageSize: whole(1),
        views: never,
        lossScaling: never,
        report: never,
        'objective.kind': never,
        'objective.temperature': positive,
      },
      call: (o) => contrastiveStep(o),
    },
  ],
  'step/batchLoss': objectives({ importance: { name: 'direct' } }).map((one) => ({
    ...one,
    call: (o: StepObjective) => batchLoss(o),
  })),
  'step/adam': [
    {
      valid: {},
      options: { beta1: decay, beta2: decay, epsilon: notNegative, weightDecay: notNegative },
      call: (o) => adam(o),
    },
  ],
  'step/lars': [
    {
      valid: {},
      options: { momentum: decay, weightDecay: notNegative, trustCoefficient: notNegative },
      call: (o) => lars(o),
    },
  ],
  'step/sgd': [{ valid: {}, options: { momentum: decay, weightDecay: notNegative }, call: (o) => sgd(o) }],
  'step/learningRates': [
    {
      valid: { kind: 'cosine', rate: 1, steps: 3 },
      options: { kind: never, rate: positive, steps: whole(1), warmUpSteps: whole(0) },
      call: (o) => learningRates(o),
    },
  ],
  'symbolic/lossFromFormulae': [{ ...formulae, call: (o) => lossFromFormulae(o) }],
  'symbolic/formulaeOfLoss': [{ ...formulae, call: (o) => formulaeOfLoss(o) }],
  'symbolic/importanceFromFormula': [
    {
      valid: { alpha: 'exp(-r/tau)', parameters: { tau: 1 } },
      options: { alpha: (value) => value === '1' || value === '0.5', 'parameters.tau': isNumber },
      call: (o) => importanceFromFormula(o),
    },
  ],
  'tables/tableJobs': [
    {
      valid: { folder: 'runs', data: 'data', seeds: [1], preset: 'smoke' },
      options: { preset: never, 'seeds.0': whole(0), 'only.0': never, devices: whole(1) },
      call: (o) => tableJobs(table as NonNullable<typeof table>, o),
    },
  ],
  'tables/planTable': [{ valid: {}, options: { seconds: positive, onProgress: never }, call: (o) => planTable([], o) }],
  'train/resolveConfig': [
    {
      valid: { data: 'data' },
      options: {
        loss: (value) => value === 'InfoNCE',
        model: never,
        dataset: never,
        preset: never,
        temperature: positive,
        batch: whole(2),
        epochs: whole(1),
        seed: whole(0),
        optimiser: never,
      },
      strict: true,
      call: (flags) => resolveConfig({ flags }),
    },
  ],
};

/** Functions whose argument is no set of options that a person types, and why. */
const NOT_TRIED: Readonly<Record<string, string>> = {
  'claims/defineClaim': 'a claim is code; its own test looks at its form',
  'claims/claimOfLoss': 'takes a claim, and formulae that lossFromFormulae reads',
  'claims/sourceText': 'takes the source of a claim, which is code',
  'claims/outcomeOf': 'takes a claim, which is code, and its verdict',
  'discover/judged': 'takes a candidate that the grammar, a formula or a loss made',
  'discover/theoryOf': 'takes a candidate that the grammar, a formula or a loss made',
  'losses/distanceWeights': 'takes labels and averages, which test/theory/distance-losses tries',
  'losses/distanceLossGradient': 'takes what distanceWeights takes',
  'losses/ofMargins': 'takes formulae that lossFromFormulae reads',
  'losses/addLoss': 'an entry of the table is code; its own test looks at it',
  'inspect/lossCovariance': 'takes embeddings as inspectEmbeddings does, and a loss that anchorWeighing made',
  'compile/compilePerSample': 'takes code, and words for readers of the file',
  'compile/traceStep': 'a step is code',
  'step/viewsOnDevice': 'takes a step, and images as a loader gives them',
  'data/checkDataset': 'test/training/data/check-dataset.test.ts looks at it',
  'data/loadImages': 'test/training/data looks at folders, archives and published sets',
  'data/downloadDataset': 'test/training/data/archive/refused-downloads.test.ts looks at it',
  'engines/guarded': 'an engine is code',
  'engines/probeEngine': 'an engine is code',
  'networks/passGradient': 'takes what twoLayerPass gave',
  'report/conclude': 'takes what an analysis was',
  'report/findingsMarkdown': 'takes what a run was',
  'report/verdictsJson': 'takes what a run was',
  'report/writeReport': 'takes what a run was',
  'tables/tablePreset': 'takes a table and the name of a preset, which test/results/tables tries',
  'tables/finishJob': 'takes a job that tableJobs made, and functions that watch',
  'train/beginRun': 'takes what resolveConfig gave, and functions that watch',
  'train/resumeRun': 'takes what resolveConfig reads, and functions that watch',
};

function withOption(valid: Readonly<Record<string, unknown>>, place: string, value: unknown): Record<string, unknown> {
  const [name = '', inner] = place.split('.');
  if (inner === undefined) return { ...valid, [name]: value };
  const before = valid[name];
  const isList = /^\d+$/.test(inner);
  return { ...valid, [name]: isList ? [value] : { ...(before as object | undefined), [inner]: value } };
}

async function outcomeOf(call: Tried['call'], options: unknown): Promise<unknown> {
  try {
    return await call(options as never);
  } catch (error) {
    return error;
  }
}

describe('an exported function that takes options', () => {
  it('is tried here, or it is said why not', () => {
    const known = new Set([...Object.keys(TRIED), ...Object.keys(NOT_TRIED)]);
    const found = functionsWithOptions();
    expect(found.length).toBeGreaterThan(40);
    expect(found.filter((name) => !known.has(name))).toEqual([]);
    expect(Object.keys(NOT_TRIED).filter((name) => Object.hasOwn(TRIED, name))).toEqual([]);
  });

  it.each(Object.entries(TRIED))('%s refuses what an option may not be', async (_, all) => {
    const passed: string[] = [];
    for (const { valid, options, call, strict } of all) {
      for (const [place, isAllowed] of Object.entries(options)) {
        for (const junk of JUNK.filter((one) => !isAllowed(one))) {
          const outcome = await outcomeOf(call, withOption(valid, place, junk));
          if (!(outcome instanceof InvalidInput))
            passed.push(`${place} = ${String(junk)} (${typeof junk}): ${String(outcome)}`);
        }
        if (strict) {
          const outcome = await outcomeOf(call, { ...valid, [`${place}s`]: 1 });
          if (!(outcome instanceof InvalidInput)) passed.push(`${place}s is no option`);
        }
      }
    }
    expect(passed).toEqual([]);
  });
});
