/** The cells of the experiment: which network is trained, how W₁ is held, and where α comes from. */
import type { WeightConstraint } from '../../src/theory/landscape/weight-constraint.js';
import type { Profile } from '../experiment.js';

export interface Configuration {
  /** ReLU has W₁ clamped at ≥ 0 after each step; the linear network has not. */
  readonly activation: 'relu' | 'linear';
  /** Batch normalisation of the hidden layer, before the activation. */
  readonly hiddenNorm: 'none' | 'batch';
  readonly weightNorm: WeightConstraint['norm'];
  /** ρ: at the start ‖W₁‖_F = ρ√(rows), whatever is held afterwards. */
  readonly rowLength: number;
  /** `dynamic`: the α of InfoNCE at the network as it is. `uniform`: αᵢⱼ = 1/(N − 1) throughout. */
  readonly importance: 'dynamic' | 'uniform';
  /** Outputs that the loss sees: scaled to length 1, or as they are. */
  readonly outputs: 'unit' | 'free';
}

/** One run. */
export interface Cell extends Configuration {
  readonly seed: number;
  readonly steps: number;
}

const PROFILES: Readonly<Record<Profile, { readonly seeds: number; readonly steps: number }>> = {
  quick: { seeds: 2, steps: 300 },
  full: { seeds: 5, steps: 5000 },
};

const WEIGHT_NORMS = ['free', 'layer', 'filter'] as const;
const HIDDEN_NORMS = ['none', 'batch'] as const;

/** Every combination on unit outputs. */
const MAIN: readonly Configuration[] = (['relu', 'linear'] as const).flatMap((activation) =>
  HIDDEN_NORMS.flatMap((hiddenNorm) =>
    WEIGHT_NORMS.flatMap((weightNorm) =>
      (['dynamic', 'uniform'] as const).map((importance) => ({
        activation,
        hiddenNorm,
        weightNorm,
        rowLength: 0.1,
        importance,
        outputs: 'unit' as const,
      })),
    ),
  ),
);

const RELU_DYNAMIC = MAIN.filter(({ activation, importance }) => activation === 'relu' && importance === 'dynamic');

/** ReLU with dynamic α again: with longer rows, which turn more slowly, and on outputs of any length. */
export const CONFIGURATIONS: readonly Configuration[] = [
  ...MAIN,
  ...RELU_DYNAMIC.map((configuration) => ({ ...configuration, rowLength: 1 })),
  // Not with uniform α: there E_α of free outputs grows without bound.
  ...RELU_DYNAMIC.map((configuration) => ({ ...configuration, outputs: 'free' as const })),
];

/** Seed by seed, so that a run that is stopped has whole seeds. */
export function cellsOf(profile: Profile): Cell[] {
  const { seeds, steps } = PROFILES[profile];
  return Array.from({ length: seeds }, (_, k) => k + 1).flatMap((seed) =>
    CONFIGURATIONS.map((configuration) => ({ ...configuration, seed, steps })),
  );
}
