/**
 * For h(x) = x row k of the gradient is s_k g with g = C W₁ᵀs: ∂E/∂W₁ = s gᵀ, of rank 1, and ⟨∂E/∂W₁, W₁⟩ = sᵀW₁CW₁ᵀs = λ = 2E.
 *
 * Per layer: the tangential gradient is T = s gᵀ − λW₁, so λW₁ differs from rank 1 by T, and σ₂(W₁) ≤ ‖T‖_F/λ wherever
 * λ > 0, 0 at fixed points. Per row: T_k = s_k(g − (w_kᵀg)w_k), so the angle of w_k and g has the sine ‖T_k‖/(|s_k|‖g‖); s_k g is a
 * multiple of w_k at fixed points. Where s_k = 0 the fixed point says nothing about w_k but w_kᵀg = λs_k = 0.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds, weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { mixtureLandscape, pullOf } from '../../src/theory/landscape/hidden-landscape.js';
import { optimalTopLayer } from '../../src/theory/landscape/top-layer.js';
import {
  normalised,
  tangential,
  twoLayerAscent,
  type Normalisation,
} from '../../src/theory/landscape/two-layer-ascent.js';
import { singularValues, symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { at, fromNested, generate, norm, row, type Matrix } from '../../src/theory/algebra/matrix.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';

interface Instance extends WeightedViews {
  /** K. */
  readonly neurons: number;
  readonly normalisation: Normalisation;
  /** Seed of the start. */
  readonly seed: number;
}

/** A fixed point W₁, [K, d], of the linear network. */
type FixedPoint = (start: Matrix, covariance: Matrix, normalisation: Normalisation) => Matrix;

/** ‖T‖_F/‖C‖_F at which the ascent stops. How far W₁ may be from rank 1 there follows from the T that is left. */
const STATIONARITY = 1e-8;
/** T is evaluated anew from the W₁ that the ascent returns: the rounding of that, many times over. */
const FIXED = STATIONARITY + 1e-12;
/** λ_max and its gap are at least this share of ‖C‖_F: the ascent is slow otherwise. */
const SMALLEST_GAP = 0.1;
/** Weights of s below this count as 0: half of the digits. */
const NO_PART = 1e-8;

const reached: FixedPoint = (start, covariance, normalisation) =>
  twoLayerAscent(start, mixtureLandscape(covariance, 'linear'), { normalisation, stationarity: STATIONARITY }).first;

const drawn = fc
  .tuple(weightedViews({ samples: 6, features: 4 }), fc.integer({ min: 2, max: 4 }), seeds())
  .map(([own, neurons, seed]) => ({ ...own, neurons, seed }))
  .filter((instance) => gapOf(covarianceOf(instance)) >= SMALLEST_GAP);

