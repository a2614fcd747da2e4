/**
 * The batch form that encoders are trained with: 2N views, ℓ2-normalised.
 *
 * Both views of every sample are anchors. The positive of an anchor is its other view; its negatives are the 2N − 2 views
 * of other samples. With s the cosine, the distance is r = 1 − s = d². Value and gradient agree with the authors' code.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { add, at, dot, generate, row, sliceRows, stack, zeros, type Matrix, type Rows } from '../algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../algebra/multiply.js';
import type { ViewGradients } from './energy.js';
import {
  requireChoice,
  requireFunction,
  requireKnownOptions,
  requireNotNegative,
  requirePositive,
} from '../../base/option-checks.js';
import { normalised, type Importance } from './importances.js';
import { logSumExp } from '../algebra/log-sum-exp.js';
import { requireViews } from './pair-margins.js';
import { unitRows, unitRowsGradient } from './unit-rows.js';

/**
 * The objective of a batch.
 * - `cross-entropy`: softmax cross-entropy of each anchor's positive among its negatives, at `temperature`. `constantLogit`
 *   adds one logit 1/τ to every anchor; `positiveWeight` β weighs the positive more: −βs⁺/τ, then all by 1/(1 + β).
 * - `quadratic`: mean negative minus mean positive similarity, the paper's control with α ≡ 1.
 * - `alpha-cl`: Σ_j α_j (s_j − s⁺), averaged over anchors. `normalise` says how the importance's weights become α: `row`
 *   divides by their sum plus `slack` for each negative, `none` leaves them, `anchor` gives every negative of an anchor that
 *   anchor's share of the weights of all anchors. `positiveWeight` β adds β Σ_j α_j (1 − s⁺). `gradient` says whether α is
 *   held fixed, `stop`, or differentiated too, `back-propagate`, which needs an importance with slopes.
 */
export type BatchObjective =
  | {
      readonly kind: 'cross-entropy';
      readonly temperature: number;
      readonly positiveWeight?: number;
      readonly constantLogit?: 'none' | 'one';
    }
  | { readonly kind: 'quadratic' }
  | {
      readonly kind: 'alpha-cl';
      readonly importance: Importance;
      readonly normalise?: 'row' | 'none' | 'anchor';
      readonly slack?: number;
      readonly positiveWeight?: number;
      readonly gradient?: 'stop' | 'back-propagate';
    };

/** The loss of a batch of 2N views. */
interface BatchLoss {
  readonly value: number;
  /** With respect to the views before normalisation. */
  readonly gradients: ViewGradients;
}

/**
 * Computes the loss of a batch of 2N views and its gradient with respect to them.
 *
 * @param z first views, [N, d], of any length but zero
 * @param zPrime second views, [N, d]
 * @throws InvalidInput on shapes that differ, N < 2, entries that are not finite, a row of zeros, an unknown objective, option or
 *   choice, a temperature ≤ 0, a negative slack or weight, and an importance that gives weights that are not finite or negative,
 *   or that has no slopes where they are asked for
 * @example
 * const z = fromNested([[1, 0], [0, 1]]);
 * viewBatchLoss({ kind: 'cross-entropy', temperature: 0.5 }, z, z).value; // 0.2395 = Math.log(1 + 2 * Math.exp(-2))
 */
export function viewBatchLoss(objective: BatchObjective, z: Rows, zPrime: Rows): BatchLoss {
  requireObjective(objective);
  requireViews(z, zPrime);
  const [first, second] = [unitRows(z), unitRows(zPrime, 'zPrime')];
  const unit = stack(first.unit, second.unit);
  const similarity = multiplyTransposed(unit, unit);
  const { value, slopes } = similarityLoss(objective, similarity);
  // ∂(uᵢ·uⱼ)/∂uᵢ = uⱼ, and each similarity stands at (i, j) and (j, i).
  const toUnit = add(multiply(slopes, unit), transposedMultiply(slopes, unit));
  const halves = [sliceRows(toUnit, 0, z.rows), sliceRows(toUnit, z.rows, 2 * z.rows)] as const;
  return { value, gradients: { z: unitRowsGradient(first, halves[0]), zPrime: unitRowsGradient(second, halves[1]) } };
}

interface SimilarityLoss {
  readonly value: number;
  /** ∂value/∂s of each anchor (row) with each view, [2N, 2N]. */
  readonly slopes: Matrix;
}

