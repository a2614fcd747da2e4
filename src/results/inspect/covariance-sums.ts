/**
 * The contrastive covariance of a sample of anchors against all rows, summed block by block,
 *
 *   C = Σᵢ [ Σⱼ αᵢⱼ (zᵢ − zⱼ)(zᵢ − zⱼ)ᵀ − βᵢ (zᵢ − zᵢ')(zᵢ − zᵢ')ᵀ ]
 *     = Z_Aᵀ diag(s) Z_A + Zᵀ diag(c) Z − Z_Aᵀ (αZ) − (αZ)ᵀ Z_A − Δᵀ diag(β) Δ
 *
 * with s the row sums of α and c its column sums. What is asked of a sample, how far its largest eigenvalue is off, needs the
 * same of parts of it: anchors are dealt into groups, and C is the sum over any of them.
 */
import type { SymmetricEigen } from '../../theory/algebra/decompositions.js';
import { at, generate, zeros, type Matrix } from '../../theory/algebra/matrix.js';
import type { Block, MatrixProducts } from '../../training/engines/plain-products.js';
import { rowsOf, type UnitViews } from './unit-views.js';

/** Groups of the anchors of a sample. */
export const GROUPS = 16;

/** Number of groups of n anchors among N rows: one where all rows are anchors, and nothing is uncertain. */
export function groupsOf(anchors: number, rows: number): number {
  return anchors < rows ? GROUPS : 1;
}

/** The places of a group in the random order of n anchors: its first one, and the one after its last. */
export function placesOf(group: number, anchors: number, groups: number): readonly [from: number, to: number] {
  return [Math.ceil((group * anchors) / groups), Math.ceil(((group + 1) * anchors) / groups)];
}

/** A block of anchors of one group. */
export interface AnchorBlock {
  readonly group: number;
  /** The first of them, a place in the list of anchors, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** Sums of the weights of a block of b anchors. */
interface BlockSums {
  /** αZ, [≥ b, d]. */
  readonly attracted: Float32Array;
  /** Sums of α over the anchors, [N]. */
  readonly columns: Float32Array;
  /** Σα of each anchor, [≥ b], and β where it is not Σα. */
  readonly totals: Float32Array;
  readonly betas: Float32Array | undefined;
}

/** The sums of one loss. */
export class CovarianceSums {
  /** Σα and β of each anchor, [n]. */
  readonly totals: Float64Array;
  readonly pulls: Float64Array;
  readonly #views: UnitViews;
  /** Rows of the embeddings, in random order. */
  readonly #anchors: Int32Array;
  /** Column sums of α by group, [N] each. */
  readonly #columnSums: readonly Float64Array[];
  /** αZ of each anchor, [n, d]. */
  readonly #attracted: Block<Float32Array>;

  constructor(views: UnitViews, anchors: Int32Array) {
    const { rows, columns } = views.centred;
    const n = anchors.length;
    this.#views = views;
    this.#anchors = anchors;
    this.totals = new Float64Array(n);
    this.pulls = new Float64Array(n);
    this.#columnSums = Array.from({ length: groupsOf(n, rows) }, () => new Float64Array(rows));
    this.#attracted = { rows: n, columns, data: new Float32Array(n * columns) };
  }

  /** Adds a block. */
  add({ group, from, to }: AnchorBlock, { attracted, columns, totals, betas }: BlockSums): void {
    const { columns: d, data } = this.#attracted;
    data.set(attracted.subarray(0, (to - from) * d), from * d);
    this.totals.set(totals.subarray(0, to - from), from);
    this.pulls.set((betas ?? totals).subarray(0, to - from), from);
    const sums = this.#columnSums[group] as Float64Array;
    for (let j = 0; j < sums.length; j++) sums[j] = (sums[j] as number) + (columns[j] as number);
  }

