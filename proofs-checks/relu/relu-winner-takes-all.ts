/** The proof stands in src/theory/landscape/signed-gauge.ts. */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds } from '../../src/claims/instances.js';
import { mixtureLandscape, positivePart, pullOf } from '../../src/theory/landscape/hidden-landscape.js';
import { pairOptimum, signedGauge, signedPair, type PairOptimum } from '../../src/theory/landscape/signed-gauge.js';
import { optimalTopLayer } from '../../src/theory/landscape/top-layer.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { at, dot, generate, identity, maxAbs, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply } from '../../src/theory/algebra/multiply.js';
import { unitNorm } from '../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { mixtureCovariance, mixtures, type WeightedMixture } from './mixture-instances.js';
import { optimumFigure } from './relu-winner-figures.js';

interface Instance extends WeightedMixture {
  /** K. */
  readonly neurons: number;
  /** Seed of the weights and of p. */
  readonly seed: number;
}

interface Subject {
  readonly gauge: (p: Float64Array) => number;
  /** W₁ that has p, up to length. */
  readonly pair: (p: Float64Array, neurons: number) => Matrix;
  /** 2 max E* where C ⪰ 0 or M ≤ 2. */
  readonly optimum: (covariance: Matrix) => PairOptimum;
}

const TRIES = 6;
const subject: Subject = { gauge: signedGauge, pair: signedPair, optimum: pairOptimum };

const drawn = (components: number, augmentation: number): fc.Arbitrary<Instance> =>
  fc
    .tuple(mixtures({ components, augmentation, samples: 8 }), fc.integer({ min: 2, max: 4 }), seeds())
    .map(([own, neurons, seed]) => ({ ...own, neurons, seed }));

/** `p = e_m` for the largest C_mm. */
const winner = (covariance: Matrix): PairOptimum => {
  const diagonal = Array.from({ length: covariance.rows }, (_, m) => at(covariance, m, m));
  const value = Math.max(...diagonal);
  const m = diagonal.indexOf(value);
  return { value, p: Float64Array.from(diagonal, (_, l) => (l === m ? 1 : 0)) };
};

