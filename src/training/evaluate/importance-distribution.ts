/**
 * Measures where the min player puts its weight: the pairwise importance α of a batch against the distance of the pairs.
 *
 * The batch is that of training: 2N unit views, both views of every sample are anchors, the negatives of an anchor are the
 * 2N − 2 views of other samples, r = 1 − cosine. α is normalised over the negatives of each anchor. A loss of distances that takes
 * fewer gives the others no weight.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { at, row, sliceRows, stack, type Matrix, type Rows } from '../../theory/algebra/matrix.js';
import { multiplyTransposed } from '../../theory/algebra/multiply.js';
import { distanceWeights } from '../../theory/distance-losses/distance-loss.js';
import { namedImportance, normalised } from '../../theory/losses/importances.js';
import { anchorImportance } from '../../theory/losses/loss.js';
import { batchLoss, type StepObjective } from '../step/batch-loss.js';
import { lossOfObjective, type DistanceObjective } from '../step/distance-contrast.js';
import { requireWhole } from '../../base/option-checks.js';
import { importanceFromFormula } from '../../theory/losses/importance-from-formula.js';
import { lossFromFormulae } from '../../theory/losses/loss-from-formulae.js';
import { unitFeatures, type NumberRows } from './feature-rows.js';
import { spearman } from './rank-correlation.js';

/** Pairs whose distances are neighbours in order; every bin has as many, but for two. */
export interface DistanceBin {
  readonly pairs: number;
  readonly nearest: number;
  readonly meanDistance: number;
  readonly farthest: number;
  /** Share of all weight on these pairs, 0..1; with uniform α it is the share of the pairs. */
  readonly weight: number;
  /** Quantiles at `QUANTILES` of α·(2N − 2): 1 is what uniform α gives every pair. */
  readonly quantiles: readonly number[];
}

/** Distribution of α among the negatives of a batch. */
export interface ImportanceDistribution {
  /** 2N. */
  readonly anchors: number;
  /** By ascending distance. */
  readonly bins: readonly DistanceBin[];
  /** Mean distance of a negative, 0..2. */
  readonly meanDistance: number;
  /** Mean distance weighted by α: below `meanDistance` where close pairs weigh more. */
  readonly weightedDistance: number;
  /** Mean over anchors of exp(entropy of α): how many negatives α is spread over, 1..2N − 2. */
  readonly effectiveNegatives: number;
  /** Quantiles at `QUANTILES` of α·(2N − 2) over all pairs. */
  readonly quantiles: readonly number[];
  /**
   * Spearman's correlation of α with −r over all pairs, −1..1: 1 where the closer of two pairs always weighs more, whichever
   * their anchors. 0 where all α are equal.
   */
  readonly rankCorrelation: number;
}

/** Quantiles of weights: a median with the quarters and tenths around it. */
export const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

/** Which embeddings, under which importance. */
export interface DistributionOptions {
  readonly objective: StepObjective;
  /** First views before normalisation, [N, d]. */
  readonly first: NumberRows;
  /** Second views, [N, d]. */
  readonly second: NumberRows;
  /** Default 20. */
  readonly bins?: number;
  /** [N], of an objective that takes them: negatives of an anchor's label have no weight. */
  readonly labels?: ArrayLike<number>;
}

const BINS = 20;

/**
 * Measures how α is distributed over the negatives of a batch of 2N views.
 *
 * InfoNCE's α is the derived one, ∝ exp(−r/τ), and so are that of formulae, φ′(ξ)ψ′(r⁺ − r), and that of a loss of distances, −∂L/∂r,
 * where it pushes; the quadratic loss has α ≡ 1. An anchor whose weights are all 0 counts in no mean of weights.
 *
 * @throws InvalidInput on shapes that differ, fewer than 2 samples, a row of zeros, or an objective out of range
 * @example
 * const first = { rows: 3, columns: 2, data: Float64Array.of(1, 0, 0, 1, -1, 0) };
 * const found = importanceDistribution({ objective: { kind: 'cross-entropy', temperature: 0.5 }, first, second: first, bins: 2 });
 * [found.meanDistance, found.weightedDistance]; // [1.3333, 1.0795]
 */
export function importanceDistribution(options: DistributionOptions): ImportanceDistribution {
  const { objective, first, second, bins = BINS, labels } = options;
  // Refuses what no objective may be.
  batchLoss(objective);
  const { distances, positives, unit } = batchDistances(first, second);
  const importance = objective.kind === 'distances' ? pushesOf(objective, unit, labels) : importanceOf(objective);
  const [anchors, negatives] = [distances.rows, distances.columns];
  requireWhole('bins', bins, 1);
  if (bins > distances.data.length / 2) {
    throw new InvalidInput(`${bins} bins for ${distances.data.length / 2} distances: ask for at most as many`);
  }
  const alpha = new Float64Array(distances.data.length);
  const spreads: number[] = [];
  for (let a = 0; a < anchors; a++) {
    const weights = normalised(
      importance(distances.data.slice(a * negatives, (a + 1) * negatives), positives[a] as number, a),
    );
    alpha.set(weights, a * negatives);
    if (weights.some((weight) => weight > 0)) spreads.push(spreadOf(weights));
  }
  const total = sumOf(alpha);
  return {
    anchors,
    bins: binned(distances.data, alpha, { count: bins, negatives, total }),
    meanDistance: sumOf(distances.data) / distances.data.length,
    weightedDistance: distances.data.reduce((sum, r, k) => sum + r * (alpha[k] as number), 0) / total,
    effectiveNegatives: spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length,
    quantiles: quantilesOf(alpha.toSorted(), negatives),
    rankCorrelation: spearman(
      alpha,
      distances.data.map((r) => -r),
    ),
  };
}

