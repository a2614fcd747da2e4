/** The proof stands in src/theory/landscape/assignment-stability.ts. */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds } from '../../src/claims/instances.js';
import { taylorSlope } from '../../src/claims/taylor-slope.js';
import {
  assignmentStability,
  coveredComponents,
  type AssignmentStability,
  type Stability,
} from '../../src/theory/landscape/assignment-stability.js';
import { sampleLandscape } from '../../src/theory/landscape/hidden-landscape.js';
import { optimalTopLayer } from '../../src/theory/landscape/top-layer.js';
import { normalised, tangential } from '../../src/theory/landscape/two-layer-ascent.js';
import { add, at, generate, map, maxAbs, type Matrix } from '../../src/theory/algebra/matrix.js';
import { unitNorm } from '../../src/theory/networks/deep-linear.js';
import { assignedRows } from '../../src/theory/networks/orthogonal-mixture.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import {
  assignmentIn,
  draws,
  mixtureCovariance,
  mixtures,
  sampleOf,
  type WeightedMixture,
} from './mixture-instances.js';
import { stabilityFigure } from './relu-stability-figures.js';

interface StabilityInstance extends WeightedMixture {
  readonly neurons: readonly number[];
  /** Seed of the random directions. */
  readonly seed: number;
}

/** From C_α[x] and m(k) to the classification and the one-sided slopes. */
type Classification = (covariance: Matrix, assignment: readonly number[]) => AssignmentStability;

/** λ's gap, the slopes that are not 0 and s² are at least this share: smaller ones need steps that drown in rounding. */
const CLEAR = 1e-2;
/** Into open gates: the first order, CLEAR·t, is a thousand times the second, t²/CLEAR or so. */
const OPEN_STEP = 1e-7;
/** Into closed gates E* changes by ½λs²t², at least 5e-9 of λ: far above rounding. */
const CLOSED_STEP = 1e-3;
const DIRECTIONS = 4;
/** Gates of an instance whose slope is tested; which ones is up to its seed. All are evaluated. */
const SLOPES = 2;

const general = fc
  .tuple(mixtures({ components: 4, samples: 6, weight: 0.05 }), draws(4), seeds())
  .map(([own, neurons, seed]) => ({ ...own, neurons, seed }));

export const reluFixedPointStability = defineClaim<StabilityInstance, Classification>({
  id: 'relu-fixed-point-stability',
  title: 'Fixed points of rank 3 and more are never local maxima',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Abstract, 2-layer ReLU “fixed points can have higher ranks”: their classification',
  statement: String.raw`Let $w_k=e_{m(k)}$ on an orthogonal mixture with $\alpha\ge0$, $\lambda=\lambda_{\max}(C_\alpha[f_1])>0$, $s$ its unit eigenvector, $E^*=\tfrac12\lambda$ as a function of $W_1$, $\sigma_m=\sum_{m(k)=m}s_k$ and $y=C_\alpha[x]\,\sigma$. Opening a gate, $w_k\to e_{m(k)}+te_l$ with $t>0$, changes $E^*$ with slope $g_{kl}=s_ky_l$; closing one lowers it by $\tfrac12\lambda s_k^2t^2$. Under $\|w_k\|=1$ the point is a strict local maximum of $E^*$ if $\lambda$ is simple and all $g_{kl}<0$ ($l\ne m(k)$), and none if $\lambda$ is repeated, some $s_k=0$ or some $g_{kl}>0$. On covered components $g_{kl}=\lambda s_ks_{k^*}$, and three numbers cannot differ in sign pairwise. So local maxima have rank 1, all neurons on one component $m$ with $C_{mm}>0$ (strict when all $C_{lm}<0$), or rank 2, on two components with $s$ of opposite signs, when $y_l=0$ for every third component $l$, as for $M=2$. This holds for every $\alpha\ge0$.`,
  restsOn: ['orthogonal-mixture', 'relu-higher-rank-fixed-points'],
  method: String.raw`$E^*$ is computed from the samples. One-sided slopes of two gates by the slope test (bound ½ on the shortfall from 2), all gates and random directions by evaluation: where a maximum is predicted all must fall, where not, the steepest gate must rise. Instances where λ is simple and no slope lies within 1 % of 0 undecided.`,
  grade: {
    kind: 'sampled',
    reason:
      'A local maximum is a statement about every direction, and its value is an eigenvalue, which is no rational function: some directions are tried.',
  },
  instances: general.filter((instance) => isClear(instance)),
  subject: assignmentStability,
  check: (instance, classify) => {
    const C = mixtureCovariance(instance);
    const assignment = assignmentIn(instance.neurons, instance.components);
    const first = assignedRows(assignment, instance.components);
    const landscape = sampleLandscape(sampleOf(instance), 'relu');
    const energyAlong = (direction: Matrix, t: number): number =>
      optimalTopLayer(landscape.covariance(normalised(add(first, direction, t), 'row'))).value / 2;

    const { stability, slopes } = classify(C, assignment);
    const { origin, rises, falls } = changesAround(instance, energyAlong, first);
    const some = unitDirections(first).filter(
      (_, n, all) => (n + instance.seed) % Math.ceil(all.length / SLOPES) === 0,
    );
    const shortfalls = some.map(({ direction, k, l }) => {
      const { slope } = taylorSlope((t) => energyAlong(direction, t), at(slopes, k, l), 1e-2);
      return Number.isNaN(slope) ? slope : Math.max(0, 2 - slope);
    });
    const found: Stability = rises > 0 ? 'ascent' : falls ? 'maximum' : 'undecided';
    const rank = coveredComponents(assignment);
    const allowed = stability !== 'maximum' || rank === 1 || (rank === 2 && instance.components === 2);
    return decide(
      {
        'one-sided slopes': { residual: Math.max(0, ...shortfalls), bound: 0.5 },
        classification: { residual: found === stability ? 0 : 1, bound: 0.5 },
        'rank of a maximum': { residual: allowed ? 0 : 1, bound: 0.5 },
      },
      {
        rank,
        stability,
        components: instance.components,
        steepest: Math.max(-1, ...slopes.data.filter((g) => g !== 0).map((g) => g / (2 * origin))),
      },
    );
  },
  counterfeits: [
    {
      id: 'gates-both-ways',
      description: 'calls every fixed point of the flow a local maximum',
      subject: (...input) => ({ ...assignmentStability(...input), stability: 'maximum' }),
    },
    {
      id: 'signs-of-s-ignored',
      description: 'takes g = y_l for every neuron, whatever the sign of s_k',
      subject: (covariance, assignment) => {
        const found = assignmentStability(covariance, assignment);
        const slopes = generate(
          found.slopes.rows,
          found.slopes.columns,
          (k, l) => Math.sign(found.top.direction[k] as number) * at(found.slopes, k, l),
        );
        return { ...found, slopes };
      },
    },
    {
      id: 'covered-components-only',
      description: 'looks at components with a neuron on them only, and finds maxima of rank 2 among three components',
      subject: (covariance, assignment) => {
        const found = assignmentStability(covariance, assignment);
        const covered = found.slopes.data.filter((_, k) => assignment.includes(k % covariance.rows));
        return covered.every((g) => g <= 0) && found.stability === 'ascent'
          ? { ...found, stability: 'maximum' }
          : found;
      },
    },
    {
      id: 'attracting-components',
      description: 'turns the sign of the off-diagonal entries',
      subject: (covariance, assignment) =>
        assignmentStability(
          generate(covariance.rows, covariance.rows, (l, m) => (l === m ? 1 : -1) * at(covariance, l, m)),
          assignment,
        ),
    },
  ],
  figures: (verdict) => [stabilityFigure(verdict, 'λ')],
});