  /** C of the anchors of some groups, [d, d]. */
  async of(takes: (group: number) => boolean, products: MatrixProducts<Float32Array>): Promise<Matrix> {
    const { totals, pulls } = this;
    const anchors = this.#anchors;
    const { centred, steps } = this.#views;
    const d = centred.columns;
    const groups = [...this.#columnSums.keys()].filter(takes);
    // Row and column sums of α together: Z_Aᵀ diag(s) Z_A is a part of Zᵀ diag(·) Z.
    const both = new Float64Array(centred.rows);
    const [between, pulled] = [zeros(d, d), zeros(d, d)];
    for (const g of groups) {
      const sums = this.#columnSums[g] as Float64Array;
      for (let j = 0; j < both.length; j++) both[j] = (both[j] as number) + (sums[j] as number);
      const [from, to] = placesOf(g, anchors.length, this.#columnSums.length);
      for (let k = from; k < to; k++) {
        const row = anchors[k] as number;
        both[row] = (both[row] as number) + (totals[k] as number);
      }
      for (let start = from; start < to; start += BLOCK) {
        const end = Math.min(to, start + BLOCK);
        const own = anchors.subarray(start, end);
        const attracted = sliced(this.#attracted, start, end);
        await addProduct(between, rowsOf(centred, own), attracted, products);
        if (steps === undefined) continue;
        const stepped = rowsOf(steps, own);
        await addProduct(pulled, weighted(pulls.subarray(start, end), stepped), stepped, products);
      }
    }
    const own = zeros(d, d);
    for (let start = 0; start < centred.rows; start += BLOCK) {
      const rows = sliced(centred, start, Math.min(centred.rows, start + BLOCK));
      await addProduct(own, weighted(both.subarray(start, start + rows.rows), rows), rows, products);
    }
    return generate(d, d, (i, j) => {
      const [p, q] = i <= j ? [i, j] : [j, i];
      const twice = (matrix: Matrix): number => at(matrix, p, q) + at(matrix, q, p);
      return twice(own) / 2 - twice(between) - twice(pulled) / 2;
    });
  }

  /** vᵀCv and Σα of each group of anchors. @param direction v, [d] */
  async alongDirection(
    direction: Float64Array,
    products: MatrixProducts<Float32Array>,
  ): Promise<{ readonly energies: Float64Array; readonly totals: Float64Array }> {
    const views = this.#views;
    const v = { rows: direction.length, columns: 1, data: Float32Array.from(direction) };
    const { data: along } = await products.multiply(views.centred, v);
    const { data: attracted } = await products.multiply(this.#attracted, v);
    const stepped = views.steps === undefined ? undefined : (await products.multiply(views.steps, v)).data;
    const energies = Float64Array.from(this.#columnSums, (sums) =>
      sums.reduce((sum, weight, j) => sum + weight * (along[j] as number) ** 2, 0),
    );
    const totals = energies.map(() => 0);
    for (let g = 0; g < totals.length; g++) {
      const [from, to] = placesOf(g, this.#anchors.length, totals.length);
      for (let k = from; k < to; k++) {
        const row = this.#anchors[k] as number;
        const [y, weight] = [along[row] as number, this.totals[k] as number];
        const own = weight * y * y - 2 * y * (attracted[k] as number);
        energies[g] = (energies[g] as number) + own - (this.pulls[k] as number) * (stepped?.[row] ?? 0) ** 2;
        totals[g] = (totals[g] as number) + weight;
      }
    }
    return { energies, totals };
  }

  /** Σα over all anchors. */
  get total(): number {
    return this.totals.reduce((sum, weight) => sum + weight, 0);
  }
}

/** Rows that are multiplied at once: their sum is float32, those of blocks are added in float64. */
const BLOCK = 4096;

/** Adds leftᵀ·right to a sum. */
async function addProduct(
  { data: sum }: Matrix,
  left: Block<Float32Array>,
  right: Block<Float32Array>,
  products: MatrixProducts<Float32Array>,
): Promise<void> {
  const { data } = await products.multiply(left, right, 'first');
  for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] as number) + (data[k] as number);
}

function sliced({ columns, data }: Block<Float32Array>, from: number, to: number): Block<Float32Array> {
  return { rows: to - from, columns, data: data.subarray(from * columns, to * columns) };
}

/** Row i times weights[i]. */
function weighted(weights: Float64Array, { rows, columns, data }: Block<Float32Array>): Block<Float32Array> {
  const scaled = new Float32Array(data.length);
  for (let i = 0, k = 0; i < rows; i++) {
    const weight = weights[i] as number;
    for (let c = 0; c < columns; c++, k++) scaled[k] = weight * (data[k] as number);
  }
  return { rows, columns, data: scaled };
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
      for (let j = 0, k = i * d; j < d; j++, k++) sum += (matrix.data[k] as number) * (direction[j] as number);
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
