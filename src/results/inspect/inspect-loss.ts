/** Measures of a loss on the pairs of embeddings, from the sums of a pass over them. */
import type { SymmetricEigen } from '../../theory/algebra/decompositions.js';
import { add, zeros } from '../../theory/algebra/matrix.js';
import type { Decompose } from '../../training/evaluate/decompose-here.js';
import type { MatrixProducts } from '../../training/engines/plain-products.js';
import type { AnchorWeighing } from './anchor-weighing.js';
import { agreement, GROUPS, largeDirection, type CovarianceSums } from './covariance-sums.js';
import { estimatedMean, estimatedRatio, type Estimate } from './estimate.js';
import type { HardPair, WeightInspection } from './inspection.js';
import type { WeighedAnchors } from './pair-pass.js';
import type { UnitViews } from './unit-views.js';

/** The embeddings, as all losses of an inspection share them. */
export interface PairSetting {
  readonly views: UnitViews;
  readonly anchors: Int32Array;
  readonly labels: Int32Array | undefined;
  /** The rows of the file that are looked at. */
  readonly kept: Int32Array;
  /** The first directions of the embeddings' own covariance; undefined where there are too many dimensions. */
  readonly own: SymmetricEigen | undefined;
  readonly products: MatrixProducts<Float32Array>;
  readonly decompose: Decompose;
}

/** Pairs that are listed. */
const HARDEST = 20;
/** First directions that are compared. */
const DIRECTIONS = 8;

export async function inspectLoss(
  { title, name, parameters }: AnchorWeighing,
  weighed: WeighedAnchors,
  setting: PairSetting,
): Promise<WeightInspection> {
  const { views, anchors, labels } = setting;
  const { totals, pulls } = weighed.covariance;
  const { distance } = weighed;
  const { rows } = views.centred;
  const idle = totals.filter((weight) => !(weight > 0)).length;
  const energies = distance.map(
    (sum, a) => sum - (pulls[a] as number) * (views.positives[anchors[a] as number] as number),
  );
  return {
    title,
    name,
    parameters,
    idle,
    weight: estimatedMean(totals, rows),
    effectiveNegatives: estimatedMean(weighed.effective, rows),
    heaviestShare: estimatedMean(weighed.largest, rows),
    nearestShare: estimatedMean(weighed.nearest, rows),
    tenths: weighed.tenths.map((shares) => estimatedMean(shares, rows)),
    weightedDistance: estimatedRatio(distance, totals, rows),
    ...(labels !== undefined && { falseNegativeShare: estimatedMean(weighed.sameLabel, rows) }),
    energy: estimatedRatio(energies, totals, rows),
    covariance: await covarianceOf(weighed.covariance, setting),
    hardest: hardestPairs(weighed, setting),
  };
}

async function covarianceOf(
  sums: CovarianceSums,
  { own, products, decompose, anchors, views }: PairSetting,
): Promise<WeightInspection['covariance']> {
  const { rows, columns: d } = views.centred;
  const directions = Math.min(DIRECTIONS, d);
  const share = 1 / sums.total;
  const nothing = { value: 0, from: 0, to: 0 };
  if (!Number.isFinite(share)) return { largest: nothing, eigenvalues: [], directions };
  const isSampled = anchors.length < rows;
  const even = await sums.of((group) => group % 2 === 0, products);
  const odd = isSampled ? await sums.of((group) => group % 2 === 1, products) : zeros(d, d);
  const whole = add(even, odd);
  const eigen = own === undefined ? undefined : await decompose(whole, directions);
  const least = eigen?.values.at(-1) ?? -largestRow(whole.data, d);
  const top = eigen === undefined ? largeDirection(whole, least) : column(eigen, 0);
  const ratio = async (direction: Float64Array, takes: (group: number) => boolean) =>
    groupRatio(await sums.alongDirection(direction, products), takes);
  const along = await ratio(top, () => true);
  const value = eigen === undefined ? along.value : (eigen.values[0] as number) * share;
  let largest: Estimate = { value, from: value, to: value };
  if (isSampled) {
    // Every direction gives a lower bound, if it was found on other anchors than those it is tried on; the largest eigenvalue of
    // a noisy matrix is too large on average, which is the upper one.
    const left = Math.sqrt(1 - anchors.length / rows);
    const crossed = [
      await ratio(largeDirection(even, least / 2), (group) => group % 2 === 1),
      await ratio(largeDirection(odd, least / 2), (group) => group % 2 === 0),
    ];
    const lower = crossed.reduce((sum, one) => sum + (one.value - left * one.error) / 2, 0);
    largest = { value, from: Math.min(lower, value), to: value + left * along.error };
  }
  return {
    largest,
    eigenvalues: eigen === undefined ? [] : [...eigen.values].map((one) => one * share),
    ...(eigen !== undefined && own !== undefined && { agreement: agreement(eigen.vectors, own.vectors, directions) }),
    directions,
  };
}

