/** Five Adam steps of ResNet-18 from the golden file, on an engine, and how far they are from those of the authors' PyTorch code. */
import type { NamedData } from '../../../src/training/compile/step.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { adam } from '../../../src/training/step/adam.js';
import { contrastiveStep } from '../../../src/training/step/contrastive-step.js';
import { initialState } from '../../../src/training/step/initial-state.js';
import { goldenCases } from '../../golden-file.js';
import { goldenViews, goldenWeights } from '../models/golden-filling.js';
import { objectiveOf, type OfficialOptions } from './official-objective.js';

/** A case of the golden file. */
export interface GoldenSteps {
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

/** What an engine made of a case. */
export interface MadeSteps {
  /** Of each step. */
  readonly outputs: readonly NamedData[];
  readonly state: NamedData;
}

/** Bounds of the relative deviations. */
export const TOLERANCES = { firstLoss: 1e-5, gradientNorms: 1e-3, losses: 1e-2 } as const;

/** A bias before batch norm has gradient 0, which float32 leaves at the rounding of what cancels: this part of the largest norm. */
const CANCELLED = 1e-6;

export function goldenSteps(): GoldenSteps[] {
  return goldenCases<GoldenSteps>('resnet18-steps.json');
}

export async function fiveSteps({ seed, batch, lr, options, losses }: GoldenSteps, engine: Engine): Promise<MadeSteps> {
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

/** Relative deviations, the largest of each kind; those of gradients beyond what cancels. */
export function deviations(golden: GoldenSteps, { outputs }: MadeSteps): Record<keyof typeof TOLERANCES, number> {
  const losses = golden.losses.map((loss, k) => relative(outputs[k]?.['loss']?.data[0], loss));
  const norms = Object.entries(golden.grad_step0).map(([name, { norm }]) => ({
    norm,
    deviation: Math.abs(normOf(outputs[0]?.[`gradient/${name}`]?.data) - norm),
  }));
  const largest = Math.max(...norms.map(({ norm }) => norm));
  return {
    firstLoss: losses[0] ?? Number.NaN,
    gradientNorms: Math.max(
      ...norms.map(({ norm, deviation }) => {
        const beyond = deviation - CANCELLED * largest;
        return beyond <= 0 ? 0 : beyond / norm;
      }),
    ),
    losses: Math.max(...losses),
  };
}

/** The deviation from a golden number that is allowed to a gradient of this norm. */
export function gradientSlack(golden: GoldenSteps, norm: number): number {
  const largest = Math.max(...Object.values(golden.grad_step0).map((gradient) => gradient.norm));
  return TOLERANCES.gradientNorms * norm + CANCELLED * largest;
}

function relative(actual = Number.NaN, expected = Number.NaN): number {
  return Math.abs((actual - expected) / expected);
}

/** The norm, NaN of nothing. A sum in float64 needs no scaling: gradients are far from its limits. */
function normOf(values: Iterable<number> | undefined): number {
  if (values === undefined) return Number.NaN;
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