/** The names of the options of each kind, without `kind`. */
const OPTIONS: { readonly [Kind in BatchObjective['kind']]: readonly string[] } = {
  'cross-entropy': ['temperature', 'positiveWeight', 'constantLogit'],
  quadratic: [],
  'alpha-cl': ['importance', 'normalise', 'slack', 'positiveWeight', 'gradient'],
};
const CONSTANT_LOGITS = ['none', 'one'];
const NORMALISE = ['row', 'none', 'anchor'];
const GRADIENTS = ['stop', 'back-propagate'];

function requireObjective(objective: BatchObjective): void {
  const { kind, ...options } = objective;
  requireChoice('objective', kind, Object.keys(OPTIONS));
  requireKnownOptions(kind, options, OPTIONS[kind]);
  if (kind === 'cross-entropy') {
    const { temperature, positiveWeight = 0, constantLogit = 'none' } = objective;
    requirePositive('temperature', temperature);
    requireNotNegative('positiveWeight', positiveWeight);
    requireChoice('constantLogit', constantLogit, CONSTANT_LOGITS);
  }
  if (kind === 'alpha-cl') {
    const { importance, normalise = 'row', slack = 0, positiveWeight = 0, gradient = 'stop' } = objective;
    requireFunction('importance', importance);
    requireChoice('normalise', normalise, NORMALISE);
    requireChoice('gradient', gradient, GRADIENTS);
    requireNotNegative('slack', slack);
    requireNotNegative('positiveWeight', positiveWeight);
  }
}

/** @throws InvalidInput unless an importance gave a weight for each distance, finite and not negative */
function requiredWeights(weights: Float64Array, count: number): Float64Array {
  if (weights.length !== count) {
    throw new InvalidInput(`the importance gives ${weights.length} weights for ${count} distances: give one for each`);
  }
  const fault = weights.find((weight) => !(Number.isFinite(weight) && weight >= 0));
  if (fault !== undefined) {
    throw new InvalidInput(`the importance gives the weight ${fault}: weights must be finite and not negative`);
  }
  return weights;
}

function similarityLoss(objective: BatchObjective, similarity: Matrix): SimilarityLoss {
  switch (objective.kind) {
    case 'cross-entropy':
      return crossEntropy(objective, similarity);
    case 'quadratic':
      return weightedContrast(
        generate(similarity.rows, similarity.rows - 2, () => 1 / (similarity.rows - 2)),
        similarity,
      );
    case 'alpha-cl':
      return alphaCl(objective, similarity);
  }
}

function crossEntropy(
  { temperature, positiveWeight = 0, constantLogit = 'none' }: Extract<BatchObjective, { kind: 'cross-entropy' }>,
  similarity: Matrix,
): SimilarityLoss {
  const anchors = similarity.rows;
  const scale = 1 / (anchors * (1 + positiveWeight));
  const slopes = zeros(anchors, anchors);
  let value = 0;
  for (let a = 0; a < anchors; a++) {
    const partner = partnerOf(a, anchors);
    const logits = new Float64Array(anchors + 1);
    row(similarity, a).forEach((s, j) => (logits[j] = j === a ? -Infinity : s / temperature));
    logits[anchors] = constantLogit === 'one' ? 1 / temperature : -Infinity;
    const logTotal = logSumExp(logits);
    value += scale * (logTotal - (1 + positiveWeight) * (logits[partner] as number));
    const slope = row(slopes, a);
    slope.forEach((_, j) => (slope[j] = (scale / temperature) * Math.exp((logits[j] as number) - logTotal)));
    slope[partner] = (slope[partner] as number) - (scale / temperature) * (1 + positiveWeight);
  }
  return { value, slopes };
}

/** Mean over anchors of Σ_j α_j (s_j − s⁺ + β(1 − s⁺)), α held fixed: [2N, 2N − 2] in the order of `negativesOf`. */
function weightedContrast(alpha: Matrix, similarity: Matrix, positiveWeight = 0): SimilarityLoss {
  const anchors = similarity.rows;
  const slopes = zeros(anchors, anchors);
  let value = 0;
  for (let a = 0; a < anchors; a++) {
    const partner = partnerOf(a, anchors);
    const positive = at(similarity, a, partner);
    let total = 0;
    negativesOf(a, anchors).forEach((j, k) => {
      const share = at(alpha, a, k) / anchors;
      total += share;
      value += share * (at(similarity, a, j) - positive + positiveWeight * (1 - positive));
      slopes.data[a * anchors + j] = share;
    });
    slopes.data[a * anchors + partner] = -(1 + positiveWeight) * total;
  }
  return { value, slopes };
}

type AlphaCl = Extract<BatchObjective, { kind: 'alpha-cl' }>;