/** Weights of an anchor's negatives by their distances, [n], the distance of its positive, and the anchor's number. */
type AnchorImportance = (distances: Float64Array, positive: number, anchor: number) => Float64Array;

/** α of a loss of distances, on all rows at once. @param unit [2N, d] */
function pushesOf(objective: DistanceObjective, unit: Rows, labels: ArrayLike<number> | undefined): AnchorImportance {
  const samples = unit.rows / 2;
  const loss = lossOfObjective(objective);
  if (objective.labels === 'with' && labels === undefined) {
    throw new InvalidInput('the objective takes labels, and there are none: give labels, one for each sample');
  }
  const views = [sliceRows(unit, 0, samples), sliceRows(unit, samples, unit.rows)] as const;
  const { alpha } = distanceWeights(
    loss,
    ...views,
    objective.labels === 'with' && labels !== undefined ? { labels } : {},
  );
  return (distances, _positive, a) => {
    if (a >= alpha.rows) return distances.map(() => 0);
    const others = row(alpha, a).filter((_weight, j) => j % samples !== a % samples);
    return others.map((weight) => Math.max(0, weight));
  };
}

function importanceOf(objective: Exclude<StepObjective, DistanceObjective>): AnchorImportance {
  switch (objective.kind) {
    case 'cross-entropy':
      return namedImportance('entropy', { temperature: objective.temperature });
    case 'quadratic':
      return (distances) => distances.map(() => 1);
    case 'formulae': {
      const loss = lossFromFormulae(objective);
      return (distances, positive) =>
        anchorImportance(
          loss,
          distances.map((r) => positive - r),
        );
    }
    case 'alpha-cl': {
      const { importance, normalise = 'row' } = objective;
      const chosen =
        'alpha' in importance
          ? importanceFromFormula(importance).importance
          : namedImportance(importance.name, importance.parameters);
      // The share of the anchor, the same for each of its negatives.
      return normalise === 'anchor' ? (distances) => distances.map(() => 1) : chosen;
    }
  }
}

interface BatchDistances {
  /** r of each anchor with its negatives, [2N, 2N − 2]. */
  readonly distances: Matrix;
  /** r⁺ of each anchor with its other view, [2N]. */
  readonly positives: Float64Array;
  /** The 2N views, [2N, d]. */
  readonly unit: Rows;
}

function batchDistances(first: NumberRows, second: NumberRows): BatchDistances {
  const u = stack(unitFeatures('the first views', first), unitFeatures('the second views', second));
  if (first.rows !== second.rows || first.rows < 2) {
    throw new InvalidInput(`${first.rows} first and ${second.rows} second views: give as many of both, at least 2`);
  }
  const similarity = multiplyTransposed(u, u);
  const [anchors, samples] = [u.rows, first.rows];
  const data = new Float64Array(anchors * (anchors - 2));
  let k = 0;
  for (let a = 0; a < anchors; a++) {
    for (let j = 0; j < anchors; j++) if (j % samples !== a % samples) data[k++] = 1 - at(similarity, a, j);
  }
  const positives = Float64Array.from({ length: anchors }, (_, a) => 1 - at(similarity, a, (a + samples) % anchors));
  return { distances: { rows: anchors, columns: anchors - 2, data }, positives, unit: u };
}

interface BinOptions {
  readonly count: number;
  readonly negatives: number;
  /** Sum of all weights. */
  readonly total: number;
}

function binned(distances: Float64Array, alpha: Float64Array, { count, negatives, total }: BinOptions): DistanceBin[] {
  const order = Uint32Array.from(distances, (_, k) => k).toSorted(
    (p, q) => (distances[p] as number) - (distances[q] as number),
  );
  return Array.from({ length: count }, (_, bin) => {
    // Every distance stands twice, once for either anchor, and a bin takes both.
    const place = (edge: number): number => 2 * Math.floor((edge * order.length) / 2 / count);
    const pairs = order.subarray(place(bin), place(bin + 1));
    const r = Float64Array.from(pairs, (k) => distances[k] as number);
    const weights = Float64Array.from(pairs, (k) => alpha[k] as number).toSorted();
    return {
      pairs: pairs.length,
      nearest: r[0] as number,
      meanDistance: sumOf(r) / r.length,
      farthest: r[r.length - 1] as number,
      weight: sumOf(weights) / total,
      quantiles: quantilesOf(weights, negatives),
    };
  });
}

/** @param ascending weights, not empty */
function quantilesOf(ascending: Float64Array, negatives: number): number[] {
  return QUANTILES.map((share) => negatives * quantile(ascending, share));
}

/** Between the two nearest ranks, linearly. @param ascending not empty */
function quantile(ascending: Float64Array, share: number): number {
  const rank = share * (ascending.length - 1);
  const [below, above] = [ascending[Math.floor(rank)] as number, ascending[Math.ceil(rank)] as number];
  return below + (rank - Math.floor(rank)) * (above - below);
}

/** exp(−Σ α log α) of weights of sum 1. */
function spreadOf(weights: Float64Array): number {
  let entropy = 0;
  for (const weight of weights) if (weight > 0) entropy -= weight * Math.log(weight);
  return Math.exp(entropy);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