export const reluWinnerTakesAll = defineClaim<Instance, Subject>({
  id: 'relu-winner-takes-all',
  title: 'Under one norm for the layer the winner takes all, unless views move far',
  source: 'derived here',
  about: TIAN_2022,
  place:
    'Abstract of version 1, 2-layer ReLU: “feature composition is preferred over picking single dominant feature under strong augmentation”: the optimum, and when composition wins',
  statement: String.raw`On an orthogonal mixture let $C=C_\alpha[x]$ and $E^*(W_1)=\tfrac12\lambda_{\max}(C_\alpha[f_1])$, the energy with the best top layer. With $\|W_1\|_F=1$ and $K\ge2$ neurons, $$\max E^*=\tfrac12\max_{\gamma(p)\le1}p^\top Cp,\qquad\gamma(p)=\|p_+\|+\|p_-\|\ \ge\ \|p\|,$$ so it is at most the linear network's $\tfrac12\max(0,\lambda_{\max}(C))$. If $C\succeq0$ (as without augmentation) the best is a single component: $\max E^*=\tfrac12\max_mC_{mm}$. For $M=2$ it is $\tfrac12\max(0,C_{11},C_{22})$ if $|C_{12}|\le\max_mC_{mm}$ and otherwise $\tfrac12\max\big(0,\,(C_{12}^2-C_{11}C_{22})/(2|C_{12}|-C_{11}-C_{22})\big)$, which two neurons with $s_1s_2<0$ reach where it is above 0. So composing the two features is preferred over picking one exactly if $|C_{12}|$ exceeds both $C_{11}$ and $C_{22}$ and $C_{12}^2>C_{11}C_{22}$: augmentation lowers the diagonal, not $|C_{12}|$.`,
  restsOn: ['orthogonal-mixture', 'relu-top-layer'],
  method: String.raw`Both halves of the equality, with no search: random $W_1$ give $p=[W_1]_+^\top s$ with $E^*=\tfrac12p^\top Cp$ and $\gamma(p)\le1$, and random $p$ give a $W_1$ of norm 1 with $E^*\ge\tfrac12p^\top Cp/\gamma(p)^2$. For $C\succeq0$ or $M=2$ none of them exceeds the optimum, and the optimum's own $W_1$ reaches it. Bounds are the rounding of products and eigenvalues.`,
  grade: {
    kind: 'sampled',
    reason:
      'The optimum is over all weights of a problem that is not convex: weights and directions can be drawn, not enumerated.',
  },
  instances: fc.oneof(drawn(4, 0), drawn(2, 1), drawn(4, 1)),
  subject,
  check: (instance, { gauge, pair, optimum }) => {
    const C = mixtureCovariance(instance);
    const { neurons, components: M, seed } = instance;
    const landscape = mixtureLandscape(C, 'relu');
    const energyOf = (first: Matrix): number => optimalTopLayer(landscape.covariance(first)).value / 2;
    const form = (p: Float64Array): number => dot(multiply({ rows: 1, columns: M, data: p }, C).data, p) / 2;
    const random = randomStream(seed, 'winner');
    const tried = Array.from({ length: TRIES }, () => unitNorm(normalMatrix(random, neurons, M)));
    const reached = tried.map((first) => {
      const { direction } = optimalTopLayer(landscape.covariance(first));
      return { energy: energyOf(first), p: pullOf(identity(M), positivePart(first), direction) };
    });
    const wanted = Array.from({ length: TRIES }, () => {
      const p = normalMatrix(random, 1, M).data;
      const first = pair(p, neurons);
      return { first, energy: energyOf(first), value: form(p) / gauge(p) ** 2 };
    });
    const best = optimum(C);
    const decided = M <= 2 || (symmetricEigen(C).values.at(-1) ?? 0) >= 0;
    const own = pair(best.p, neurons);
    const highest = Math.max(...reached.map(({ energy }) => energy), ...wanted.map(({ energy }) => energy));
    // Sums of K·M² products of entries of C with weights of norm 1.
    const rounding = 64 * neurons * M ** 2 * Number.EPSILON;
    const size = rounding * maxAbs(C.data) + Number.MIN_VALUE;
    const largest = (values: readonly number[]): number => Math.max(0, ...values);
    return decide(
      {
        'gauge of the weights': { residual: largest(reached.map(({ p }) => gauge(p) - 1)), bound: rounding },
        'energy by p': { residual: largest(reached.map(({ p, energy }) => Math.abs(energy - form(p)))), bound: size },
        'weights for p': { residual: largest(wanted.map(({ value, energy }) => value - energy)), bound: size },
        'norm for p': { residual: largest(wanted.map(({ first }) => Math.abs(norm(first) - 1))), bound: rounding },
        'upper bound': { residual: decided ? largest([highest - Math.max(0, best.value) / 2]) : 0, bound: size },
        'optimum reached': { residual: largest([best.value / 2 - energyOf(own)]), bound: size },
      },
      {
        winner: winner(C).value,
        best: best.value,
        linear: symmetricEigen(C).values[0],
        decided,
        pair: best.p.filter((entry) => entry !== 0).length > 1,
      },
    );
  },
  counterfeits: [
    {
      id: 'euclidean-gauge',
      description: 'takes ‖p‖ for the gauge: the linear network’s optimum',
      subject: { ...subject, gauge: norm },
    },
    {
      id: 'signs-in-one-neuron',
      description: 'gives all of p to one neuron',
      subject: {
        ...subject,
        pair: (p, neurons) => generate(neurons, p.length, (k, l) => (k === 0 ? (p[l] as number) / norm(p) : 0)),
      },
    },
    {
      id: 'smallest-variance',
      description: 'lets the component with the smallest C_mm win',
      subject: {
        ...subject,
        optimum: (covariance) => {
          const all = Array.from({ length: covariance.rows }, (_, m) => at(covariance, m, m));
          const m = all.indexOf(Math.min(...all));
          return { value: all[m] as number, p: Float64Array.from(all, (_, l) => (l === m ? 1 : 0)) };
        },
      },
      instances: drawn(4, 0),
    },
    {
      id: 'winner-always',
      description: 'lets a single component win although the views move far',
      // Two samples, one on each component, whose magnitudes both change: C_ll = S a_l² − r_lΔ_l² < |C_lm|.
      subject: { ...subject, optimum: winner },
      instances: drawn(2, 1).map((own) => ({
        ...own,
        seed: 0,
        components: 2,
        component: [0, 1],
        magnitude: [1, 1],
        magnitudePrime: [1 - (own.magnitudePrime[0] ?? 0) / 4, 1 - (own.magnitudePrime[1] ?? 0) / 4],
        alpha: generate(2, 2, (i, j) => (i === j ? 0 : 1)),
      })),
      drops: {
        condition: String.raw`$C_\alpha[x]\succeq0$ (or, for $M=2$, $|C_{12}|\le\max_mC_{mm}$)`,
        statedBy: 'here',
        explanation: String.raw`Augmentation lowers the diagonal of $C$ but not the repulsion $|C_{lm}|$. Once that exceeds both $C_{ll}$ and $C_{mm}$, two neurons with $s$ of opposite signs, one on each component, beat the winner: the best $W_1$ has rank 2.`,
      },
    },
  ],
  figures: (verdict) => [optimumFigure(verdict)],
});
