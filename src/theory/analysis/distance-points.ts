/**
 * Batches on which a loss of distances is tried: those of one anchor, whose distances may be any, and those of rows of length 1, whose
 * distances depend on each other. The latter are needed where a loss sums over anchors.
 */
import { normalMatrix, randomStream } from '../algebra/random-stream.js';
import { at } from '../algebra/matrix.js';
import { COUNTS, type DistanceProgram } from '../distance-losses/distance-program.js';
import { anchorLayout, pairLayout, type PairChoice, type PairLayout } from '../distance-losses/pair-layout.js';
import { mapValues } from '../../base/map-values.js';
import { once, rememberedFor } from './remembered.js';

/** The distances of a batch, and their names. */
export interface BatchPoint {
  readonly layout: PairLayout;
  /** The count N. */
  readonly samples: number;
  /** Distances d² of every term to its positive, and of every pair. */
  readonly toPositive: Float64Array;
  readonly toNegative: Float64Array;
  /** Batches of one shape have the same distances by name. */
  readonly shape: string;
  readonly named: () => Readonly<Record<string, number>>;
}

/** True if one anchor alone tells what a loss is: it has no sums over anchors, and does not count samples. */
function isOfOneAnchor({ parts, anchor }: DistanceProgram): boolean {
  const [samples] = COUNTS;
  return (
    !parts.some((part) => part.kind === 'sum' && part.over === 'anchors') &&
    ![anchor, ...parts.map(({ of }) => of)].some(({ symbols }) => symbols.has(samples))
  );
}

/** Lists the batches that tell what a loss is, in an order in which a failure is found soon. */
export function pointsOf(program: DistanceProgram, choice: PairChoice): readonly BatchPoint[] {
  if (!isOfOneAnchor(program)) return rowPoints(SPREADS, choice);
  return hasPositives(program) ? [...anchorPoints(), ...labelledPoints()] : anchorPoints();
}

/** Tells if the loss is more than a mean over the positives of an anchor. */
function hasPositives({ parts, anchor }: DistanceProgram): boolean {
  const [, , positives] = COUNTS;
  return (
    parts.some((part) => part.kind === 'sum' && part.over === 'positives') ||
    [anchor, ...parts.map(({ of }) => of)].some(({ symbols }) => symbols.has(positives))
  );
}

/** Makes the point of one anchor: any distances to positives and negatives are some of rows of length 1 in enough dimensions. */
function anchorPoint(p: readonly number[], n: readonly number[]): BatchPoint {
  const layout = anchorLayout(p.length, n.length);
  const named = (): Record<string, number> =>
    Object.fromEntries([
      ...p.map((x, t) => [p.length === 1 ? 'p' : `p${t + 1}`, x] as const),
      ...n.map((x, j) => [`n${j + 1}`, x] as const),
    ]);
  const toNegative = Float64Array.from(p.flatMap(() => n));
  return {
    layout,
    samples: n.length + 1,
    toPositive: Float64Array.from(p),
    toNegative,
    shape: `${p.length}, ${n.length}`,
    named,
  };
}

/** Negatives of a small batch. */
const MANY = 62;

const PLACES = [0.02, 0.1, 0.3, 0.6, 1, 1.4, 1.9];
const FEW_PLACES = [0.1, 0.6, 1.9];

/** Lists a few negatives on all sides of the positive, and many at one place. */
const anchorPoints = once((): readonly BatchPoint[] =>
  PLACES.flatMap((p) => [
    ...PLACES.map((n) => anchorPoint([p], [n])),
    ...PLACES.flatMap((a, k) => PLACES.slice(k + 1).map((b) => anchorPoint([p], [a, b]))),
    anchorPoint([p], [0.1, 0.6, 1.9]),
    anchorPoint([p], [0.02, 1, 1.9]),
    anchorPoint([p], PLACES),
    ...[0.3, 1, 1.9].map((n) =>
      anchorPoint(
        [p],
        Array.from({ length: MANY }, () => n),
      ),
    ),
  ]),
);

/** Lists several positives beside one or two negatives. */
const labelledPoints = once((): readonly BatchPoint[] =>
  FEW_PLACES.flatMap((a) =>
    FEW_PLACES.flatMap((b) => [
      ...FEW_PLACES.map((n) => anchorPoint([a, b], [n])),
      anchorPoint([a, b], [0.1, 1.9]),
      anchorPoint([a, b, b], [0.6, 1.9]),
    ]),
  ),
);

