import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, seeds, views, type Views } from '../../src/claims/instances.js';
import { at, map, row, stack, type Rows } from '../../src/theory/algebra/matrix.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { distanceWeights, type DistanceLoss } from '../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../src/theory/distance-losses/named-distance-losses.js';
import type { PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';
import { halfSquaredDistance } from '../../src/theory/losses/energy.js';
import { tightnessFigure } from '../tightness-figure.js';

interface Instance extends Views {
  readonly scale: number;
  readonly bias: number;
  /** Seed of the weights that are tried beside the best ones. */
  readonly seed: number;
}

/** α and β of the loss. */
type Subject = (loss: DistanceLoss, z: Rows, zPrime: Rows) => PairWeights;

/** The loss whose conjugate is written out. */
const LOSS = 'siglip';
/** Weights that are tried beside the best ones. */
const TRIED = 4;

export const twoWeightsMinPlayer = defineClaim<Instance, Subject>({
  id: 'two-weights-min-player',
  title: 'A loss that is convex in its distances has a min player of two weights: SigLIP’s has binary entropies',
  source: 'derived here',
  statement: String.raw`Where $L$ is convex in $(-d_{ij}^2,d_i^2)$, its conjugate $L^\ast$ makes $(\alpha,\beta)=\arg\min E_{\alpha,\beta}+L^\ast(\alpha,\beta)$, with no relation between $\beta$ and $\sum\alpha$. For the sigmoid loss with scale $t$ and bias $b$, over $\alpha_{ij},\beta_i\in[0,t]$ and with $c=1+b/t$, $$L=\max_{\alpha,\beta}\ \sum_{i,j}\Big(\alpha_{ij}(c-d_{ij}^2)-h\big(\tfrac{\alpha_{ij}}t\big)\Big)+\sum_i\Big(\beta_i(d_i^2-c)-h\big(\tfrac{\beta_i}t\big)\Big),\quad h(q)=q\log q+(1-q)\log(1-q),$$ reached only at the weights of the loss.`,
  method: String.raw`The objective at the library’s $\alpha$ and $\beta$ must be the loss, summed over anchors, and no more than that at ${TRIED} other weights, each drawn at random in $[0,t]$. The bound is $64$ units in the last place of the sum of the sizes of all terms.`,
  grade: {
    kind: 'sampled',
    reason: 'Logarithms are no polynomials; that the objective is strictly concave is the proof.',
  },
  instances: fc
    .tuple(views({ samples: 5, features: 3 }), gridNumber(0.5, 4), gridNumber(-3, 3), seeds())
    .map(([both, scale, bias, seed]) => ({ ...both, scale, bias, seed })),
  subject: distanceWeights,
  ofDistances: ({ distances }) => {
    // Every other convex loss has a conjugate of its own.
    if (!('name' in distances) || distances.name !== LOSS) return undefined;
    const { t: scale = NaN, b: bias = NaN } = namedDistanceLoss(LOSS, distances.parameters).formulae.parameters ?? {};
    return {
      instances: fc
        .tuple(views({ samples: 5, features: 3 }), seeds())
        .map(([both, seed]) => ({ ...both, scale, bias, seed })),
      alike: ({ z, zPrime }, own, other) => {
        const loss = namedDistanceLoss(LOSS, { scale, bias });
        const [right, wrong] = [own, other].map((one) => one(loss, z, zPrime)) as [PairWeights, PairWeights];
        // A weight of the loss is in [0, t]: what differs by less than the bound of the check is rounding.
        const hidden = 64 * Number.EPSILON * scale;
        return (['alpha', 'beta'] as const).every((one) =>
          right[one].data.every((value, k) => Math.abs(value - (wrong[one].data[k] ?? NaN)) <= hidden),
        );
      },
    };
  },
  check: ({ z, zPrime, scale: t, bias, seed }, weights) => {
    const loss = namedDistanceLoss(LOSS, { scale: t, bias });
    const N = z.rows;
    const target = N * distanceWeights(loss, z, zPrime).value;
    const { alpha, beta } = weights(loss, z, zPrime);
    const rows = stack(z, zPrime);
    const random = randomStream(seed, 'other weights');
    const others = Array.from({ length: TRIED }, () => objective(rows, t, bias, () => random.uniform() * t).value);
    const own = objective(rows, t, bias, (i, j) => N * (at(alpha, i, j) + at(beta, i, j)));
    const bound = 64 * Number.EPSILON * (own.size + target);
    return decide({
      'the loss': { residual: Math.abs(own.value - target), bound },
      'no weights above': { residual: Math.max(0, ...others.map((value) => value - target)), bound },
    });
  },
  counterfeits: [
    {
      id: 'one-weight',
      description: 'takes β = Σα, as losses of margins have it',
      subject: (...input) => {
        const { alpha } = distanceWeights(...input);
        const [N, data] = [alpha.rows, new Float64Array(alpha.data.length)];
        for (let i = 0; i < N; i++) data[i * 2 * N + N + i] = row(alpha, i).reduce((sum, one) => sum + one, 0);
        return { alpha, beta: { ...alpha, data } };
      },
    },
    {
      id: 'unregularised',
      description: 'takes the best weights without entropies, 0 or t',
      subject: (...input) => {
        const { alpha, beta } = distanceWeights(...input);
        const most = Math.max(...alpha.data, ...beta.data);
        return { alpha: map(alpha, (one) => (one > most / 2 ? most : 0)), beta };
      },
    },
    {
      id: 'normalised',
      description: 'divides the weights of an anchor’s negatives by their sum, as InfoNCE does',
      subject: (...input) => {
        const { alpha, beta } = distanceWeights(...input);
        const sums = Array.from({ length: alpha.rows }, (_, i) => row(alpha, i).reduce((sum, one) => sum + one, 0));
        const data = alpha.data.map((one, k) => one / (sums[Math.floor(k / alpha.columns)] as number) / alpha.rows);
        return { alpha: { ...alpha, data }, beta };
      },
    },
    {
      id: 'no-positives',
      description: 'gives positives no weight',
      subject: (...input) => {
        const { alpha, beta } = distanceWeights(...input);
        return { alpha, beta: map(beta, () => 0) };
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the comparison that came closest to failing')],
});

/** The min player's objective at weights of anchor i and row N + j, and the sum of the sizes of its terms. */
function objective(
  rows: Rows,
  t: number,
  bias: number,
  weightOf: (i: number, j: number) => number,
): { readonly value: number; readonly size: number } {
  const N = rows.rows / 2;
  const c = 1 + bias / t;
  let [value, size] = [0, 0];
  for (let i = 0; i < N; i++) {
    for (let j = N; j < 2 * N; j++) {
      const d2 = halfSquaredDistance(row(rows, i), row(rows, j));
      const weight = weightOf(i, j);
      const linear = weight * (j === N + i ? d2 - c : c - d2);
      const entropy = plogp(weight / t) + plogp(1 - weight / t);
      value += linear - entropy;
      size += Math.abs(weight) * (d2 + Math.abs(c)) + Math.abs(entropy) + 1;
    }
  }
  return { value, size };
}

/** q log q, 0 at 0. */
function plogp(q: number): number {
  return q === 0 ? 0 : q * Math.log(q);
}
