/**
 * The pairwise importances of `src/theory/losses/importances.ts` on a whole batch: float32, dense, differentiable.
 *
 * A batch has A = 2N anchors, and every view is compared with every other: [A, A] with zero weight where a view is no
 * negative of the anchor. An importance that has a formula needs no more than that; every other has an entry below.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { compileFormula } from '../../theory/formula/compile-formula.js';
import { call, VARIABLE } from '../../theory/formula/expression.js';
import { formulaOf } from '../../theory/formula/formula.js';
import { straightLine } from '../../theory/formula/straight-line.js';
import {
  type AlphaFormula,
  importanceFromFormula,
  LARGEST_DISTANCE,
} from '../../theory/losses/importance-from-formula.js';
import {
  namedImportance,
  IMPORTANCES,
  type ImportanceName,
  type SeparableImportance,
  type SeparableName,
} from '../../theory/losses/importances.js';
import { tf } from '../compile/tfjs.js';
import { carriedOut } from './carried-out.js';
import type { ImportanceChoice } from './importance-choice.js';
import { EXCLUDED, type BatchImportance, type NegativeDistances, type RelativeWeights } from './negative-distances.js';
import { powerWeights } from './power-weights.js';
import { withoutGradient } from './without-gradient.js';

type Weights = (distances: NegativeDistances, parameters: Readonly<Record<string, number>>) => RelativeWeights;

type WeightsOf<Name extends ImportanceName> = (
  distances: NegativeDistances,
  parameters: Readonly<Record<keyof (typeof IMPORTANCES)[Name]['defaults'], number>>,
) => RelativeWeights;

/** The separable ones in it give the weights of their formulae, with the last bits that runs of theirs have always had. */
const TENSOR_CODE: { readonly [Name in Exclude<ImportanceName, SeparableName>]: WeightsOf<Name> } & {
  readonly [Name in SeparableName]?: WeightsOf<Name>;
} = {
  entropy: (distances, { temperature }) => {
    const { relative } = exponential(tf.div(distances.r, -temperature), distances);
    return { relative: tf.div(relative, tf.sum(relative, 1, true)) };
  },
  power: (distances, { gamma }) => {
    const lifted = fromNearest(distances.r, distances);
    return { relative: powerWeights(lifted, distances.negatives, distances.count, gamma) };
  },
  'shifted-power': ({ r, negatives }, { exponent, temperature, inverseExponent }) => ({
    relative: tf.mul(power(tf.add(power(r, exponent), temperature), -inverseExponent), negatives),
  }),
  square: (distances, { temperature }) => {
    const lifted = fromNearest(distances.r, distances);
    const support = withoutGradient(() => projectionSupport(lifted, distances, temperature));
    return { relative: levelWeights(lifted, support, distances, temperature) };
  },
  'square-as-coded': (distances, { exponent, temperature }) => {
    const lifted = fromNearest(power(distances.r, exponent), distances);
    const chosen = withoutGradient(() => supportAsCoded(lifted, distances, temperature));
    return { relative: levelWeights(lifted, chosen, distances, temperature) };
  },
  direct: (distances, { power: p, temperature }) =>
    exponential(tf.div(power(distances.r, p / 2), -temperature), distances),
};

const DISTANCES = Array.from({ length: 1025 }, (_, k) => (k * LARGEST_DISTANCE) / 1024);

/**
 * @throws InvalidInput on an unknown importance or parameter, or a parameter that is not positive and finite; on a formula as
 *   `importanceFromFormula`
 */
export function batchImportance(choice: ImportanceChoice): BatchImportance {
  if (typeof choice !== 'object' || choice === null) {
    throw new InvalidInput(
      `importance is ${String(choice)}: give {name, parameters}, or {alpha, parameters} for a formula`,
    );
  }
  if ('alpha' in choice) return formulaImportance(choice);
  const { name, parameters: given = {} } = choice;
  // The reference refuses what is not allowed, in the words that its users know.
  namedImportance(name, given);
  const parameters = { ...IMPORTANCES[name].defaults, ...given };
  const weights: Weights | undefined = TENSOR_CODE[name];
  if (weights !== undefined) return (distances) => weights(distances, parameters);
  const { formula } = IMPORTANCES[name] as SeparableImportance;
  return formulaImportance({ alpha: formula, parameters });
}

/** exp(logits) over the negatives, each row relative to its largest. */
function exponential(logits: tf.Tensor2D, { excluded }: NegativeDistances): RelativeWeights {
  const allowed = tf.sub(logits, excluded);
  const logScale = withoutGradient(() => tf.max<tf.Tensor2D>(allowed, 1, true));
  return { relative: tf.exp(tf.sub(allowed, logScale)), logScale };
}

/** x^exponent of a positive x, by the cheapest operation there is. */
function power(x: tf.Tensor2D, exponent: number): tf.Tensor2D {
  switch (exponent) {
    case 1:
      return x;
    case 2:
      return tf.square(x);
    case 0.5:
      return tf.sqrt(x);
    case -1:
      return tf.div(1, x);
    default:
      return tf.exp(tf.mul(tf.log(x), exponent));
  }
}

