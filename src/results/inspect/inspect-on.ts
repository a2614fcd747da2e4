/** An inspection of embeddings on any machine: their state, and what losses do with their pairs. */
import { InvalidInput } from '../../base/invalid-input.js';
import { requireKnownOptions, requireWhole } from '../../base/option-checks.js';
import { requireFitting, type Embeddings, type RowLabels } from '../../training/embeddings/embeddings.js';
import type { MatrixProducts } from '../../training/engines/plain-products.js';
import type { Decompose } from '../../training/evaluate/decompose-here.js';
import type { NumberRows } from '../../training/evaluate/feature-rows.js';
import { neighbourVotes } from '../../training/evaluate/neighbour-votes.js';
import { representationRank } from '../../training/evaluate/representation-rank.js';
import { rowState, type RowState } from '../../training/evaluate/row-state.js';
import { adviceOn } from './advice.js';
import { drawnAnchors, type StartBlocks } from './anchor-blocks.js';
import { usualWeighings, type AnchorWeighing } from './anchor-weighing.js';
import { estimatedMean, mapped } from './estimate.js';
import { inspectLoss, ownEigen } from './inspect-loss.js';
import type { Inspection } from './inspection.js';
import { pairPass, type PairPass } from './pair-pass.js';
import { unitViews, type UnitViews } from './unit-views.js';

/** Options of an inspection. */
export interface InspectOptions {
  /** Their name. Default `embeddings` */
  readonly file?: string;
  /** Losses to look at. Default: that of the run, where the embeddings say which, the softmax cross-entropy at τ = 0.1, 0.2 and 0.5, α-CL-direct and SigLIP */
  readonly losses?: readonly AnchorWeighing[];
  /** Anchors that are compared with all other rows; at least 32. Default 8192, or all rows where there are fewer */
  readonly anchors?: number;
  /** Draws the anchors. Default 0 */
  readonly seed?: number;
  readonly onProgress?: (what: string, done: number, total: number) => void;
}

/** Computes the heavy parts of an inspection. */
export interface Machine {
  readonly single: MatrixProducts<Float32Array>;
  readonly double: MatrixProducts<Float64Array>;
  readonly decompose: Decompose;
  readonly start: StartBlocks;
}

const ANCHORS = 8192;
const NEIGHBOURS = 20;
/** Near duplicates are closer than this share of the median distance to the nearest row (cleanlab, Datalab). */
const NEAR_DUPLICATE = 0.13;
/** From here on an eigenvalue decomposition takes minutes, and C_α is described by its largest eigenvalue alone. */
const MOST_DIMENSIONS = 1024;

/** Inspects embeddings on a machine. @throws InvalidInput as `inspectEmbeddings` */
export async function inspectOn(
  { single, double, decompose, start }: Machine,
  embeddings: Embeddings,
  options: InspectOptions,
): Promise<Inspection> {
  requireKnownOptions('inspectEmbeddings', options, ['file', 'losses', 'anchors', 'seed', 'onProgress']);
  const {
    file = 'embeddings',
    losses = usualWeighings(),
    anchors: asked = ANCHORS,
    seed = 0,
    onProgress = () => undefined,
  } = options;
  requireWhole('anchors', asked, LEAST_ANCHORS);
  requireWhole('seed', seed, 0);
  const { first, second, labels } = requireFitting(file, embeddings);
  const states = [rowState(first), ...(second === undefined ? [] : [rowState(second)])] as [RowState, RowState?];
  const kept = usableRows(file, first, states);
  const count = Math.min(kept.length, asked);
  onProgress('spectrum', 0, 1);
  const views = unitViews(first, second, kept);
  const classOf = labels === undefined ? undefined : kept.map((row) => labels.of[row] as number);
  const anchors = drawnAnchors(kept.length, count, seed);
  const isLarge = first.columns > MOST_DIMENSIONS;
  // Decompositions go on in their own threads, while pairs are looked at.
  const [rank, own, pass] = await Promise.all([
    representationRank(finiteRows(first, states[0]), double, decompose),
    isLarge ? undefined : ownEigen(views, single, decompose),
    pairPass({
      start,
      views,
      labels: classOf,
      weighings: losses,
      anchors,
      neighbours: Math.min(NEIGHBOURS, kept.length - 1),
      onProgress: (done, total) => onProgress('pairs', done, total),
    }),
  ]);
  const setting = { views, anchors, labels: classOf, kept, own, products: single, decompose };
  onProgress('covariances', 0, 1);
  const found = await Promise.all(
    pass.weighed.map((weighed, k) => inspectLoss(losses[k] as AnchorWeighing, weighed, setting)),
  );
  const { variances, ...ranks } = rank;
  const [firstState, secondState] = states;
  const measured = {
    file,
    samples: first.rows,
    dimensions: first.columns,
    views: second === undefined ? (1 as const) : (2 as const),
    usable: kept.length,
    anchors: count,
    seed,
    first: firstState,
    ...(secondState !== undefined && { second: secondState }),
    geometry: { ...geometryOf(views), ...ranks, possible: variances.length, variances: [...variances] },
    pairs: pairsOf(pass, views, anchors, second !== undefined),
    ...(labels !== undefined && classOf !== undefined && { classes: classesOf(pass, views, anchors, classOf, labels) }),
    losses: found,
  };
  return { ...measured, advice: adviceOn(measured) };
}

/** Fewest anchors whose mean is nearly normal. */
const LEAST_ANCHORS = 32;

