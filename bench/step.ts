/**
 * Views a second of one contrastive training step (forward, backward, Adam update), with weights and images made from the
 * seed: one view is one image. The median of the timed steps counts, after two that warm up, as in the peer.
 *
 *   npm run bench:step -- [--model resnet18] [--pairs 16] [--steps 5] [--engine cpu] [--device NAME] [--python FILE]
 *     [--views separate|joint] [--precision float32|tf32|bfloat16|float16] [--image 32] [--seed 1] [--json] [--twice]
 *     [--augment threads|device]
 *
 * `--twice` runs the same steps again from the same seed and says whether the weights came out equal to the last bit.
 * `--augment` trains once more on augmented CIFAR-10 images from ALPHA_CL_DATA, made by a worker thread meanwhile or by the
 * step itself, and prints what part of a step they cost. `handover` is the part of a step in which the engine only takes its
 * inputs and gives back a number.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { requireChoice } from '../src/base/option-checks.js';
import { tf } from '../src/training/compile/tfjs.js';
import { viewsOnDevice } from '../src/training/step/views-on-device.js';
import { namedRecipe } from '../src/training/data/augmentation/recipes.js';
import { viewBatches, type ViewBatch } from '../src/training/data/batches/view-batches.js';
import { loadDataset } from '../src/training/data/load-dataset.js';
import { compileStep } from '../src/training/compile/compile-step.js';
import type { NamedData, Precision, Step } from '../src/training/compile/step.js';
import { chooseEngine } from '../src/training/engines/choose-engine.js';
import type { Engine, RunningStep } from '../src/training/engines/engine.js';
import { initialWeights } from '../src/training/models/initialise.js';
import { namedModel } from '../src/training/models/named-models.js';
import { randomStream } from '../src/theory/algebra/random-stream.js';
import { adam } from '../src/training/step/adam.js';
import { contrastiveStep } from '../src/training/step/contrastive-step.js';
import { inputsOf } from '../src/training/train/step-feed.js';
import { initialState } from '../src/training/step/initial-state.js';
import { median } from './median.js';

const WARM_UP = 2;
const LEARNING_RATE = 1e-3;

const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: 'resnet18' },
    pairs: { type: 'string', default: '16' },
    steps: { type: 'string', default: '5' },
    engine: { type: 'string', default: 'cpu' },
    device: { type: 'string' },
    python: { type: 'string' },
    views: { type: 'string', default: 'separate' },
    precision: { type: 'string', default: 'float32' },
    image: { type: 'string', default: '32' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
    augment: { type: 'string' },
  },
});

const [pairs, image, seed] = [Number(options.pairs), Number(options.image), Number(options.seed)];
const model = namedModel(options.model);
const step = contrastiveStep({
  model,
  objective: { kind: 'cross-entropy', temperature: 0.5 },
  optimiser: adam(),
  pairs,
  imageSize: image,
  views: options.views as 'separate' | 'joint',
  lossScaling: options.precision === 'float16' ? 'dynamic' : 'none',
});
const precision = options.precision as Precision;
const engine = await chooseEngine(options.engine, {
  ...(options.device !== undefined && { device: options.device }),
  ...(options.python !== undefined && { python: options.python }),
});
const start = initialState(step, initialWeights(model, seed));

const traced = performance.now();
const graphBytes = compileStep(step).model.length;
const traceSeconds = (performance.now() - traced) / 1000;

const first = await timedRun(engine, step);
const again = options.twice ? await timedRun(engine, step) : undefined;
const augmented = options.augment === undefined ? undefined : await augmentedSeconds(engine, step, options.augment);
const handover = median((await timedRun(engine, emptied(step), {})).seconds);
report();

interface TimedRun {
  readonly compileSeconds: number;
  readonly seconds: readonly number[];
  readonly loss: number;
  readonly digest: string;
}

/** A step that takes what the other takes, and computes nothing. */
function emptied({ inputs }: Step): Step {
  const run: Step['run'] = (_, { learningRate }) => ({
    state: {},
    outputs: { loss: tf.mul(learningRate as tf.Tensor, 2) },
  });
  return { state: {}, inputs, run };
}