interface Changes {
  /** E* at the fixed point. */
  readonly origin: number;
  /** The largest rise into one gate, 0 where there is none. */
  readonly rises: number;
  /** True if E* falls in every direction tried. */
  readonly falls: boolean;
}

function changesAround(
  instance: StabilityInstance,
  energyAlong: (direction: Matrix, t: number) => number,
  first: Matrix,
): Changes {
  const origin = energyAlong(first, 0);
  const random = randomStream(instance.seed, 'directions');
  const singles = unitDirections(first).map(({ direction }) => direction);
  const mixed = Array.from({ length: singles.length === 0 ? 0 : DIRECTIONS }, () =>
    // Of length 1: along a short one E* would move by less than its rounding.
    unitNorm(tangential(normalMatrix(random, first.rows, first.columns), first, 'row')),
  );
  // A direction that opens no gate by a fair part shows at the closed step only.
  const opening = mixed.filter((direction) => Math.max(...direction.data) > 0.1);
  const open = [...singles, ...opening].map((direction) => energyAlong(direction, OPEN_STEP) - origin);
  const closed = [...singles, ...mixed.map((direction) => map(direction, Math.abs))].map(
    (direction) => energyAlong(direction, -CLOSED_STEP) - origin,
  );
  return { origin, rises: Math.max(0, ...open), falls: [...open, ...closed].every((change) => change < 0) };
}

/** One neuron k towards one component l ≠ m(k). */
function unitDirections(first: Matrix): { direction: Matrix; k: number; l: number }[] {
  return [...first.data.keys()].flatMap((index) => {
    if (first.data[index] !== 0) return [];
    const [k, l] = [Math.floor(index / first.columns), index % first.columns];
    return [{ direction: generate(first.rows, first.columns, (i, j) => (i === k && j === l ? 1 : 0)), k, l }];
  });
}

/** λ simple and positive, no s_k near 0 and no slope near 0: the theorem decides, and steps can show it. */
function isClear(instance: StabilityInstance): boolean {
  const C = mixtureCovariance(instance);
  if (instance.components < 2 || maxAbs(C.data) === 0) return false;
  const assignment = assignmentIn(instance.neurons, instance.components);
  const { top, slopes } = assignmentStability(C, assignment);
  const scale = maxAbs(C.data);
  if (top.value < CLEAR * scale || top.gap < CLEAR * scale) return false;
  if (top.direction.some((entry) => entry ** 2 < CLEAR)) return false;
  return slopes.data.every((g, k) => assignedTo(assignment, k, slopes.columns) || Math.abs(g) >= CLEAR * top.value);
}

function assignedTo(assignment: readonly number[], index: number, components: number): boolean {
  return assignment[Math.floor(index / components)] === index % components;
}
