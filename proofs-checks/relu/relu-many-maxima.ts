/**
 * Under ‖w_k‖ = 1 let W₁ be a local maximum with λ simple and s_k ≠ 0. A gate at 0 with s_k y_l > 0 would open, so row k of the
 * gradient is [s_k y]₊, and w_k is that divided by λs_k²: one direction, y₊, for all neurons with s_k > 0, and one, y₋, for
 * all others. Hence rank W₁ ≤ 2, at assignments and elsewhere. All neurons on one component m have y = √K·C e_m: a strict
 * local maximum where C_mm > 0 and C_lm < 0. In the linear network every row is ±Cp/‖Cp‖, and turning all rows from one
 * eigenvector to a larger one is uphill: one maximum, ½Kλ_max.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds } from '../../src/claims/instances.js';
import { mixtureLandscape } from '../../src/theory/landscape/hidden-landscape.js';
import { twoLayerAscent, type TwoLayerAscent } from '../../src/theory/landscape/two-layer-ascent.js';
import { singularValues, symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { add, at, maxAbs, type Matrix } from '../../src/theory/algebra/matrix.js';
import { assignedRows } from '../../src/theory/networks/orthogonal-mixture.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { maximaFigures } from './relu-maxima-figures.js';
import { mixtureCovariance, mixtures, type WeightedMixture } from './mixture-instances.js';

interface Instance extends WeightedMixture {
  /** K. */
  readonly neurons: number;
  /** Seed of the starts. */
  readonly seed: number;
}

type Ascend = (start: Matrix, covariance: Matrix) => TwoLayerAscent;

interface Subject {
  /** To a local maximum of the ReLU network, and of the linear one. */
  readonly relu: Ascend;
  readonly linear: Ascend;
}

/** C_mm, −C_lm, λ_max and its gap are at least this share of the largest entry. */
const CLEAR = 5e-2;
/** Distance of the starts near e_m: well inside the reach of the first order, CLEAR. */
const NEAR = 1e-4;
const STARTS = 2;

const ascentOf =
  (gates: 'relu' | 'linear' | 'non-negative'): Ascend =>
  (start, covariance) =>
    twoLayerAscent(start, mixtureLandscape(covariance, gates), { normalisation: 'row' });

const subject: Subject = { relu: ascentOf('non-negative'), linear: ascentOf('linear') };

