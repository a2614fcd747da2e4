/**
 * Small matrices over a ring, as nested arrays, one for each row, so that they print as they are written on paper.
 *
 * A formula that takes a MatrixRing as its first argument is written once, evaluated over F_p and differentiated over the dual
 * numbers (see field-matrix.ts).
 */
import type { Ring } from './ring.js';

/** [m, n] as m rows of n elements; m and n are at least 1. */
export type ExactMatrix<Element> = readonly (readonly Element[])[];

/** A ring and its matrices: `add`, `multiply` … take elements, `sum`, `product` … matrices. */
export interface MatrixRing<Element> extends Ring<Element> {
  readonly identity: (size: number) => ExactMatrix<Element>;
  /** Returns the square matrix with these entries on its diagonal. */
  readonly diagonal: (entries: readonly Element[]) => ExactMatrix<Element>;
  readonly sum: (a: ExactMatrix<Element>, b: ExactMatrix<Element>) => ExactMatrix<Element>;
  readonly difference: (a: ExactMatrix<Element>, b: ExactMatrix<Element>) => ExactMatrix<Element>;
  /** Returns factor·a. */
  readonly scale: (factor: Element, a: ExactMatrix<Element>) => ExactMatrix<Element>;
  /** Returns the product of one or more matrices, from left to right. */
  readonly product: (first: ExactMatrix<Element>, ...rest: readonly ExactMatrix<Element>[]) => ExactMatrix<Element>;
  readonly trace: (a: ExactMatrix<Element>) => Element;
  /** Returns Σᵢⱼ aᵢⱼ bᵢⱼ. */
  readonly inner: (a: ExactMatrix<Element>, b: ExactMatrix<Element>) => Element;
  readonly total: (elements: readonly Element[]) => Element;
  /** Counts the entries that differ; matrices of different shape differ wherever one has an entry and the other none. */
  readonly unequal: (a: ExactMatrix<Element>, b: ExactMatrix<Element>) => number;
}

/**
 * Makes the operations on matrices over a ring from those of the ring.
 *
 * @example
 * const { product, trace } = matricesOver(primeField);
 * product([[1n, 2n]], [[3n], [4n]]); // [[11n]]
 * trace([[1n, 2n], [3n, 4n]]); // 5n
 */
export function matricesOver<Element>(ring: Ring<Element>): MatrixRing<Element> {
  type Entries = ExactMatrix<Element>;
  const total = (elements: readonly Element[]): Element => elements.reduce(ring.add, ring.zero);
  const dot = (a: readonly Element[], b: readonly Element[]): Element =>
    a.reduce((sum, entry, k) => ring.add(sum, ring.multiply(entry, b[k] as Element)), ring.zero);
  const times = (a: Entries, b: Entries): Entries => {
    const columns = transpose(b);
    return a.map((row) => columns.map((column) => dot(row, column)));
  };
  const diagonal = (entries: readonly Element[]): Entries =>
    entries.map((entry, i) => entries.map((_, j) => (i === j ? entry : ring.zero)));
  return {
    ...ring,
    diagonal,
    identity: (size) => diagonal(Array.from({ length: size }, () => ring.one)),
    sum: (a, b) => a.map((row, i) => row.map((entry, j) => ring.add(entry, entryAt(b, i, j)))),
    difference: (a, b) => a.map((row, i) => row.map((entry, j) => ring.subtract(entry, entryAt(b, i, j)))),
    scale: (factor, a) => mapEntries(a, (entry) => ring.multiply(factor, entry)),
    product: (first, ...rest) => rest.reduce(times, first),
    trace: (a) => total(a.map((_, i) => entryAt(a, i, i))),
    inner: (a, b) => dot(a.flat(), b.flat()),
    total,
    unequal: (a, b) => {
      const [rows, columns] = [Math.max(a.length, b.length), Math.max(width(a), width(b))];
      const differs = (i: number, j: number): boolean => {
        const [left, right] = [a[i]?.[j], b[i]?.[j]];
        return left === undefined || right === undefined ? left !== right : !ring.equal(left, right);
      };
      return Array.from({ length: rows * columns }, (_, k) => differs(Math.floor(k / columns), k % columns)).filter(
        Boolean,
      ).length;
    },
  };
}

/**
 * Returns entry (i, j), which must exist.
 *
 * @example
 * entryAt([[1n, 2n], [3n, 4n]], 0, 1); // 2n
 */
export function entryAt<Element>(a: ExactMatrix<Element>, i: number, j: number): Element {
  return a[i]?.[j] as Element;
}

/**
 * Returns Aᵀ, [m, n] → [n, m].
 *
 * @example
 * transpose([[1n, 2n, 3n]]); // [[1n], [2n], [3n]]
 */
export function transpose<Element>(a: ExactMatrix<Element>): ExactMatrix<Element> {
  return Array.from({ length: width(a) }, (_, j) => a.map((row) => row[j] as Element));
}

/**
 * Returns the matrix with every entry changed.
 *
 * @example
 * mapEntries([[1n, 2n]], Number); // [[1, 2]]
 */
export function mapEntries<From, To>(a: ExactMatrix<From>, change: (entry: From) => To): ExactMatrix<To> {
  return a.map((row) => row.map(change));
}

function width(a: ExactMatrix<unknown>): number {
  return a[0]?.length ?? 0;
}