function alphaCl(objective: AlphaCl, similarity: Matrix): SimilarityLoss {
  const { importance, gradient = 'stop', positiveWeight = 0 } = objective;
  const anchors = similarity.rows;
  const distances = zeros(anchors, anchors - 2);
  for (let a = 0; a < anchors; a++) {
    row(distances, a).set(negativesOf(a, anchors).map((j) => 1 - at(similarity, a, j)));
  }
  const weights = byRow(distances, (own) => requiredWeights(importance(own), own.length));
  const alpha = normalisedWeights(objective, weights);
  const held = weightedContrast(alpha, similarity, positiveWeight);
  if (gradient === 'stop') return held;

  // ∂L/∂αₐⱼ, through the normalisation to ∂L/∂wₐⱼ, and with dr = −ds to the similarities.
  const toAlpha = generate(anchors, anchors - 2, (a, k) => {
    const positive = at(similarity, a, partnerOf(a, anchors));
    return (1 - at(distances, a, k) - positive + positiveWeight * (1 - positive)) / anchors;
  });
  const toWeights = throughNormalisation(objective, { weights, alpha, toAlpha });
  const slopes = byRow(distances, slopesOf(importance));
  for (let a = 0; a < anchors; a++) {
    const slope = row(held.slopes, a);
    negativesOf(a, anchors).forEach((j, k) => {
      slope[j] = (slope[j] as number) - at(toWeights, a, k) * at(slopes, a, k);
    });
  }
  return held;
}

function slopesOf({ slopes }: Importance): (distances: Float64Array) => Float64Array {
  if (slopes !== undefined) return slopes;
  throw new InvalidInput(
    "gradient is back-propagate, and the importance has no slopes: give one of namedImportance('direct') or " +
      "namedImportance('shifted-power'), add slopes to yours, or hold α fixed with gradient stop",
  );
}

/** α from the weights of all anchors, [2N, 2N − 2]. */
function normalisedWeights({ normalise = 'row', slack = 0 }: AlphaCl, weights: Matrix): Matrix {
  switch (normalise) {
    case 'none':
      return weights;
    case 'row':
      return byRow(weights, (own) => normalised(own, slack));
    case 'anchor': {
      const shares = normalised(rowSums(weights));
      return generate(weights.rows, weights.columns, (a) => shares[a] as number);
    }
  }
}

interface Normalised {
  readonly weights: Matrix;
  readonly alpha: Matrix;
  /** ∂L/∂α. */
  readonly toAlpha: Matrix;
}

/** ∂L/∂w of the weights from ∂L/∂α: of w/T it is (∂L/∂α − Σ α ∂L/∂α)/T. Weights whose sum T is 0 stay as they are. */
function throughNormalisation(
  { normalise = 'row', slack = 0 }: AlphaCl,
  { weights, alpha, toAlpha }: Normalised,
): Matrix {
  const overTotal = (excess: number, total: number): number => (total > 0 ? excess / total : 0);
  const sums = rowSums(weights);
  const { rows, columns } = weights;
  switch (normalise) {
    case 'none':
      return toAlpha;
    case 'row': {
      const means = Float64Array.from(sums, (_, a) => dot(row(alpha, a), row(toAlpha, a)));
      return generate(rows, columns, (a, k) =>
        overTotal(at(toAlpha, a, k) - (means[a] as number), (sums[a] as number) + slack * columns),
      );
    }
    case 'anchor': {
      const toShares = rowSums(toAlpha);
      const shares = Float64Array.from(sums, (_, a) => at(alpha, a, 0));
      const [mean, total] = [dot(shares, toShares), sums.reduce((sum, one) => sum + one, 0)];
      return generate(rows, columns, (a) => overTotal((toShares[a] as number) - mean, total));
    }
  }
}

function byRow(matrix: Matrix, of: (own: Float64Array) => Float64Array): Matrix {
  const result = zeros(matrix.rows, matrix.columns);
  for (let i = 0; i < matrix.rows; i++) row(result, i).set(of(row(matrix, i)));
  return result;
}

function rowSums(matrix: Matrix): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, i) => row(matrix, i).reduce((sum, entry) => sum + entry, 0));
}

/** The other view of the same sample. */
function partnerOf(anchor: number, anchors: number): number {
  return (anchor + anchors / 2) % anchors;
}

/** The 2N − 2 views of other samples. */
function negativesOf(anchor: number, anchors: number): number[] {
  const partner = partnerOf(anchor, anchors);
  return Array.from({ length: anchors }, (_, j) => j).filter((j) => j !== anchor && j !== partner);
}
