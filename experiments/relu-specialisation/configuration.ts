/** The cells of the experiment: which variant and network is trained, how the weights are held, and where α comes from. */
import type { WeightConstraint } from '../../src/theory/landscape/weight-constraint.js';
import type { Profile } from '../experiment.js';

/** Holds the choices that both variants vary. */
export interface Axes {
  readonly activation: 'relu' | 'linear';
  /** Batch normalisation of the hidden layer: before the activation in ours, after it as coded. */
  readonly hiddenNorm: 'none' | 'batch';
  readonly weightNorm: WeightConstraint['norm'];
  /** `dynamic`: the α of InfoNCE at the network as it is; `uniform`: all pairs alike throughout. */
  readonly importance: 'dynamic' | 'uniform';
}

/** Our variant. */
export interface Ours extends Axes {
  readonly variant: 'ours';
  /** ρ: at the start ‖W₁‖_F = ρ√(rows), whatever is held afterwards. */
  readonly rowLength: number;
  /** Outputs that the loss sees: scaled to length 1, or as they are. */
  readonly outputs: 'unit' | 'free';
}

/** The variant that the authors code. */
export interface AsCoded extends Axes {
  readonly variant: 'as-coded';
}

/** A configuration of either variant. */
export type Configuration = Ours | AsCoded;

interface Training {
  readonly seed: number;
  readonly steps: number;
}

/** One run. */
export type Cell = (Ours & Training) | (AsCoded & Training);

const PROFILES: Readonly<Record<Profile, { readonly seeds: number; readonly steps: number }>> = {
  quick: { seeds: 2, steps: 300 },
  full: { seeds: 5, steps: 5000 },
};

const WEIGHT_NORMS = ['free', 'layer', 'filter'] as const;
const HIDDEN_NORMS = ['none', 'batch'] as const;

/** Every combination of what both variants vary. */
const ALL: readonly Axes[] = (['relu', 'linear'] as const).flatMap((activation) =>
  HIDDEN_NORMS.flatMap((hiddenNorm) =>
    WEIGHT_NORMS.flatMap((weightNorm) =>
      (['dynamic', 'uniform'] as const).map((importance) => ({ activation, hiddenNorm, weightNorm, importance })),
    ),
  ),
);

/** All of them on unit outputs. */
const MAIN = ALL.map((axes): Ours => ({ variant: 'ours', ...axes, rowLength: 0.1, outputs: 'unit' }));

const RELU_DYNAMIC = MAIN.filter(({ activation, importance }) => activation === 'relu' && importance === 'dynamic');

/** Ours, with ReLU and dynamic α again: with longer rows, which turn more slowly, and on outputs of any length. */
export const OURS: readonly Ours[] = [
  ...MAIN,
  ...RELU_DYNAMIC.map((configuration) => ({ ...configuration, rowLength: 1 })),
  // Not with uniform α: there E_α of free outputs grows without bound.
  ...RELU_DYNAMIC.map((configuration) => ({ ...configuration, outputs: 'free' as const })),
];

const CONFIGURATIONS: readonly Configuration[] = [
  ...OURS,
  ...ALL.map((axes): AsCoded => ({ variant: 'as-coded', ...axes })),
];

/** Seed by seed, so that a run that is stopped has whole seeds. */
export function cellsOf(profile: Profile): Cell[] {
  const { seeds, steps } = PROFILES[profile];
  return Array.from({ length: seeds }, (_, k) => k + 1).flatMap((seed) =>
    CONFIGURATIONS.map((configuration) => ({ ...configuration, seed, steps })),
  );
}