export const reluManyMaxima = defineClaim<Instance, Subject>({
  id: 'relu-many-maxima',
  title: 'The ReLU network has many local maxima, all of rank 2 at most; the linear one has one',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Two-layer ReLU networks',
  statement: String.raw`On an orthogonal mixture let $E^*(W_1)=\tfrac12\lambda_{\max}(C_\alpha[f_1])$, $s$ be the unit top eigenvector of $C_\alpha[f_1]$ and $y=C_\alpha[x][W_1]_+^\top s$ with the positive and negative parts $y_+$ and $y_-$. Under $\|w_k\|=1$ every component with $C_{mm}>0$ and $C_{lm}<0$ ($l\ne m$) gives a strict local maximum of $E^*$, all neurons on it, of value $\tfrac12KC_{mm}$; and at every local maximum with $\lambda_{\max}(C_\alpha[f_1])>0$ the rows are $y_+/\|y_+\|$ where $s_k>0$ and $y_-/\|y_-\|$ where $s_k<0$, so $\operatorname{rank}W_1\le2$. The linear network has the one maximum $\tfrac12K\lambda_{\max}(C)$.`,
  restsOn: ['linear-no-specialisation', 'relu-fixed-point-stability'],
  method: String.raw`Ascent with one-sided gradients over $W_1\ge0$, which loses nothing. Starts near $e_m$ must return to $\tfrac12KC_{mm}$; from random starts $\sigma_3(W_1)$ must vanish: at stationarity $\varepsilon$ row $k$ is off by at most $2\varepsilon\|C\|_F/(\lambda s_k^2)$; of the rows it is their rank that is tried. The linear ascent must reach $\tfrac12K\lambda_{\max}$. Energies are short by $\varepsilon^2$ over the curvature, at least 5 %.`,
  grade: {
    kind: 'sampled',
    reason:
      'That ascent finds no other maxima is a statement about all starts: limits of an iteration are seen from starts drawn at random.',
  },
  instances: fc
    .tuple(mixtures({ fewest: 2, samples: 8, weight: 0.2 }), fc.integer({ min: 1, max: 5 }), seeds())
    .map(([own, neurons, seed]) => ({ ...own, neurons, seed }))
    .filter(isClear),
  subject,
  check: ({ neurons, seed, ...mixture }, { relu, linear }) => {
    const C = mixtureCovariance(mixture);
    const M = C.rows;
    const scale = maxAbs(C.data);
    const random = randomStream(seed, 'starts');
    const energyBound = (100 * 1e-16) / CLEAR + 64 * neurons * M * Number.EPSILON;

    const winners = winnersOf(C).map((m) => {
      const near = add(
        assignedRows(
          Array.from({ length: neurons }, () => m),
          M,
        ),
        normalMatrix(random, neurons, M),
        NEAR,
      );
      return Math.abs(relu(near, C).top.value / (neurons * scale) - at(C, m, m) / scale);
    });
    const starts = Array.from({ length: STARTS }, () => normalMatrix(random, neurons, M));
    const reached = starts.map((start) => relu(start, C));
    const ranks = reached.map(({ first, top, stationarity }) => {
      const third = singularValues(first)[2] ?? 0;
      const weakest = Math.min(...top.direction.map((entry) => entry ** 2));
      const pull = Math.max(0, top.value) * weakest;
      // No singular value exceeds √K: where a neuron has no part in s, the bound says no more than that.
      const off = pull === 0 ? Infinity : (2 * stationarity * scale * M) / pull;
      return { third, bound: Math.min(Math.sqrt(neurons), off) + 64 * Number.EPSILON };
    });
    const highest = symmetricEigen(C).values[0] ?? 0;
    const linearMisses = starts.map((start) => Math.abs(linear(start, C).top.value / neurons - highest) / scale);
    const worst = ranks.reduce((most, next) => (next.third / next.bound > most.third / most.bound ? next : most));
    return decide({
      'one component each': { residual: Math.max(0, ...winners), bound: energyBound },
      'rank at most 2': { residual: worst.third, bound: worst.bound },
      'one linear maximum': { residual: Math.max(...linearMisses), bound: energyBound },
    });
  },
  counterfeits: [
    {
      id: 'flow-of-relu',
      description: 'follows the flow, which opens no closed gate and ends in fixed points of any rank',
      subject: { ...subject, relu: ascentOf('relu') },
      drops: {
        condition: 'local maxima, not limits of the flow',
        statedBy: 'here',
        explanation: String.raw`The flow has $h'(0)=0$ and cannot open a gate. From random starts it ends in semi-stable fixed points of rank up to $\min(K,M)$, which have an ascent direction.`,
      },
    },
    {
      id: 'relu-as-linear',
      description: 'climbs with the linear network in place of ReLU',
      subject: { ...subject, relu: ascentOf('linear') },
    },
    {
      id: 'linear-as-relu',
      description: 'climbs with ReLU in place of the linear network',
      subject: { ...subject, linear: ascentOf('non-negative') },
    },
  ],
  figures: (verdict) => [...maximaFigures(), tightnessFigure(verdict, 'the comparison that came closest to failing')],
});

/** Components that attract all neurons: C_mm > 0 and C_lm < 0, clearly. */
function winnersOf(C: Matrix): number[] {
  const clear = CLEAR * maxAbs(C.data);
  return Array.from({ length: C.rows }, (_, m) => m).filter((m) =>
    Array.from({ length: C.rows }, (_, l) => (l === m ? at(C, m, m) : -at(C, l, m))).every((entry) => entry >= clear),
  );
}

function isClear(mixture: WeightedMixture): boolean {
  const C = mixtureCovariance(mixture);
  const scale = maxAbs(C.data);
  if (scale === 0) return false;
  const [first = 0, second = 0] = symmetricEigen(C).values;
  return first >= CLEAR * scale && first - second >= CLEAR * scale;
}