/** Distances of views from each other, and of samples from a common direction. */
const SPREADS = [0.3, 1, 2] as const;
const TOGETHER = [0, 1, 2] as const;
const ROW_BATCHES_EACH = 2;
/** Distances are multiples of this, so that they are short numbers and halfway between two of them is one too. */
const GRID = 2 ** -10;
/**
 * The least pivot of the Gram matrix that the distances make, far above the rounding of its elimination: it is positive definite, so
 * that rows of length 1 with exactly these distances exist.
 */
const LEAST_PIVOT = 2 ** -10;

/** Makes batches of two and of three samples of random rows. */
const rowPoints = rememberedFor(
  (spreads: readonly number[], choice: PairChoice): readonly BatchPoint[] => {
    const random = randomStream('distance-points');
    return [2, 3]
      .flatMap((samples) =>
        spreads.flatMap((spread) =>
          TOGETHER.flatMap((together) =>
            Array.from({ length: ROW_BATCHES_EACH }, () => {
              const [own, noise] = [normalMatrix(random, samples, WIDTH), normalMatrix(random, 2 * samples, WIDTH)];
              const rows = Array.from({ length: 2 * samples }, (_, row) =>
                normalised(
                  WIDTH,
                  (k) => at(own, row % samples, k) + spread * at(noise, row, k) + (k === 0 ? 3 * together : 0),
                ),
              );
              return rowPoint(pairLayout(samples, choice), rows);
            }),
          ),
        ),
      )
      .filter((point) => point !== undefined);
  },
  ({ anchors, negatives }) => `${anchors} ${negatives}`,
);

/** Dimensions of random rows, more than there are rows. */
const WIDTH = 8;

function normalised(width: number, entry: (k: number) => number): number[] {
  const row = Array.from({ length: width }, (_, k) => entry(k));
  const length = Math.hypot(...row);
  return row.map((x) => x / length);
}

function rowPoint(layout: PairLayout, rows: readonly (readonly number[])[]): BatchPoint | undefined {
  const distance = (a: number, b: number): number => {
    const [x, y] = [rows[a] as readonly number[], rows[b] as readonly number[]];
    return Math.round((1 - x.reduce((so, one, k) => so + one * (y[k] as number), 0)) / GRID) * GRID;
  };
  if (!isGram(rows.map((_, a) => rows.map((__, b) => (a === b ? 1 : 1 - distance(a, b)))))) return undefined;
  const { anchorOf, positiveOf, negativeOf, termOf, samples } = layout;
  const nameOf = (row: number): string => `${(row % samples) + 1}${row < samples ? '' : '′'}`;
  const named = (): Record<string, number> =>
    Object.fromEntries(
      rows.flatMap((_, a) =>
        rows.slice(a + 1).map((__, k) => [`d(${nameOf(a)}, ${nameOf(a + 1 + k)})`, distance(a, a + 1 + k)] as const),
      ),
    );
  return {
    layout,
    samples,
    toPositive: Float64Array.from(positiveOf, (other, t) => distance(anchorOf[t] as number, other)),
    toNegative: Float64Array.from(negativeOf, (other, k) => distance(anchorOf[termOf[k] as number] as number, other)),
    shape: `${samples} samples`,
    named,
  };
}

/** Tells if a symmetric matrix is positive definite, far above rounding: by the pivots of its elimination. */
function isGram(given: readonly (readonly number[])[]): boolean {
  const matrix = given.map((row) => [...row]);
  return matrix.every((row, k) => {
    const pivot = row[k] as number;
    for (const below of matrix.slice(k + 1)) {
      const share = (below[k] as number) / pivot;
      row.forEach((x, column) => (below[column] = (below[column] as number) - share * x));
    }
    return pivot > LEAST_PIVOT;
  });
}

/** Returns the point halfway between two of one shape. */
export function halfway(a: BatchPoint, b: BatchPoint): BatchPoint {
  const between = (x: number, y: number | undefined): number => (x + (y as number)) / 2;
  return {
    ...a,
    toPositive: a.toPositive.map((x, t) => between(x, b.toPositive[t])),
    toNegative: a.toNegative.map((x, k) => between(x, b.toNegative[k])),
    named: () => {
      const others = b.named();
      return mapValues(a.named(), (x, name) => between(x, others[name]));
    },
  };
}