/** 99 % of Student's t by degrees of freedom, for all groups and for half of them. */
const T_99: Readonly<Record<number, number>> = { [GROUPS - 1]: 2.947, [GROUPS / 2 - 1]: 3.499 };

/** vᵀCv/Σα over groups of anchors, with its error of 99 %. */
function groupRatio(
  { energies, totals }: Awaited<ReturnType<CovarianceSums['alongDirection']>>,
  takes: (group: number) => boolean,
): { readonly value: number; readonly error: number } {
  const groups = [...energies.keys()].filter(takes);
  const [energy, total] = groups.reduce(
    ([e, t], g) => [e + (energies[g] as number), t + (totals[g] as number)] as const,
    [0, 0] as readonly [number, number],
  );
  const value = energy / total;
  const squares = groups.reduce((sum, g) => sum + ((energies[g] as number) - value * (totals[g] as number)) ** 2, 0);
  const n = groups.length;
  return { value, error: ((T_99[n - 1] ?? 0) * Math.sqrt((squares / (n - 1)) * n)) / total };
}

function column({ vectors }: SymmetricEigen, k: number): Float64Array {
  return Float64Array.from({ length: vectors.rows }, (_, i) => vectors.data[i * vectors.columns + k] as number);
}

/** The largest sum of absolute entries of a row: no eigenvalue is larger in size. */
function largestRow(data: Float64Array, d: number): number {
  let most = 0;
  for (let i = 0; i < d; i++) {
    most = Math.max(
      most,
      data.subarray(i * d, (i + 1) * d).reduce((sum, entry) => sum + Math.abs(entry), 0),
    );
  }
  return most;
}

/** The heaviest pair of each anchor, those of the largest α first, each pair of rows once. */
function hardestPairs(weighed: WeighedAnchors, { views, anchors, labels, kept }: PairSetting): HardPair[] {
  const { largest, heaviest, covariance } = weighed;
  const weight = (a: number): number => (largest[a] as number) * (covariance.totals[a] as number);
  const order = [...heaviest.keys()].filter((a) => weight(a) > 0).toSorted((a, b) => weight(b) - weight(a));
  const seen = new Set<string>();
  const pairs: HardPair[] = [];
  for (const a of order) {
    const [i, j] = [anchors[a] as number, heaviest[a] as number];
    const key = i < j ? `${i} ${j}` : `${j} ${i}`;
    if (seen.has(key)) continue;
    seen.add(key);
    pairs.push({
      anchor: kept[i] as number,
      negative: kept[j] as number,
      distance: distanceOf(views, i, j),
      share: largest[a] as number,
      ...(labels !== undefined && { isSameLabel: labels[i] === labels[j] }),
    });
    if (pairs.length === HARDEST) break;
  }
  return pairs;
}

function distanceOf({ centred: { columns, data } }: UnitViews, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < columns; k++) sum += ((data[i * columns + k] as number) - (data[j * columns + k] as number)) ** 2;
  return sum / 2;
}

/** Variances of unit rows, and their first directions. */
export async function ownEigen(
  { centred }: UnitViews,
  products: MatrixProducts<Float32Array>,
  decompose: Decompose,
): Promise<SymmetricEigen> {
  const { data } = await products.multiply(centred, centred, 'first');
  const d = centred.columns;
  return decompose({ rows: d, columns: d, data: Float64Array.from(data) }, Math.min(DIRECTIONS, d));
}
