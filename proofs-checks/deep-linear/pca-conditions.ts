/**
 * The conditions of the PCA theorem, each dropped in turn.
 *
 * Views that make C_α = diag(1, …, 1, −1, …, −1): every sample i < d is paired (α = 1) with a last one at 0. For a positive
 * direction both views of it stand at eᵢ; for a negative one the first stands at 0 and the second at eᵢ.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { DroppedCondition } from '../../src/claims/claim.js';
import { seeds } from '../../src/claims/instances.js';
import type { Ascent } from '../../src/theory/landscape/projected-ascent.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { generate, type Matrix } from '../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, type Layers } from '../../src/theory/networks/deep-linear.js';
import { gradientSteps } from './gradient-steps.js';
import { startOf, STATIONARITY, type PcaInstance } from './pca-instance.js';

interface Dropped {
  readonly id: string;
  readonly description: string;
  readonly instances: Arbitrary<PcaInstance>;
  readonly drops: DroppedCondition;
  readonly ascend?: (start: Layers, covariance: Matrix) => Ascent;
}

export const DROPPED_CONDITIONS: readonly Dropped[] = [
  {
    id: 'starts-below-zero',
    description: 'starts three layers at E < 0, where the flow of the gradient is trapped at E = 0',
    instances: instancesOf({ positive: 1, negative: [1, 3], widths: [width(1, 2), width(2, 3), width(1, 3)] }).filter(
      startsBelowZero,
    ),
    ascend: (start, covariance) => gradientSteps(start, covariance, STATIONARITY),
    drops: {
      condition: String.raw`$L\le2$ or $E_\alpha>0$ at the start`,
      statedBy: 'here',
      explanation: String.raw`Where $W_L\cdots W_2=0$ and $W_1CW_1^\top\prec0$, $E\le0$ in a whole neighbourhood: a local maximum with $E=0$, which gradient ascent with one step length for all layers reaches from an open set of starts as soon as an inner width is at least 2. Ascent never lowers $E$, so starts with $E>0$ cannot end there.`,
    },
  },
  {
    id: 'no-positive-eigenvalue',
    description: 'trains two layers on a negative definite covariance',
    instances: instancesOf({ positive: 0, negative: [1, 3], widths: [width(2, 3), width(1, 3)] }),
    drops: {
      condition: String.raw`$\lambda_{\max}(C_\alpha)>0$`,
      statedBy: 'paper',
      explanation: String.raw`With a hidden width of at least 2 the layers can have the product $W_L\cdots W_1=0$, and $0>\tfrac12\lambda_{\max}$ is the maximum.`,
    },
  },
  {
    id: 'repeated-eigenvalue',
    description: 'takes a covariance whose largest eigenvalue is double, and expects one of its eigenvectors',
    instances: instancesOf({ positive: 2, negative: [0, 2], widths: [width(1, 3), width(1, 3)] }),
    drops: {
      condition: String.raw`$\lambda_{\max}(C_\alpha)$ is simple, for the direction`,
      statedBy: 'here',
      explanation: String.raw`Every unit vector of the eigenspace is a maximiser $v_0$; which one is reached depends on the start.`,
    },
  },
];

function width(min: number, max: number): Arbitrary<number> {
  return fc.integer({ min, max });
}

function startsBelowZero(instance: PcaInstance): boolean {
  const { alpha, z, zPrime } = instance;
  return deepLinearEnergy(startOf(instance), contrastiveCovariance(alpha, z, zPrime)) < 0;
}

function instancesOf(options: {
  readonly positive: number;
  /** Least and largest number of eigenvalues −1. */
  readonly negative: readonly [number, number];
  readonly widths: readonly Arbitrary<number>[];
}): Arbitrary<PcaInstance> {
  const [min, max] = options.negative;
  return fc
    .record({ negative: fc.integer({ min, max }), widths: fc.tuple(...options.widths), seed: seeds() })
    .map(({ negative, widths, seed }) => ({ ...signedViews(options.positive, negative), widths, seed }));
}

/** Views and weights with C_α = diag(1, …, 1, −1, …, −1). */
function signedViews(positive: number, negative: number): Omit<PcaInstance, 'widths' | 'seed'> {
  const d = positive + negative;
  // Samples: one at each eᵢ of the positive directions, then one at 0 for each negative direction, and a last one at 0.
  const N = d + 1;
  const z = generate(N, d, (i, j) => (i < positive && i === j ? 1 : 0));
  const zPrime = generate(N, d, (i, j) => (i === j ? 1 : 0));
  return { z, zPrime, alpha: generate(N, N, (i, j) => (i < d && j === d ? 1 : 0)) };
}
