/**
 * The contrastive covariance of a sample of anchors against all rows, summed block by block,
 *
 *   C = Σᵢ [ Σⱼ αᵢⱼ (zᵢ − zⱼ)(zᵢ − zⱼ)ᵀ − βᵢ (zᵢ − zᵢ')(zᵢ − zᵢ')ᵀ ]
 *     = Z_Aᵀ diag(s) Z_A + Zᵀ diag(c) Z − Z_Aᵀ (αZ) − (αZ)ᵀ Z_A − Δᵀ diag(β) Δ
 *
 * with s the row sums of α and c its column sums. What is asked of a sample, how far its largest eigenvalue is off, needs the
 * same of parts of it: anchors are dealt into groups, and the matrix is kept for even and odd groups.
 */
import { symmetricEigen, type SymmetricEigen } from '../../theory/algebra/decompositions.js';
import { at, type Matrix } from '../../theory/algebra/matrix.js';
import type { Block, MatrixProducts } from '../../training/engines/matrix-products.js';
import type { UnitViews } from './unit-views.js';

/** Groups of anchors. */
export const GROUPS = 16;
/** Rows that are multiplied at once. */
const BLOCK = 4096;

/** A block of anchors with their weights. */
interface WeightedBlock {
  /** The first anchor, a place in the list of anchors. */
  readonly from: number;
  /** [b, N] */
  readonly alpha: Block<Float32Array>;
  /** αZ, [b, d] */
  readonly attracted: Block<Float32Array>;
  /** Σα and β of all anchors. */
  readonly total: Float64Array;
  readonly pull: Float64Array;
}

/** The sums of one loss. */
export class CovarianceSums {
  readonly #views: UnitViews;
  readonly #anchors: Int32Array;
  /** Column sums of α by group, [N] each. */
  readonly #columnSums: readonly Float64Array[];
  /** αZ of each anchor, [n, d]. */
  readonly #attracted: Float32Array;
  #total: Float64Array = new Float64Array(0);
  #pull: Float64Array = new Float64Array(0);

  /** @param anchors rows of the embeddings, in random order */
  constructor(views: UnitViews, anchors: Int32Array) {
    const { rows, columns } = views.centred;
    this.#views = views;
    this.#anchors = anchors;
    const groups = anchors.length < rows ? GROUPS : 2;
    this.#columnSums = Array.from({ length: groups }, () => new Float64Array(rows));
    this.#attracted = new Float32Array(anchors.length * columns);
  }

  add({ from, alpha, attracted, total, pull }: WeightedBlock): void {
    this.#total = total;
    this.#pull = pull;
    this.#attracted.set(attracted.data, from * attracted.columns);
    for (let k = 0; k < alpha.rows; k++) {
      const sums = this.#columnSums[(from + k) % this.#columnSums.length] as Float64Array;
      for (let j = 0, place = k * alpha.columns; j < alpha.columns; j++, place++) {
        sums[j] = (sums[j] as number) + (alpha.data[place] as number);
      }
    }
  }