async function timedRun(on: Engine, what: Step, from: NamedData = start): Promise<TimedRun> {
  const began = performance.now();
  const running = await on.start(what, { precision });
  const compileSeconds = (performance.now() - began) / 1000;
  running.setState(from);
  const inputs = { first: images('first'), second: images('second'), learningRate: scalar(LEARNING_RATE) };
  const seconds: number[] = [];
  let loss = Number.NaN;
  for (let k = 0; k < WARM_UP + Number(options.steps); k++) {
    const before = performance.now();
    const outputs = await running.run(inputs);
    if (k >= WARM_UP) seconds.push((performance.now() - before) / 1000);
    loss = outputs['loss']?.data[0] ?? Number.NaN;
  }
  const digest = await digestOf(running);
  await running.close();
  return { compileSeconds, seconds, loss, digest };
}

/**
 * Seconds a step on augmented images, waiting for them included. Steps on the same images as before are timed between
 * them, so that both see the same moods of the machine.
 */
async function augmentedSeconds(on: Engine, what: Step, place: string): Promise<{ fixed: number; moving: number }> {
  requireChoice('--augment', place, ['threads', 'device']);
  const recipe = namedRecipe('simclr-cifar');
  const data = process.env['ALPHA_CL_DATA'] ?? '../shared/data';
  const set = loadDataset('cifar10', { data, split: 'train', limit: 20 * pairs });
  const fed = place === 'device' ? viewsOnDevice(what, { images: set, recipe }) : what;
  const [still, running] = [await on.start(what, { precision }), await on.start(fed, { precision })];
  for (const one of [still, running]) one.setState(start);
  const fixedViews = { first: images('first'), second: images('second') };
  const learningRate = scalar(LEARNING_RATE);
  const [fixed, moving]: [number[], number[]] = [[], []];
  const views = place === 'device' ? 'drawn' : 'made';
  const batches = viewBatches({ images: set, recipe, batchSize: pairs, seed, views, workers: 1, epochs: 2 ** 30 });
  for (let k = 0; k < WARM_UP + Number(options.steps); k++) {
    const before = performance.now();
    const batch = (await batches.next()).value as ViewBatch;
    await running.run({ ...inputsOf(fed, batch, set.labels), learningRate });
    const between = performance.now();
    await still.run({ ...fixedViews, learningRate });
    if (k < WARM_UP) continue;
    moving.push((between - before) / 1000);
    fixed.push((performance.now() - between) / 1000);
  }
  await batches.return(undefined);
  for (const one of [still, running]) await one.close();
  return { fixed: median(fixed), moving: median(moving) };
}

function images(view: string): NamedData[string] {
  const random = randomStream(seed, 'bench', view);
  const shape = [pairs, image, image, 3];
  return {
    shape,
    dtype: 'float32',
    data: Float32Array.from({ length: pairs * image * image * 3 }, () => random.normal()),
  };
}

function scalar(value: number): NamedData[string] {
  return { shape: [], dtype: 'float32', data: Float32Array.of(value) };
}

async function digestOf(running: RunningStep): Promise<string> {
  const hash = createHash('sha256');
  for (const { data } of Object.values(await running.state())) hash.update(data);
  return hash.digest('hex').slice(0, 16);
}

function report(): void {
  const result = {
    views_per_s: rounded((2 * pairs) / median(first.seconds)),
    model: options.model,
    pairs,
    views: options.views,
    precision,
    engine: engine.name,
    device: engine.device,
    steps: first.seconds.length,
    loss: first.loss,
    trace_s: rounded(traceSeconds),
    compile_s: rounded(first.compileSeconds),
    graph_mb: rounded(graphBytes / 1e6),
    peak_memory_gib: rounded(process.resourceUsage().maxRSS / 2 ** 20),
    weights_sha256: first.digest,
    handover: Number((handover / median(first.seconds)).toFixed(4)),
    ...(augmented && { augmentation_cost: rounded(augmented.moving / augmented.fixed - 1) }),
    ...(again && { weights_identical_when_repeated: again.digest === first.digest }),
  };
  const lines = Object.entries(result).map(([name, value]) => `${name.padEnd(32)}${value}`);
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${lines.join('\n')}\n`);
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