/** r less the least r of the anchor's negatives: the weights see no difference, float32 keeps more digits. */
function fromNearest(r: tf.Tensor2D, { excluded }: NegativeDistances): tf.Tensor2D {
  return tf.sub(
    r,
    withoutGradient(() => tf.min(tf.add(r, excluded), 1, true)),
  );
}

/**
 * The support {r < μ} of the projection on the simplex, [A, A] of 0 and 1.
 *
 * With m_k = (τ + r₀ + … + r_k)/(k + 1) over ascending distances, m_k falls while r_k < m_k and rises from there on:
 * μ = min_k m_k.
 */
function projectionSupport(
  lifted: tf.Tensor2D,
  { negatives, excluded, count }: NegativeDistances,
  temperature: number,
): tf.Tensor2D {
  const ascending = tf.neg(tf.topk(tf.neg(tf.add(lifted, excluded)), count).values);
  const sizes = tf.reshape(tf.range(1, count + 1), [1, count]);
  const levels = tf.div(tf.add(tf.cumsum(ascending, 1), temperature), sizes);
  return tf.mul(tf.cast(tf.less(lifted, tf.min(levels, 1, true)), 'float32'), negatives);
}

/** The distances that the authors' μ is the level of: the support and the first beyond it, or r₀ alone if none is beyond. */
function supportAsCoded(lifted: tf.Tensor2D, distances: NegativeDistances, temperature: number): tf.Tensor2D {
  const { negatives } = distances;
  const support = projectionSupport(lifted, distances, temperature);
  const beyond = tf.sub<tf.Tensor2D>(negatives, support);
  const some = tf.max(beyond, 1, true);
  const withNext = tf.add(support, nearestOf(beyond, lifted));
  return tf.add(tf.mul(some, withNext), tf.mul(tf.sub(1, some), nearestOf(negatives, lifted)));
}

/** 1 at the least distance of those marked, shared if several are equal; a row of zeros if none is marked. */
function nearestOf(marked: tf.Tensor2D, lifted: tf.Tensor2D): tf.Tensor2D {
  const candidates = tf.add(lifted, tf.mul(tf.sub(1, marked), EXCLUDED));
  const nearest = tf.cast(tf.equal(candidates, tf.min(candidates, 1, true)), 'float32');
  const once = tf.mul(nearest, marked);
  return tf.div(once, tf.maximum(tf.sum(once, 1, true), 1));
}

/**
 * [μ − r]₊/τ with μ = (τ + Σ_chosen r)/|chosen|. Where the chosen set does not change, this is the derivative of the
 * projection too: no gradient has to pass the sorting.
 */
function levelWeights(
  lifted: tf.Tensor2D,
  chosen: tf.Tensor2D,
  { negatives }: NegativeDistances,
  temperature: number,
): tf.Tensor2D {
  const total = tf.add(tf.sum(tf.mul(chosen, lifted), 1, true), temperature);
  const level = tf.div(total, tf.sum(chosen, 1, true));
  return tf.mul(tf.relu(tf.sub(level, lifted)), tf.div(negatives, temperature));
}

/**
 * An importance given as a formula on a whole batch: the steps of the formula on the matrix of distances. Where weights lie beyond
 * what float32 holds, log α is formed in their place and every row is taken relative to its largest.
 *
 * @throws InvalidInput as `importanceFromFormula`
 */
function formulaImportance(given: AlphaFormula): BatchImportance {
  const { formula, parameters, weight } = importanceFromFormula(given);
  const log = formulaOf(call('log', formula.expression));
  if (DISTANCES.every((r) => isHeld(weight(r))) || !isPositive(compileFormula(log, parameters))) {
    const line = straightLine(formula, parameters, VARIABLE);
    return ({ r, negatives }) => ({ relative: tf.mul(carriedOut(line, withinUnitSphere(r)), negatives) });
  }
  const line = straightLine(log, parameters, VARIABLE);
  return ({ r, excluded }) => {
    const allowed = tf.sub<tf.Tensor2D>(carriedOut(line, withinUnitSphere(r)), excluded);
    const logScale = withoutGradient(() => tf.max<tf.Tensor2D>(allowed, 1, true));
    return { relative: tf.exp(tf.sub(allowed, logScale)), logScale };
  };
}

/** Rounding can put 1 − cosine a little beyond 2, where a root or a logarithm may end. */
function withinUnitSphere(r: tf.Tensor2D): tf.Tensor2D {
  return tf.minimum(r, LARGEST_DISTANCE);
}

/** Sums of thousands of such weights, and their quotients, stay within float32. */
function isHeld(weight: number): boolean {
  return weight >= 1e-30 && weight <= 1e30;
}

/** A weight that is 0 has no logarithm; one that only vanishes among doubles has. */
function isPositive(log: (r: number) => number): boolean {
  return DISTANCES.every((r) => Number.isFinite(log(r)));
}
