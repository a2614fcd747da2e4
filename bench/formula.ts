/**
 * Cost of giving a loss as formulae: time of the compiled loss beside that of the one written by hand, in the float64
 * half (α and the gradient of [N, d] views, as `verify` computes them) for each of the eight losses, and in one training step
 * of InfoNCE. The two take turns, which goes first changes with the turn, and a ratio is within a turn; the median counts, beside the quartiles.
 * Seconds of the float64 half are processor time of the process, so that other work on the machine does not count.
 *
 *   npm run bench:formula -- [--turns 15] [--samples 256] [--features 32] [--model convnet-small] [--pairs 32] [--json]
 */
import { parseArgs } from 'node:util';
import type { NamedData } from '../src/training/compile/step.js';
import { chooseEngine } from '../src/training/engines/choose-engine.js';
import { row, zeros, type Rows } from '../src/theory/algebra/matrix.js';
import { lossGradient, pairwiseImportance, type Loss } from '../src/theory/losses/loss.js';
import { lossNames, namedFormulae, namedLoss } from '../src/theory/losses/named-losses.js';
import { initialWeights } from '../src/training/models/initialise.js';
import { namedModel } from '../src/training/models/named-models.js';
import { randomStream } from '../src/theory/algebra/random-stream.js';
import { adam } from '../src/training/step/adam.js';
import type { StepObjective } from '../src/training/step/batch-loss.js';
import { contrastiveStep } from '../src/training/step/contrastive-step.js';
import { initialState } from '../src/training/step/initial-state.js';
import { lossByHand } from './losses-by-hand.js';

const REQUIRED = { float64: 1.2, step: 1.05 } as const;
/** A measurement is repeated within a turn until it takes this long: the clock of processor time is coarse. */
const LEAST_SECONDS = 0.05;
const WARM_UP = 3;

const { values: options } = parseArgs({
  options: {
    turns: { type: 'string', default: '15' },
    samples: { type: 'string', default: '256' },
    features: { type: 'string', default: '32' },
    model: { type: 'string', default: 'convnet-small' },
    pairs: { type: 'string', default: '32' },
    json: { type: 'boolean', default: false },
  },
});
const [turns, samples, features, pairs] = [options.turns, options.samples, options.features, options.pairs].map(
  Number,
) as [number, number, number, number];

const results: Result[] = [];
for (const name of lossNames()) {
  const ratios = await float64Ratios(name);
  add(`${name}, α and gradient of ${samples} × ${features}`, ratios, REQUIRED.float64);
}
add(`infonce, a step of ${options.model}, ${pairs} pairs`, await stepRatios(), REQUIRED.step);
if (options.json) process.stdout.write(`${JSON.stringify(results)}\n`);

interface Result {
  readonly what: string;
  readonly median: number;
  /** Between which the middle half of the turns lies. */
  readonly quartiles: readonly [number, number];
  readonly required: number;
}

function add(what: string, ratios: readonly number[], required: number): void {
  const ascending = ratios.toSorted((a, b) => a - b);
  const at = (share: number): number => Number((ascending[Math.floor(share * ascending.length)] ?? NaN).toFixed(3));
  const [median, quartiles] = [at(0.5), [at(0.25), at(0.75)] as const];
  results.push({ what, median, quartiles, required });
  if (options.json) return;
  process.stdout.write(
    `${what.padEnd(58)}${median.toFixed(3)} (${quartiles.map((ratio) => ratio.toFixed(3)).join(' … ')}); required: at most ${required}\n`,
  );
}

async function float64Ratios(name: string): Promise<number[]> {
  const compiled = namedLoss(name);
  const [z, zPrime] = [views(name, 'first'), views(name, 'second')];
  const cost = (loss: Loss) => async (): Promise<number> =>
    processorSeconds(() => {
      pairwiseImportance(loss, z, zPrime);
      lossGradient(loss, z, zPrime);
    });
  return ratiosOf(cost(compiled), cost(lossByHand(name)));
}

async function stepRatios(): Promise<number[]> {
  const objective = { kind: 'cross-entropy', temperature: 0.5 } as const;
  const given = namedFormulae('nt-xent');
  const [formulae, byHand] = [await stepSeconds({ kind: 'formulae', ...given }), await stepSeconds(objective)];
  const ratios = await ratiosOf(formulae.seconds, byHand.seconds);
  await formulae.close();
  await byHand.close();
  return ratios;
}

async function stepSeconds(
  objective: StepObjective,
): Promise<{ seconds: () => Promise<number>; close: () => Promise<void> }> {
  const model = namedModel(options.model);
  const step = contrastiveStep({ model, objective, optimiser: adam(), pairs, imageSize: 32, views: 'joint' });
  const engine = await chooseEngine('cpu');
  const running = await engine.start(step);
  running.setState(initialState(step, initialWeights(model, 1)));
  const learningRate = { shape: [], dtype: 'float32', data: Float32Array.of(1e-3) } as const;
  const inputs = { first: images('first'), second: images('second'), learningRate };
  return {
    seconds: async () => {
      const before = performance.now();
      await running.run(inputs);
      return (performance.now() - before) / 1000;
    },
    close: async () => running.close(),
  };
}

/** Cost of the first beside that of the second, turn by turn. */
async function ratiosOf(first: () => Promise<number>, second: () => Promise<number>): Promise<number[]> {
  const ratios: number[] = [];
  for (let turn = -WARM_UP; turn < turns; turn++) {
    const flipped = turn % 2 === 0;
    const [a, b] = [await (flipped ? second() : first()), await (flipped ? first() : second())];
    if (turn >= 0) ratios.push(flipped ? b / a : a / b);
  }
  return ratios;
}

function processorSeconds(work: () => void): number {
  const began = process.cpuUsage();
  let [repetitions, seconds] = [0, 0];
  while (seconds < LEAST_SECONDS) {
    work();
    repetitions++;
    const { user, system } = process.cpuUsage(began);
    seconds = (user + system) / 1e6;
  }
  return seconds / repetitions;
}

/** Views of length 1. */
function views(...names: readonly string[]): Rows {
  const random = randomStream(1, 'bench', ...names);
  const made = zeros(samples, features);
  for (let i = 0; i < samples; i++) {
    const entries = row(made, i).map(() => random.normal());
    row(made, i).set(entries.map((entry) => entry / Math.hypot(...entries)));
  }
  return made;
}

function images(view: string): NamedData[string] {
  const random = randomStream(1, 'bench', view);
  const shape = [pairs, 32, 32, 3];
  const data = Float32Array.from({ length: pairs * 32 * 32 * 3 }, () => random.normal());
  return { shape, dtype: 'float32', data };
}
