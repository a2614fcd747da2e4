/** Matrix products in loops of JavaScript, which start at once and run anywhere. */
import type { Matrix } from '../../theory/algebra/matrix.js';
import { LOOPS, type Transposed } from '../../theory/algebra/products.js';

/** Numbers of one precision. */
export type Numbers = Float32Array | Float64Array;

/** Rows as they lie in memory: [rows, columns], row-major. */
export interface Block<Data extends Numbers = Numbers> {
  readonly rows: number;
  readonly columns: number;
  readonly data: Data;
}

/** Products of matrices of one precision. */
export interface MatrixProducts<Data extends Numbers> {
  /** Computes a·b, or aᵀ·b, or a·bᵀ. @throws InvalidInput when the shapes do not fit */
  readonly multiply: (a: Block<Data>, b: Block<Data>, transposed?: Transposed) => Promise<Block<Data>>;
  readonly close: () => Promise<void>;
}

/** Returns products that are always loops. */
export function plainProducts<Data extends Numbers>(): MatrixProducts<Data> {
  return {
    multiply: async (a, b, transposed = 'none') => plainProduct<Data>(a, b, transposed),
    close: async () => undefined,
  };
}

/** Computes a·b, or aᵀ·b, or a·bᵀ, in float64. @throws InvalidInput when the shapes do not fit */
export function plainProduct<Data extends Numbers>(
  a: Block<Data>,
  b: Block<Data>,
  transposed: Transposed,
): Block<Data> {
  const wide = ({ data, ...shape }: Block): Matrix => ({
    ...shape,
    data: data instanceof Float64Array ? data : new Float64Array(data),
  });
  const { rows, columns, data } = LOOPS[transposed](wide(a), wide(b));
  return { rows, columns, data: (a.data instanceof Float64Array ? data : new Float32Array(data)) as Data };
}
