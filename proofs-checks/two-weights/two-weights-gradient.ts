import fc, { type Arbitrary } from 'fast-check';
import { defineClaim, type GivenDistances } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { meeting, seeds, views } from '../../src/claims/instances.js';
import { inStreams } from '../../src/claims/streams.js';
import { TAYLOR_HIDES, taylorSlope } from '../../src/claims/taylor-slope.js';
import {
  add,
  generate,
  inner,
  map,
  maxAbs,
  norm,
  row,
  sliceRows,
  stack,
  type Rows,
} from '../../src/theory/algebra/matrix.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { distanceLoss, distanceWeights, type DistanceLoss } from '../../src/theory/distance-losses/distance-loss.js';
import { DISTANCE_LOSSES } from '../../src/theory/distance-losses/distance-loss-table.js';
import { namedDistanceLoss } from '../../src/theory/distance-losses/named-distance-losses.js';
import { twoWeightEnergyGradient, type PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';
import { halfSquaredDistance } from '../../src/theory/losses/energy.js';
import {
  twoLayerForward,
  twoLayerGradient,
  type ActivationName,
  type TwoLayer,
} from '../../src/theory/networks/two-layer.js';
import { slopeFigure } from '../slope-figure.js';
import { finiteWeights, givenDistanceLoss, noFunctionOfDistances } from './given-distances.js';
import {
  distanceLossOf,
  randomDistanceLoss,
  valueByDefinition,
  type RandomDistanceLoss,
} from './random-distance-loss.js';

interface Instance {
  /** A loss that has a name, one that a reader gives, or a random one. */
  readonly loss: { readonly name: string } | GivenDistances | RandomDistanceLoss;
  readonly x: Rows;
  readonly xPrime: Rows;
  readonly activation: ActivationName;
  /** Seed of the weights θ and of the direction V. */
  readonly seed: number;
}

interface Subject {
  readonly weights: (loss: DistanceLoss, z: Rows, zPrime: Rows) => PairWeights;
  /** ∂E_{α,β}/∂z of the rows of both views. */
  readonly energyGradient: (weights: PairWeights, rows: Rows) => Rows;
}

const subject: Subject = { weights: distanceWeights, energyGradient: twoWeightEnergyGradient };

const [HIDDEN, OUTPUTS] = [4, 3];
const LONGEST_STEP = 1e-2;
/** Losses with a pole at 0 are steep near it: no two rows that are nearer than this. */
const NEAREST = 0.02;
/** Share of its largest weight by which the weights of a loss that is given may change over a step. */
const CHANGE = 0.1;
/** No parameter of a named loss multiplies a distance by more. */
const STEEPEST = 50;
/** Every stream gets this share: there are six of random losses, and the table of those with a name may grow. */
const SHARE = 0.04;

/** Differentiable named losses of squared distances without held parts: a held part would be evaluated anew at every step. */
const NAMES = Object.entries(DISTANCE_LOSSES).flatMap(([name, { anchor, sums, distance, keys }]) =>
  distance === undefined && keys === undefined && !/detach|average|max\(/.test(JSON.stringify([anchor, sums]))
    ? [name]
    : [],
);
const HELD = ['held, same view', 'held, other view', 'held, both views'] as const;
const FREE = ['same view', 'other view', 'both views'] as const;
const NEGATIVES = ['same', 'other', 'both'] as const;

export const twoWeightsGradient = defineClaim<Instance, Subject>({
  id: 'two-weights-gradient',
  title: 'Theorem 1 with two weights, for every loss of distances',
  source: 'derived here',
  statement: String.raw`Let $L$ be a differentiable function of the distances $d^2_{ij}=\frac12\|z[i]-z[j]\|^2$ of anchors to negatives and of $d_i^2$ to positives, with $\alpha_{ij}=-\partial L/\partial d_{ij}^2$ and $\beta_i=\partial L/\partial d_i^2$. For every differentiable $f_\theta$ $$\frac{\partial L}{\partial\theta}=-\frac{\partial E_{\alpha,\beta}}{\partial\theta}\Big|_{\alpha,\beta\text{ held}},\qquad E_{\alpha,\beta}=\sum_{i,j}\alpha_{ij}d_{ij}^2-\sum_i\beta_id_i^2,$$ and parts that $L$ holds fixed are held in $\alpha$ and $\beta$ too.`,
  method: String.raw`$L$ is followed along a random direction $V$ of the weights of a two-layer network: the remainder $|L(\theta+tV)-L(\theta)+t\langle\partial E_{\alpha,\beta}/\partial\theta,V\rangle|$ must fall like $t^2$. Random losses have a function of $d_i^2$, a product of it with the logarithm of a sum, and a product of two sums, one of them possibly over all pairs; their terms may have a factor that is held at its value at $\theta$. $L$ itself is computed by double loops that share no code with the library. The named losses are those without corner and without held parts. Their terms may cancel, and what that rounds does not count. The residual is how far the slope stays below 2, the bound is ½.`,
  grade: {
    kind: 'sampled',
    reason:
      'Logarithms and exponentials are no polynomials; polynomial losses of distances have a claim of their own, which is exact.',
  },
  instances: inStreams(
    [...FREE, ...HELD, ...NAMES],
    (name) => {
      const [free, held] = [FREE.indexOf(name as never), HELD.indexOf(name as never)];
      if (free >= 0) return instancesOf(randomDistanceLoss(NEGATIVES[free] ?? 'both', 'free'));
      if (held >= 0) return instancesOf(randomDistanceLoss(NEGATIVES[held] ?? 'both', 'held'));
      return instancesOf(fc.constant({ name }));
    },
    SHARE,
  ),
  subject,
  ofDistances: (given) => {
    const loss = givenDistanceLoss(given);
    const reason = noFunctionOfDistances(loss);
    const unmet = (): string | undefined => reason;
    return {
      instances: meeting(
        instancesOf(fc.constant(given)),
        (instance) => stepOf(instance) > 0,
        'finite weights that a short step hardly changes',
      ),
      counterfeits: ['one-weight', 'no-positive-pair', 'anchors-only', 'wrong-sign'],
      condition: { words: '$L$ is a differentiable function of squared distances', unmet, unmetAt: unmet },
      alike: (instance, own, other) => {
        const [right, wrong] = [own, other].map((one) => slopeAlong(instance, one)) as [number, number];
        const step = stepOf(instance);
        return Math.abs(right - wrong) <= (TAYLOR_HIDES * roundingOf(instance)(step)) / step;
      },
    };
  },
  check: (instance, under) => {
    const path = pathOf(instance);
    const own = lossOf(instance.loss);
    const origin = path.rowsAt(0);
    const { loss } = instance;
    const valueAt = (t: number): number => {
      const rows = path.rowsAt(t);
      return isRandom(loss) ? valueByDefinition(loss, rows, origin) : distanceWeights(own, ...viewsOf(rows)).value;
    };
    const along = slopeAlong(instance, under);
    const { slope, decades } = taylorSlope(valueAt, along, stepOf(instance), roundingOf(instance));
    return decide(
      { slope: { residual: Number.isNaN(slope) ? slope : Math.max(0, 2 - slope), bound: 0.5 } },
      { loss: nameOf(loss), slope, decades },
    );
  },
  counterfeits: [
    {
      id: 'held-parts-differentiated',
      description: 'differentiates the parts that the loss holds fixed',
      subject: { ...subject, weights: (loss, z, zPrime) => distanceWeights(nothingHeld(loss), z, zPrime) },
      instances: instancesOf(randomDistanceLoss('both', 'held')),
      drops: {
        condition: String.raw`parts that $L$ holds fixed are held in $\alpha$ and $\beta$`,
        statedBy: 'here',
        explanation: String.raw`A held weight has no slope in the loss that descends: $\alpha$ of $\operatorname{sg}(h)\,c$ is $-h\,c'$, without $-h'c$.`,
      },
    },
    {
      id: 'one-weight',
      description: 'takes β = Σα at the positive, as losses of margins have it',
      subject: {
        ...subject,
        weights: (loss, z, zPrime) => {
          const { alpha } = distanceWeights(loss, z, zPrime);
          const sums = Array.from({ length: alpha.rows }, (_, i) => row(alpha, i).reduce((sum, one) => sum + one, 0));
          const [N, R] = [z.rows, 2 * z.rows];
          return { alpha, beta: generate(alpha.rows, R, (i, j) => (j === (i + N) % R ? (sums[i] as number) : 0)) };
        },
      },
    },
    {
      id: 'no-positive-pair',
      description: 'leaves the positives out of the energy',
      subject: {
        ...subject,
        energyGradient: ({ alpha, beta }, rows) => twoWeightEnergyGradient({ alpha, beta: map(beta, () => 0) }, rows),
      },
    },
    {
      id: 'anchors-only',
      description: 'moves anchors and leaves the rows that they are compared with where they are',
      subject: {
        ...subject,
        energyGradient: (weights, rows) => {
          const { alpha, beta } = weights;
          return generate(rows.rows, rows.columns, (i, k) => {
            if (i >= alpha.rows) return 0;
            const [mine, from] = [row(rows, i), row(add(alpha, beta, -1), i)];
            return from.reduce(
              (sum, weight, j) => sum + weight * ((mine[k] as number) - (row(rows, j)[k] as number)),
              0,
            );
          });
        },
      },
    },
    {
      id: 'wrong-sign',
      description: 'descends the energy',
      subject: { ...subject, energyGradient: (...input) => map(twoWeightEnergyGradient(...input), (entry) => -entry) },
    },
  ],
  figures: (verdict) => [slopeFigure(verdict, ({ loss }) => String(loss))],
});

function instancesOf(loss: Arbitrary<Instance['loss']>): Arbitrary<Instance> {
  return fc
    .tuple(loss, views({ samples: 3, features: 3 }), fc.constantFrom('linear', 'tanh'), seeds())
    .map(([own, { z, zPrime }, activation, seed]) => ({ loss: own, x: z, xPrime: zPrime, activation, seed }))
    .filter((instance) => {
      const rows = pathOf(instance).rowsAt(0);
      for (let i = 0; i < rows.rows; i++)
        for (let j = 0; j < i; j++) if (halfSquaredDistance(row(rows, i), row(rows, j)) < NEAREST) return false;
      return true;
    });
}

function isRandom(loss: Instance['loss']): loss is RandomDistanceLoss {
  return 'positive' in loss;
}

function nameOf(loss: Instance['loss']): string {
  if (isRandom(loss)) return `random, ${loss.held === null ? 'nothing held' : 'a held part'}`;
  return 'name' in loss ? loss.name : lossOf(loss).name;
}

/** dL/dt along V, as the subject has it. */
function slopeAlong(instance: Instance, { weights, energyGradient }: Subject): number {
  const path = pathOf(instance);
  const origin = path.rowsAt(0);
  return -path.along(energyGradient(weights(lossOf(instance.loss), ...viewsOf(origin)), origin));
}

/** Bounds the change of the remainder at step t by rounding, where the slope test need not see it. */
function roundingOf(instance: Instance): (t: number) => number {
  const { loss } = instance;
  if (isRandom(loss)) return () => 0;
  const origin = pathOf(instance).rowsAt(0);
  if ('name' in loss) return () => roundingAt(origin);
  const size = sizeOf(lossOf(loss), origin);
  return (t) => 64 * Number.EPSILON * size * (1 + t);
}

/**
 * The longest step of the slope test; for a loss that is given the longest of LONGEST_STEP / 10^k over which its weights change by a
 * tenth at most, 0 where there is none or the loss is not finite.
 */
function stepOf(instance: Instance): number {
  if (!('distances' in instance.loss)) return LONGEST_STEP;
  const path = pathOf(instance);
  const loss = lossOf(instance.loss);
  const weightsAt = (t: number): Float64Array => {
    const weights = finiteWeights(loss, ...viewsOf(path.rowsAt(t)));
    return Float64Array.of(...(weights === undefined ? [Number.NaN] : [...weights.alpha.data, ...weights.beta.data]));
  };
  const here = weightsAt(0);
  const largest = maxAbs(here);
  const steps = [0, 1, 2, 3, 4].map((k) => LONGEST_STEP / 10 ** k);
  const isShort = (step: number): boolean => {
    const there = weightsAt(step);
    return maxAbs(here.map((weight, k) => weight - (there[k] ?? Number.NaN))) <= CHANGE * largest;
  };
  return steps.find(isShort) ?? 0;
}

/**
 * The size of the terms of a loss that is given, which may cancel, as where a softmax has one large entry: each distance of up to
 * 1 + d² times its weight, where that is largest while all rows are drawn together.
 */
function sizeOf(loss: DistanceLoss, rows: Rows): number {
  const totals = [1, 0.5, 0.25, 0].flatMap((scale) => {
    const weights = finiteWeights(loss, ...viewsOf(map(rows, (entry) => scale * entry)));
    if (weights === undefined) return [];
    return [[...weights.alpha.data, ...weights.beta.data].reduce((sum, weight) => sum + Math.abs(weight), 0)];
  });
  const { value } = distanceWeights(loss, ...viewsOf(rows));
  return Math.abs(value) + Math.max(...totals) * (1 + farthestOf(rows));
}

/** Named losses are differences of terms of up to STEEPEST (1 + d²), each rounded a few times; they may cancel to next to nothing. */
function roundingAt(rows: Rows): number {
  return 8 * Number.EPSILON * STEEPEST * (1 + farthestOf(rows));
}

/** The largest squared distance of two rows. */
function farthestOf(rows: Rows): number {
  let farthest = 0;
  for (let i = 0; i < rows.rows; i++)
    for (let j = 0; j < i; j++) farthest = Math.max(farthest, halfSquaredDistance(row(rows, i), row(rows, j)));
  return farthest;
}

interface Path {
  /** z of both views at θ + tV, [2N, m]. */
  readonly rowsAt: (t: number) => Rows;
  /** ⟨∂/∂θ, V⟩ from a gradient with respect to z of both views. */
  readonly along: (gradient: Rows) => number;
}

function pathOf({ x, xPrime, activation, seed }: Instance): Path {
  const random = randomStream(seed, 'two-weights');
  const both = stack(x, xPrime);
  const scale = 1 / Math.sqrt(x.columns);
  const weights = (): Pick<TwoLayer, 'first' | 'second'> => ({
    first: map(normalMatrix(random, HIDDEN, x.columns), (entry) => scale * entry),
    second: map(normalMatrix(random, OUTPUTS, HIDDEN), (entry) => entry / 2),
  });
  const [start, step] = [weights(), weights()];
  const length = Math.hypot(norm(step.first), norm(step.second));
  const at = (t: number): TwoLayer => ({
    activation,
    first: add(start.first, step.first, t / length),
    second: add(start.second, step.second, t / length),
  });
  return {
    rowsAt: (t) => twoLayerForward(at(t), both),
    along: (gradient) => {
      const { first, second } = twoLayerGradient(at(0), both, gradient);
      return (inner(first, step.first) + inner(second, step.second)) / length;
    },
  };
}

function viewsOf(rows: Rows): [Rows, Rows] {
  return [sliceRows(rows, 0, rows.rows / 2), sliceRows(rows, rows.rows / 2, rows.rows)];
}

/** By its text: an instance names its loss, and a check asks for it many times. */
const READ = new Map<string, DistanceLoss>();

function lossOf(loss: Instance['loss']): DistanceLoss {
  const text = JSON.stringify(loss);
  const read = READ.get(text) ?? madeOf(loss);
  READ.set(text, read);
  return read;
}

function madeOf(loss: Instance['loss']): DistanceLoss {
  if (isRandom(loss)) return distanceLossOf(loss);
  return 'name' in loss ? namedDistanceLoss(loss.name) : givenDistanceLoss(loss);
}

/** The same loss with every part differentiated. */
function nothingHeld({ formulae, anchors, negatives }: DistanceLoss): DistanceLoss {
  const free = (text: string): string => text.replaceAll('detach', '');
  const sums = Object.entries(formulae.sums ?? {}).map(([name, text]) => [name, free(text)] as const);
  return distanceLoss(
    { ...formulae, anchor: free(formulae.anchor), sums: Object.fromEntries(sums) },
    { anchors, negatives },
  );
}
