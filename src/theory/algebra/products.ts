/**
 * The door to products of large matrices: loops in JavaScript, which run everywhere, or a library that multiplies many times as fast
 * where there is one (`doubleProducts` of `alpha-cl/engines` in Node.js).
 */
import type { Matrix } from './matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from './multiply.js';

/** The factor that is transposed. */
export type Transposed = 'none' | 'first' | 'second';

/** Multiplies matrices of doubles; results of two of them differ by rounding alone. */
export interface Products {
  /** Computes a·b, or aᵀ·b, or a·bᵀ. @throws InvalidInput (rejects) when the shapes do not fit */
  readonly multiply: (a: Matrix, b: Matrix, transposed?: Transposed) => Promise<Matrix>;
}

/** Products by loops, for matrices of any size. */
export const LOOPS = { none: multiply, first: transposedMultiply, second: multiplyTransposed } as const;

/** Multiplies by loops in JavaScript. */
export const loopProducts: Products = { multiply: async (a, b, transposed = 'none') => LOOPS[transposed](a, b) };
