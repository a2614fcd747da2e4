/** Five Adam steps of ResNet-18 on the engines cpu and pytorch, against the authors' own PyTorch code in float64. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { NamedData } from '../../../src/training/compile/step.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { pytorchEngine } from '../../../src/training/engines/pytorch/pytorch-engine.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { adam } from '../../../src/training/step/adam.js';
import { contrastiveStep } from '../../../src/training/step/contrastive-step.js';
import { initialState } from '../../../src/training/step/initial-state.js';
import { goldenCases } from '../../golden-file.js';
import { goldenViews, goldenWeights } from '../models/golden-filling.js';
import { PYTHON, PYTORCH, WITHOUT_PYTORCH } from './pytorch.js';
import { objectiveOf, type OfficialOptions } from './official-objective.js';

interface GoldenSteps {
  readonly loss: string;
  readonly seed: number;
  readonly batch: number;
  readonly lr: number;
  readonly options: OfficialOptions;
  readonly losses: readonly number[];
  readonly grad_step0: Readonly<Record<string, { readonly norm: number; readonly first: readonly number[] }>>;
  /** After the last step. */
  readonly bn1_running_mean: readonly number[];
  readonly bn1_running_var: readonly number[];
}

interface Steps {
  /** Of each step. */
  readonly outputs: readonly NamedData[];
  readonly state: NamedData;
}

const ENGINES = [
  { title: 'cpu', isAbsent: false, open: () => chooseEngine('cpu') },
  { title: PYTORCH, isAbsent: WITHOUT_PYTORCH, open: () => pytorchEngine({ python: PYTHON, device: 'cpu' }) },
];

const CASES = goldenCases<GoldenSteps>('resnet18-steps.json').flatMap((golden) =>
  ENGINES.map((engine) => ({ golden, ...engine, loss: golden.loss, seed: golden.seed })),
);

describe.each(CASES)('ResNet-18 on $title, $loss, seed $seed', ({ golden, isAbsent, open }) => {
  // Vitest would make the steps first.
  if (isAbsent) {
    it.skip('needs PyTorch', () => undefined);
    return;
  }

  let steps: Steps;

  beforeAll(async () => {
    steps = await fiveSteps(golden, await open());
  }, 300_000);

  it('has the first loss of PyTorch to 1e-5', () => {
    expect(relative(lossesOf(steps)[0], golden.losses[0])).toBeLessThanOrEqual(1e-5);
  });

  it('has the first gradient of every parameter, in norm to 1e-3 and entry by entry', () => {
    const largest = Math.max(...Object.values(golden.grad_step0).map(({ norm }) => norm));
    for (const [name, { norm, first }] of Object.entries(golden.grad_step0)) {
      const gradient = steps.outputs[0]?.[`gradient/${name}`]?.data ?? new Float32Array();
      // A bias before batch norm has gradient 0, which float32 leaves at the rounding of what cancels.
      const slack = 1e-3 * norm + 1e-6 * largest;
      expect(Math.abs(Math.hypot(...chunkNorms(gradient)) - norm), name).toBeLessThanOrEqual(slack);
      first.forEach((entry, k) => {
        expect(Math.abs((gradient[k] as number) - entry), `${name}[${k}]`).toBeLessThanOrEqual(slack);
      });
    }
  });

  it('has the losses of all steps to 1e-2', () => {
    golden.losses.forEach((loss, k) => expect(relative(lossesOf(steps)[k], loss)).toBeLessThanOrEqual(1e-2));
  });

  it('moves the running statistics of the first batch norm as PyTorch does', () => {
    const { 'bn1.running_mean': mean, 'bn1.running_var': variance } = steps.state;
    golden.bn1_running_mean.forEach((value, k) => expect(mean?.data[k]).toBeCloseTo(value, 4));
    golden.bn1_running_var.forEach((value, k) => expect(variance?.data[k]).toBeCloseTo(value, 4));
  });
});

async function fiveSteps({ seed, batch, lr, options, losses }: GoldenSteps, engine: Engine): Promise<Steps> {
  const model = namedModel('resnet18');
  const step = contrastiveStep({
    model,
    objective: objectiveOf(options),
    optimiser: adam(),
    pairs: batch,
    imageSize: 32,
    report: 'gradients',
  });
  const running = await engine.start(step);
  running.setState(initialState(step, goldenWeights(model, seed)));
  const [first, second] = goldenViews(batch, seed);
  const learningRate = { shape: [], dtype: 'float32', data: Float32Array.of(lr) } as const;
  const outputs: NamedData[] = [];
  for (const _ of losses) outputs.push(await running.run({ first, second, learningRate }));
  const state = await running.state();
  await running.close();
  return { outputs, state };
}

function lossesOf({ outputs }: Steps): number[] {
  return outputs.map(({ loss }) => loss?.data[0] ?? Number.NaN);
}

function relative(actual: number | undefined, expected: number | undefined): number {
  return Math.abs(((actual ?? Number.NaN) - (expected ?? Number.NaN)) / (expected ?? Number.NaN));
}

/** Norms of pieces short enough to be function arguments. */
function chunkNorms(values: Float32Array | Int32Array): number[] {
  const pieces = Math.ceil(values.length / 1000);
  return Array.from({ length: pieces }, (_, k) => Math.hypot(...values.subarray(1000 * k, 1000 * (k + 1))));
}