/** Rows that are finite and not zero in every view. */
function usableRows(file: string, first: NumberRows, states: readonly (RowState | undefined)[]): Int32Array {
  const unusable = new Set(states.flatMap((state) => [...(state?.notFinite ?? []), ...(state?.zeros ?? [])]));
  const kept = Int32Array.from({ length: first.rows }, (_, i) => i).filter((i) => !unusable.has(i));
  if (kept.length >= 3) return kept;
  const column = wholeColumn(first);
  throw new InvalidInput(
    `${file}: ${kept.length} of its ${first.rows} rows are finite and not zero, and at least 3 are needed` +
      (column === undefined ? '' : `; column ${column} has no finite value: leave it out`),
  );
}

/** A column without a finite value, where there is one. */
function wholeColumn({ rows, columns, data }: NumberRows): number | undefined {
  for (let k = 0; k < columns; k++) {
    let i = 0;
    while (i < rows && !Number.isFinite(data[i * columns + k])) i++;
    if (i === rows) return k;
  }
  return undefined;
}

/** The rows that have finite values. */
function finiteRows(view: NumberRows, { notFinite }: RowState): NumberRows {
  if (notFinite.length === 0) return view;
  const dropped = new Set(notFinite);
  const data = new Float64Array((view.rows - notFinite.length) * view.columns);
  for (let i = 0, to = 0; i < view.rows; i++) {
    if (dropped.has(i)) continue;
    data.set(view.data.subarray(i * view.columns, (i + 1) * view.columns), to);
    to += view.columns;
  }
  return { rows: view.rows - notFinite.length, columns: view.columns, data };
}

function geometryOf({
  centred: { rows, columns, data },
  mean,
}: UnitViews): Pick<Inspection['geometry'], 'meanDirection' | 'collapse'> {
  const squares = new Float64Array(columns);
  for (let k = 0; k < data.length; k++)
    squares[k % columns] = (squares[k % columns] as number) + (data[k] as number) ** 2;
  const deviation = squares.reduce((sum, square) => sum + Math.sqrt(square / (rows - 1)), 0) / columns;
  return {
    meanDirection: Math.sqrt(mean.reduce((sum, x) => sum + x * x, 0)),
    collapse: Math.max(0, 1 - Math.sqrt(columns) * deviation),
  };
}

function pairsOf(pass: PairPass, views: UnitViews, anchors: Int32Array, hasTwo: boolean): Inspection['pairs'] {
  const { rows } = views.centred;
  const width = pass.nearestDistances.length / anchors.length;
  const nearest = Float64Array.from(anchors, (_, a) => pass.nearestDistances[a * width] as number);
  const median = nearest.toSorted()[Math.floor(nearest.length / 2)] as number;
  const share = (isSo: (a: number) => boolean) =>
    estimatedMean(
      Float64Array.from(anchors, (_, a) => (isSo(a) ? 1 : 0)),
      rows,
    );
  return {
    ...(hasTwo && {
      alignment: (2 * views.positives.reduce((sum, d) => sum + d, 0)) / rows,
      positiveNearest: share((a) => (views.positives[anchors[a] as number] as number) < (nearest[a] as number)),
    }),
    uniformity: mapped(estimatedMean(pass.potential, rows), (mean) => Math.log(Math.max(mean, Number.MIN_VALUE))),
    meanDistance: estimatedMean(pass.meanDistance, rows),
    nearestDistance: median,
    nearDuplicates: share((a) => (nearest[a] as number) < NEAR_DUPLICATE * median),
  };
}

function classesOf(
  pass: PairPass,
  views: UnitViews,
  anchors: Int32Array,
  labels: Int32Array,
  { names }: RowLabels,
): NonNullable<Inspection['classes']> {
  const { rows } = views.centred;
  const count = pass.nearestRows.length / anchors.length;
  const neighbours = {
    count,
    indices: pass.nearestRows,
    similarities: Float32Array.from(pass.nearestDistances, (distance) => 1 - distance),
  };
  const rightly = (voters: number) => {
    const votes = neighbourVotes(neighbours, { labels, classes: names.length, voters });
    return estimatedMean(
      Float64Array.from(anchors, (row, a) => (votes[a] === labels[row] ? 1 : 0)),
      rows,
    );
  };
  const sizes = new Int32Array(names.length);
  labels.forEach((label) => (sizes[label] = (sizes[label] as number) + 1));
  const present = sizes.filter((size) => size > 0);
  return {
    count: present.length,
    least: Math.min(...present),
    most: Math.max(...present),
    ...classDistances(views, labels, sizes),
    sameLabel: estimatedMean(pass.sameLabel, rows),
    neighbours: { count, weighted: rightly(count), nearest: rightly(1) },
  };
}

/** Mean d² of two rows of one class, and of two classes: from the sums of classes alone, Σᵢⱼ ½‖zᵢ − zⱼ‖² = nΣ‖zᵢ‖² − ‖Σzᵢ‖². */
function classDistances(
  { centred: { columns, data }, squares }: UnitViews,
  labels: Int32Array,
  sizes: Int32Array,
): { readonly within: number; readonly between: number } {
  const sums = Array.from(sizes, () => new Float64Array(columns));
  const lengths = new Float64Array(sizes.length);
  labels.forEach((label, i) => {
    const sum = sums[label] as Float64Array;
    for (let k = 0; k < columns; k++) sum[k] = (sum[k] as number) + (data[i * columns + k] as number);
    lengths[label] = (lengths[label] as number) + (squares[i] as number);
  });
  let [within, pairs] = [0, 0];
  sizes.forEach((size, label) => {
    const square = (sums[label] as Float64Array).reduce((sum, x) => sum + x * x, 0);
    within += size * (lengths[label] as number) - square;
    pairs += size * (size - 1);
  });
  const rows = labels.length;
  // The rows are centred: their sum is 0.
  const all = rows * lengths.reduce((sum, x) => sum + x, 0);
  return { within: within / pairs, between: (all - within) / (rows * (rows - 1) - pairs) };
}