export const linearRowsParallel = defineClaim<Instance, FixedPoint>({
  id: 'linear-rows-parallel',
  title: 'Without ReLU all neurons learn one direction',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Comparison of the ReLU network with the linear one',
  statement: String.raw`Let $E^*(W_1)=\tfrac12\lambda_{\max}(C_\alpha[f_1])$ be the energy with the best top layer and $s$ the unit top eigenvector of $C_\alpha[f_1]$. For $h(x)=x$ the gradient of $E^*$ is $s\,g^\top$ with $g=C_\alpha[x]W_1^\top s$. At every fixed point with $E^*>0$, $W_1$ has rank 1: rows $w_k=s_kg/2E^*$ under $\|W_1\|_F=1$, rows $w_k=\pm g/\|g\|$ under $\|w_k\|=1$ if no $s_k$ is 0. Away from fixed points $\sigma_2(W_1)\le\|T\|_F/2E^*$ with the tangential gradient $T$ of the layer.`,
  restsOn: ['covariance-equivariance', 'relu-top-layer'],
  method: String.raw`Ascent of the linear network from a random start. The tangential gradient $T$ must come below $10^{-8}\|C\|_F$, where the ascent stops, and $\sigma_2(W_1)$ at most $\|T\|_F/2E^*$ per layer, $\|(\|T_k\|/s_k\|g\|)_k\|$ per row, plus rounding; the inequality per layer is checked at the start as well, where $T$ is large.`,
  grade: {
    kind: 'sampled',
    reason:
      'A fixed point with random data solves polynomial equations that have no rational solution: it is the limit of an iteration, known within its stationarity.',
  },
  instances: fc
    .tuple(drawn, fc.constantFrom<Normalisation>('layer', 'row'))
    .map(([own, normalisation]) => ({ ...own, normalisation })),
  subject: reached,
  check: (instance, fixedPoint) => {
    const { neurons, normalisation, seed } = instance;
    const C = covarianceOf(instance);
    const start = normalMatrix(randomStream(seed, 'start'), neurons, C.rows);
    const end = rankOf(fixedPoint(start, C, normalisation), C, normalisation);
    const begin = rankOf(normalised(start, 'layer'), C, 'layer');
    // Of a start with E* ≤ 0 the inequality does not speak.
    const speaks = begin.energy > 0;
    return decide(
      {
        stationary: { residual: end.tangent / norm(C), bound: FIXED },
        'rank one': { residual: end.second, bound: end.bound },
        'inequality at the start': { residual: speaks ? begin.second : 0, bound: begin.bound },
      },
      { normalisation },
    );
  },
  counterfeits: [
    {
      id: 'stops-early',
      description: 'stops after two steps',
      subject: (start, covariance, normalisation) =>
        twoLayerAscent(start, mixtureLandscape(covariance, 'linear'), { normalisation, steps: 2 }).first,
    },
    {
      id: 'principal-subspace',
      description: 'lets the first two neurons learn the two top eigenvectors, as PCA of two components does',
      subject: (start, covariance, normalisation) => {
        const { vectors } = symmetricEigen(covariance);
        const rows = generate(start.rows, start.columns, (k, l) => at(vectors, l, Math.min(k, 1, start.columns - 1)));
        return normalised(rows, normalisation);
      },
      instances: drawn.map((own) => ({ ...own, normalisation: 'layer' as const })),
    },
    {
      id: 'relu',
      description: 'ends where the ReLU network ends on the same covariance',
      subject: (start, covariance, normalisation) =>
        twoLayerAscent(start, mixtureLandscape(covariance, 'relu'), { normalisation }).first,
      drops: {
        condition: String.raw`$h(x)=x$`,
        statedBy: 'paper',
        explanation:
          'Gates make the gradients of the neurons differ: a fixed point of ReLU is none of the linear network.',
      },
    },
    {
      id: 'neuron-without-part',
      description: 'leaves a second neuron on the second eigenvector, orthogonal to the first',
      subject: (start, covariance) => {
        const { vectors } = symmetricEigen(covariance);
        return generate(start.rows, start.columns, (k, l) => at(vectors, l, Math.min(k, 1, start.columns - 1)));
      },
      // Samples at 0, ae₁ and be₂ with a > b: C_α[x] is diagonal.
      instances: fc.constantFrom(2, 3).map((a) => {
        const z = fromNested([
          [0, 0],
          [a, 0],
          [0, 1],
        ]);
        const alpha = generate(3, 3, (i, j) => (i === 0 && j > 0 ? 1 : 0));
        return { alpha, z, zPrime: z, neurons: 2, normalisation: 'row' as const, seed: 0 };
      }),
      drops: {
        condition: String.raw`no $s_k=0$ (under $\|w_k\|=1$)`,
        statedBy: 'here',
        explanation: String.raw`$W_1=I$ with $C=\operatorname{diag}(a^2,1)$ has $s=e_1$: the second neuron has no gradient, so the point is fixed with $E^*=\tfrac12a^2>0$ and rank 2. It is a saddle: turning the second row towards the first raises $E^*$ to second order.`,
      },
    },
    {
      id: 'no-energy',
      description: 'takes a fixed point with E* = 0 on a negative definite covariance',
      subject: (start) =>
        normalised(
          generate(start.rows, start.columns, (k, l) => (k === l ? 1 : 0)),
          'layer',
        ),
      // Three neurons, rows e₁, e₂ and 0: s = e₃ and g = 0, whatever C is below 0.
      instances: fc.constantFrom(1, 2).map((step) => {
        const z = fromNested([
          [0, 0],
          [0, 0],
        ]);
        const zPrime = fromNested([
          [step, 0],
          [0, step],
        ]);
        const alpha = generate(2, 2, (i, j) => (i === j ? 0 : 1));
        return { alpha, z, zPrime, neurons: 3, normalisation: 'layer' as const, seed: 0 };
      }),
      drops: {
        condition: String.raw`$E^*>0$`,
        statedBy: 'paper',
        explanation: String.raw`Where $W_1^\top s=0$ there is no gradient. On a negative definite $C$ every $W_1$ of rank below $K$ is such a point, with $E^*=0$.`,
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the tangential gradient or σ₂(W₁)')],
});

/** ‖T‖_F, σ₂(W₁), and what σ₂ may be by T. */
function rankOf(
  first: Matrix,
  C: Matrix,
  normalisation: Normalisation,
): { readonly energy: number; readonly tangent: number; readonly second: number; readonly bound: number } {
  const landscape = mixtureLandscape(C, 'linear');
  const { direction, value } = optimalTopLayer(landscape.covariance(first));
  const T = tangential(landscape.gradient(first, direction), first, normalisation);
  const rounding =
    (64 * first.rows * first.columns * Number.EPSILON * norm(C)) / Math.max(Math.abs(value), 1e-3 * norm(C));
  const g = norm(pullOf(C, first, direction));
  const sines = [...direction].map((s, k) => (Math.abs(s) <= NO_PART ? 0 : norm(row(T, k)) / (Math.abs(s) * g)));
  const allowed = normalisation === 'row' ? Math.hypot(...sines) : value > 0 ? norm(T) / value : 0;
  return { energy: value / 2, tangent: norm(T), second: singularValues(first)[1] ?? 0, bound: allowed + rounding };
}

function covarianceOf({ alpha, z, zPrime }: WeightedViews): Matrix {
  return contrastiveCovariance(alpha, z, zPrime);
}

/** min(λ₁, λ₁ − λ₂) / ‖C‖_F. */
function gapOf(covariance: Matrix): number {
  if (norm(covariance) === 0) return 0;
  const [first = 0, second = 0] = symmetricEigen(covariance).values;
  return Math.min(first, covariance.rows > 1 ? first - second : first) / norm(covariance);
}
