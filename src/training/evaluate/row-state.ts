/** The state of embeddings row by row: lengths, rows of zeros or without finite values, and rows that occur twice. */
import type { NumberRows } from './feature-rows.js';

/** The rows of a view. */
export interface RowState {
  readonly rows: number;
  readonly columns: number;
  /** Rows with a value that is not finite, ascending. */
  readonly notFinite: readonly number[];
  /** Rows of zeros, ascending. */
  readonly zeros: readonly number[];
  /** Rows that are equal to an earlier one, to the last bit. */
  readonly duplicates: number;
  /** The first few of them, each with the earlier row. */
  readonly examples: readonly (readonly [row: number, earlier: number])[];
  /** Lengths of the finite rows: smallest, median, mean, largest. */
  readonly norms: { readonly least: number; readonly median: number; readonly mean: number; readonly most: number };
}

/** Pairs of equal rows that are named. */
const EXAMPLES = 5;

/**
 * Describes the rows of a view.
 *
 * @example
 * const { zeros, norms, duplicates } = rowState({ rows: 3, columns: 2, data: Float32Array.of(3, 4, 0, 0, 3, 4) });
 * [zeros.length, norms.most, duplicates]; // [1, 5, 1]
 */
export function rowState({ rows, columns, data }: NumberRows): RowState {
  const [notFinite, zeros]: [number[], number[]] = [[], []];
  const norms: number[] = [];
  for (let i = 0; i < rows; i++) {
    const length = lengthOf(data, i * columns, columns);
    if (!Number.isFinite(length)) notFinite.push(i);
    else norms.push(length);
    if (length === 0) zeros.push(i);
  }
  const ascending = Float64Array.from(norms).toSorted();
  const sum = ascending.reduce((total, norm) => total + norm, 0);
  return {
    rows,
    columns,
    notFinite,
    zeros,
    ...equalRows({ rows, columns, data }),
    norms: {
      least: ascending[0] ?? Number.NaN,
      median: ascending[Math.floor(ascending.length / 2)] ?? Number.NaN,
      mean: sum / ascending.length,
      most: ascending.at(-1) ?? Number.NaN,
    },
  };
}

/** Length of a row, scaled so that its squares neither overflow nor vanish; NaN or ∞ where a value is not finite. */
export function lengthOf(data: NumberRows['data'], from: number, columns: number): number {
  let largest = 0;
  for (let k = from; k < from + columns; k++) {
    const size = Math.abs(data[k] as number);
    if (!(size <= largest)) largest = size;
    if (Number.isNaN(size)) return Number.NaN;
  }
  if (largest === 0 || largest === Infinity) return largest;
  let squares = 0;
  for (let k = from; k < from + columns; k++) squares += ((data[k] as number) / largest) ** 2;
  return largest * Math.sqrt(squares);
}

/** Finds equal rows by a hash of their bits; rows of one hash are compared. */
function equalRows({ rows, columns, data }: NumberRows): Pick<RowState, 'duplicates' | 'examples'> {
  const words = new Int32Array(data.buffer, data.byteOffset, (rows * columns * data.BYTES_PER_ELEMENT) / 4);
  const width = words.length / rows;
  const seen = new Map<number, number[]>();
  const examples: [number, number][] = [];
  let duplicates = 0;
  for (let i = 0; i < rows; i++) {
    let hash = 0x811c9dc5;
    for (let k = i * width; k < (i + 1) * width; k++) hash = Math.imul(hash ^ (words[k] as number), 0x01000193);
    const known = seen.get(hash);
    const earlier = known?.find((row) => isEqual(words, width, row, i));
    if (known === undefined) seen.set(hash, [i]);
    else if (earlier === undefined) known.push(i);
    if (earlier === undefined) continue;
    duplicates++;
    if (examples.length < EXAMPLES) examples.push([i, earlier]);
  }
  return { duplicates, examples };
}

function isEqual(words: Int32Array, width: number, a: number, b: number): boolean {
  for (let k = 0; k < width; k++) if (words[a * width + k] !== words[b * width + k]) return false;
  return true;
}