  /** C of the anchors of even groups (0) or odd ones (1), [d, d]. */
  async half(half: 0 | 1, products: MatrixProducts<Float32Array>): Promise<Matrix> {
    const { centred, steps } = this.#views;
    const { rows, columns } = centred;
    const places = Int32Array.from(this.#anchors.keys()).filter((k) => k % 2 === half);
    const sums = new Float64Array(rows);
    this.#columnSums.forEach((group, g) => {
      if (g % 2 === half) for (let j = 0; j < rows; j++) sums[j] = (sums[j] as number) + (group[j] as number);
    });
    const anchorRow = (k: number): number => this.#anchors[places[k] as number] as number;
    const own = await gramOf(rows, (i) => ({ left: centred, i, weight: sums[i] as number }), products);
    const anchors = await gramOf(
      places.length,
      (k) => ({ left: centred, i: anchorRow(k), weight: this.#total[places[k] as number] as number }),
      products,
    );
    const attracted = { rows: this.#anchors.length, columns, data: this.#attracted };
    const between = await gramOf(
      places.length,
      (k) => ({ left: centred, i: anchorRow(k), weight: 1, right: attracted, j: places[k] as number }),
      products,
    );
    const pulled =
      steps === undefined
        ? new Float64Array(columns * columns)
        : await gramOf(
            places.length,
            (k) => ({ left: steps, i: anchorRow(k), weight: this.#pull[places[k] as number] as number }),
            products,
          );
    const data = new Float64Array(columns * columns);
    for (let p = 0; p < columns; p++) {
      for (let q = 0; q <= p; q++) {
        const [pq, qp] = [p * columns + q, q * columns + p];
        const same = [own, anchors].reduce((sum, gram) => sum + ((gram[pq] as number) + (gram[qp] as number)) / 2, 0);
        const value =
          same -
          ((between[pq] as number) + (between[qp] as number)) -
          ((pulled[pq] as number) + (pulled[qp] as number)) / 2;
        [data[pq], data[qp]] = [value, value];
      }
    }
    return { rows: columns, columns, data };
  }

  /** vᵀCv and Σα of each group of anchors. @param direction v, [d] */
  alongDirection(direction: Float64Array): { readonly energies: Float64Array; readonly totals: Float64Array } {
    const { centred, steps } = this.#views;
    const groups = this.#columnSums.length;
    const along = times(centred, direction);
    const attracted = times({ rows: this.#anchors.length, columns: centred.columns, data: this.#attracted }, direction);
    const stepped = steps === undefined ? new Float64Array(centred.rows) : times(steps, direction);
    const energies = Float64Array.from(this.#columnSums, (sums) =>
      sums.reduce((sum, weight, j) => sum + weight * (along[j] as number) ** 2, 0),
    );
    const totals = new Float64Array(groups);
    this.#anchors.forEach((row, k) => {
      const g = k % groups;
      const y = along[row] as number;
      const total = this.#total[k] as number;
      const own = total * y * y - 2 * y * (attracted[k] as number);
      const pulled = (this.#pull[k] as number) * (stepped[row] as number) ** 2;
      energies[g] = (energies[g] as number) + own - pulled;
      totals[g] = (totals[g] as number) + total;
    });
    return { energies, totals };
  }

  /** Σα over all anchors. */
  get total(): number {
    return this.#total.reduce((sum, weight) => sum + weight, 0);
  }
}

/** One row of a sum Σ weight · leftᵢ rightⱼᵀ; without `right`, leftᵢ is both. */
interface Term {
  readonly left: Block<Float32Array>;
  readonly i: number;
  readonly weight: number;
  readonly right?: Block<Float32Array>;
  readonly j?: number;
}

/** Σ weight · left rightᵀ over terms, in blocks: float32 within one, float64 between them. */
async function gramOf(
  count: number,
  termAt: (k: number) => Term,
  products: MatrixProducts<Float32Array>,
): Promise<Float64Array> {
  let sum = new Float64Array(0);
  for (let from = 0; from < count; from += BLOCK) {
    const rows = Math.min(BLOCK, count - from);
    const { columns } = termAt(from).left;
    const [left, right] = [new Float32Array(rows * columns), new Float32Array(rows * columns)];
    for (let k = 0; k < rows; k++) {
      const { left: a, i, weight, right: b = a, j = i } = termAt(from + k);
      for (let c = 0; c < columns; c++) {
        left[k * columns + c] = weight * (a.data[i * columns + c] as number);
        right[k * columns + c] = b.data[j * columns + c] as number;
      }
    }
    const { data } = await products.multiply({ rows, columns, data: left }, { rows, columns, data: right }, 'first');
    if (sum.length === 0) sum = new Float64Array(data.length);
    for (let k = 0; k < data.length; k++) sum[k] = (sum[k] as number) + (data[k] as number);
  }
  return sum;
}

function times({ rows, columns, data }: Block, direction: Float64Array): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += (data[i * columns + k] as number) * (direction[k] as number);
    return sum;
  });
}

/** Steps of the power method: its result need not have converged, since every direction gives a lower bound. */
const STEPS = 60;

/** A direction in which a symmetric matrix is large. @param least at most its smallest eigenvalue */
export function largeDirection(matrix: Matrix, least: number): Float64Array {
  const d = matrix.rows;
  // A start that no eigenvector is likely to be orthogonal to.
  let direction = Float64Array.from({ length: d }, (_, k) => Math.cos(k + 1));
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(d);
    let squares = 0;
    for (let i = 0; i < d; i++) {
      let sum = -least * (direction[i] as number);
      for (let j = 0; j < d; j++) sum += at(matrix, i, j) * (direction[j] as number);
      next[i] = sum;
      squares += sum * sum;
    }
    const length = Math.sqrt(squares);
    if (!(length > 0)) return direction;
    direction = next.map((x) => x / length);
  }
  return direction;
}

/** The mean squared cosine between the spaces of the first `count` eigenvectors of both: 1 where they are the same. */
export function agreement(a: SymmetricEigen['vectors'], b: SymmetricEigen['vectors'], count: number): number {
  let sum = 0;
  for (let p = 0; p < count; p++) {
    for (let q = 0; q < count; q++) {
      let product = 0;
      for (let i = 0; i < a.rows; i++) product += at(a, i, p) * at(b, i, q);
      sum += product * product;
    }
  }
  return sum / count;
}

/** Eigenvalues and eigenvectors of the sum of two halves. */
export function eigenOfSum(a: Matrix, b: Matrix): SymmetricEigen {
  return symmetricEigen({ ...a, data: a.data.map((entry, k) => entry + (b.data[k] as number)) });
}
