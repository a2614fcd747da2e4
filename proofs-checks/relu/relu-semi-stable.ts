/**
 * From w_km > 0 for one m = m(k) and w_kl ≤ 0 for all others, neuron k passes component m alone. Its gradient is s_k y_m e_m,
 * and the eigenvector equation of C_α[f₁] reads w_km y_m = λs_k, so s_k y_m = λs_k²/w_km ≥ 0: w_km grows to 1, and the closed
 * weights, which no gradient reaches, shrink to 0 as the row is normalised.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds } from '../../src/claims/instances.js';
import { assignmentStability, coveredComponents } from '../../src/theory/landscape/assignment-stability.js';
import { mixtureLandscape } from '../../src/theory/landscape/hidden-landscape.js';
import { twoLayerAscent, type TwoLayerAscent } from '../../src/theory/landscape/two-layer-ascent.js';
import { add, at, generate, maxAbs, type Matrix } from '../../src/theory/algebra/matrix.js';
import { assignedRows } from '../../src/theory/networks/orthogonal-mixture.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { assignmentIn, draws, mixtureCovariance, mixtures, type WeightedMixture } from './mixture-instances.js';

interface Instance extends WeightedMixture {
  readonly neurons: readonly number[];
  /** Seed of the start. */
  readonly seed: number;
}

type Flow = (start: Matrix, covariance: Matrix) => TwoLayerAscent;

/** λ, its gap and every s_k² at the fixed point are at least this share: otherwise the flow is slow. */
const CLEAR = 1e-2;
const flow: Flow = (start, covariance) =>
  twoLayerAscent(start, mixtureLandscape(covariance, 'relu'), { normalisation: 'row' });

export const reluSemiStable = defineClaim<Instance, Flow>({
  id: 'relu-semi-stable',
  title: 'Fixed points of any rank attract an open set of starts',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Abstract, 2-layer ReLU “fixed points can have higher ranks”: what they attract',
  statement: String.raw`On an orthogonal mixture let $E^*(W_1)=\tfrac12\lambda_{\max}(C_\alpha[f_1])$ and $s$ be the unit top eigenvector of $C_\alpha[f_1]$. Under $\|w_k\|=1$ and with $\lambda_{\max}>0$ and no $s_k$ reaching 0, the flow of $E^*$ never opens a closed gate, and from every start with $$w_{km(k)}>0,\qquad w_{kl}\le0\quad(l\ne m(k))$$ it ends in $w_k=e_{m(k)}$. So every assignment, of whatever rank up to $\min(K,M)$, is reached from a set of starts of positive measure, although it is not a local maximum from rank 3 on.`,
  restsOn: ['orthogonal-mixture', 'relu-dynamics', 'relu-fixed-point-stability'],
  method: String.raw`Ascent from a random start in the set. A closed weight leaves the tangential gradient $\lambda s_k^2|w_{kl}|$, so at stationarity $\varepsilon$ it is at most $\varepsilon\|C\|_F/(\lambda s_k^2)$; the bound is twice that. Instances where $\lambda$, its gap and $s_k^2$ are at least 1 %.`,
  grade: {
    kind: 'sampled',
    reason:
      'An open set of starts has infinitely many, and each runs for an infinite time: the limit of an iteration is seen from starts drawn at random.',
  },
  instances: fc
    .tuple(mixtures({ fewest: 2, samples: 8, weight: 0.05 }), draws(4), seeds())
    .map(([own, neurons, seed]) => ({ ...own, neurons, seed }))
    .filter(isClear),
  subject: flow,
  check: (instance, ascend) => {
    const C = mixtureCovariance(instance);
    const assignment = assignmentIn(instance.neurons, instance.components);
    const target = assignedRows(assignment, instance.components);
    const random = randomStream(instance.seed, 'closed gates');
    const start = generate(target.rows, target.columns, (k, l) =>
      at(target, k, l) === 1 ? 0.1 + random.uniform() : -random.uniform(),
    );
    const { first, energies, stationarity } = ascend(start, C);
    const { top } = assignmentStability(C, assignment);
    const scale = mixtureLandscape(C, 'relu').scale;
    const weakest = Math.min(...top.direction.map((entry) => entry ** 2));
    const rounding = 64 * Number.EPSILON;
    const falls = energies.slice(1).map((energy, k) => (energies[k] as number) - energy);
    return decide(
      {
        'distance to the assignment': {
          residual: maxAbs(add(first, target, -1).data),
          bound: (2 * stationarity * scale) / (top.value * weakest) + rounding,
        },
        monotone: { residual: Math.max(0, ...falls), bound: rounding * scale * target.rows },
      },
      { rank: coveredComponents(assignment), steps: energies.length - 1 },
    );
  },
  counterfeits: [
    {
      id: 'linear',
      description: 'lets the flow pass closed gates, as a linear network does',
      subject: (start, covariance) =>
        twoLayerAscent(start, mixtureLandscape(covariance, 'linear'), { normalisation: 'row' }),
    },
    {
      id: 'gates-open',
      description: 'opens a gate at 0 where that is uphill, as a projection on W₁ ≥ 0 with its one-sided gradient does',
      subject: (start, covariance) =>
        twoLayerAscent(start, mixtureLandscape(covariance, 'non-negative'), { normalisation: 'row' }),
      drops: {
        condition: String.raw`closed gates stay closed, $h'(0)=0$`,
        statedBy: 'paper',
        explanation: String.raw`The fixed point is semi-stable: with the one-sided gradient at 0 the ascent leaves it as soon as some $s_ky_l>0$.`,
      },
    },
    {
      id: 'per-layer',
      description: 'normalises the layer as a whole',
      subject: (start, covariance) =>
        twoLayerAscent(start, mixtureLandscape(covariance, 'relu'), { normalisation: 'layer' }),
      drops: {
        condition: String.raw`every row is normalised, $\|w_k\|=1$`,
        statedBy: 'paper',
        explanation: String.raw`Under $\|W_1\|_F=1$ neurons compete for length, and those on weaker components vanish.`,
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the distance of the limit to the assignment')],
});

function isClear(instance: Instance): boolean {
  const C = mixtureCovariance(instance);
  const scale = maxAbs(C.data);
  if (scale === 0) return false;
  const { top } = assignmentStability(C, assignmentIn(instance.neurons, instance.components));
  return Math.min(top.value, top.gap) >= CLEAR * scale && top.direction.every((entry) => entry ** 2 >= CLEAR);
}
