/**
 * All eigenvalues of a symmetric matrix and a few of its eigenvectors, by Householder's tridiagonal form.
 *
 * Eigenvalues: tred2 and tql2 of EISPACK (Bowdler, Martin, Reinsch and Wilkinson, 1968) without the eigenvectors, which take nine tenths of
 * the time, and in ml-matrix's order of operations, so that they are its eigenvalues to the last bit. Eigenvectors: inverse iteration on the
 * tridiagonal form (Peters and Wilkinson, 1971), each against those before it.
 */
import { dot } from './matrix.js';
import { randomStream } from './random-stream.js';

/** A tridiagonal matrix T and the reflections that take the given matrix to it. */
export interface Tridiagonal {
  /** [n] */
  readonly diagonal: Float64Array;
  /** Entries (k, k + 1): [n], the last one 0. */
  readonly beside: Float64Array;
  /** Row i begins with the vector u, [i], of the reflection 1 − uuᵀ/h: [n·n]. */
  readonly reflections: Float64Array;
  /** h by row, 0 where there is no reflection: [n]. */
  readonly sizes: Float64Array;
}

/** Reduces a symmetric matrix to tridiagonal form. @param v its entries, [n·n], finite; overwritten */
export function tridiagonalForm(v: Float64Array, n: number): Tridiagonal {
  const [d, e, sizes] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let j = 0; j < n; j++) d[j] = v[j * n + n - 1] as number;
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k] as number);
    if (scale === 0) {
      e[i] = d[i - 1] as number;
      for (let j = 0; j < i; j++) d[j] = v[j * n + i - 1] as number;
      continue;
    }
    let h = 0;
    for (let k = 0; k < i; k++) {
      const entry = (d[k] as number) / scale;
      d[k] = entry;
      h += entry * entry;
    }
    const last = d[i - 1] as number;
    const root = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
    e[i] = scale * root;
    h -= last * root;
    d[i - 1] = last - root;
    timesVector(v, n, i, d, e);
    let f = 0;
    for (let j = 0; j < i; j++) {
      const entry = (e[j] as number) / h;
      e[j] = entry;
      f += entry * (d[j] as number);
    }
    const half = f / (h + h);
    for (let j = 0; j < i; j++) e[j] = (e[j] as number) - half * (d[j] as number);
    lessOuterProducts(v, n, i, d, e);
    sizes[i] = h;
  }
  for (let j = 0; j < n; j++) d[j] = v[j * n + j] as number;
  e.copyWithin(0, 1);
  e.fill(0, n - 1);
  return { diagonal: d, beside: e, reflections: v, sizes };
}

/** Computes e = A·d of the leading i × i block, of which the upper triangle is read, and keeps d as row i. */
function timesVector(v: Float64Array, n: number, i: number, d: Float64Array, e: Float64Array): void {
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const f = d[j] as number;
    const row = j * n;
    v[i * n + j] = f;
    let g = (e[j] as number) + (v[row + j] as number) * f;
    for (let k = j + 1; k < i; k++) {
      const entry = v[row + k] as number;
      g += entry * (d[k] as number);
      e[k] = (e[k] as number) + entry * f;
    }
    e[j] = g;
  }
}

/** Subtracts deᵀ + edᵀ from the block, and takes its last column as the next d. */
function lessOuterProducts(v: Float64Array, n: number, i: number, d: Float64Array, e: Float64Array): void {
  for (let j = 0; j < i; j++) {
    const [f, g, row] = [d[j] as number, e[j] as number, j * n];
    for (let k = j; k < i; k++) {
      v[row + k] = (v[row + k] as number) - (f * (e[k] as number) + g * (d[k] as number));
    }
    d[j] = v[row + i - 1] as number;
  }
}

/** Returns the eigenvalues of T, descending, by the implicit QL method. */
export function tridiagonalEigenvalues({ diagonal, beside }: Tridiagonal): Float64Array {
  const [d, e] = [diagonal.slice(), beside.slice()];
  const n = d.length;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l] as number) + Math.abs(e[l] as number));
    const isSmall = (k: number): boolean => Math.abs(e[k] as number) <= Number.EPSILON * largest;
    let m = l;
    while (m < n - 1 && !isSmall(m)) m++;
    if (m > l) {
      do {
        shift += shifted(d, e, l);
        sweep(d, e, l, m);
      } while (!isSmall(l));
    }
    d[l] = (d[l] as number) + shift;
    e[l] = 0;
  }
  return d.toSorted((a, b) => b - a);
}

/** Subtracts the shift of one step from the diagonal below l. @returns the shift */
function shifted(d: Float64Array, e: Float64Array, l: number): number {
  const [g, beside] = [d[l] as number, e[l] as number];
  const p = ((d[l + 1] as number) - g) / (2 * beside);
  const r = p < 0 ? -hypotenuse(p, 1) : hypotenuse(p, 1);
  d[l] = beside / (p + r);
  d[l + 1] = beside * (p + r);
  const h = g - d[l];
  for (let i = l + 2; i < d.length; i++) d[i] = (d[i] as number) - h;
  return h;
}

/** Does one step on the block from l to m, by rotations from its end to its start. */
function sweep(d: Float64Array, e: Float64Array, l: number, m: number): void {
  const [next, beside] = [d[l + 1] as number, e[l + 1] as number];
  let p = d[m] as number;
  let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0];
  for (let i = m - 1; i >= l; i--) {
    c3 = c2;
    c2 = c;
    s2 = s;
    const [ei, di] = [e[i] as number, d[i] as number];
    const [g, h, r] = [c * ei, c * p, hypotenuse(p, ei)];
    e[i + 1] = s * r;
    s = ei / r;
    c = p / r;
    p = c * di - s * g;
    d[i + 1] = h + s * (c * g + s * di);
  }
  p = (-s * s2 * c3 * beside * (e[l] as number)) / next;
  e[l] = s * p;
  d[l] = c * p;
}

/** Returns √(a² + b²); Math.hypot rounds otherwise than ml-matrix. */
function hypotenuse(a: number, b: number): number {
  const [large, small] = Math.abs(a) > Math.abs(b) ? [a, b] : [b, a];
  if (large === 0) return 0;
  const ratio = small / large;
  return Math.abs(large) * Math.sqrt(1 + ratio * ratio);
}

/** Solutions per eigenvector: the first has nearly all digits where eigenvalues are apart. */
const SOLUTIONS = 4;
/** Largest ‖Ax − λx‖ of a unit vector, in units of √n·ε·‖A‖_F. */
const RESIDUAL = 8;

/**
 * Returns unit eigenvectors of the given matrix for the first of its eigenvalues, orthogonal to each other.
 *
 * @returns undefined where one of them is not exact to rounding
 */
export function leadingEigenvectors(
  form: Tridiagonal,
  eigenvalues: Float64Array,
  count: number,
): Float64Array[] | undefined {
  const { diagonal, beside } = form;
  const size = Math.sqrt(dot(diagonal, diagonal) + 2 * dot(beside, beside));
  const found: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const value = eigenvalues[k] as number;
    const solve = shiftedSolver(form, value, Number.EPSILON * (size || 1));
    const random = randomStream(0, 'inverse iteration', k);
    const vector = Float64Array.from(diagonal, () => random.normal());
    for (let step = 0; step < SOLUTIONS; step++) {
      makeUnit(vector, found);
      solve(vector);
    }
    // Twice: what rounding leaves of the others after the first time is large where they took nearly all of the vector.
    makeUnit(vector, found);
    makeUnit(vector, found);
    if (!(residual(form, value, vector) <= RESIDUAL * Math.sqrt(diagonal.length) * Number.EPSILON * size))
      return undefined;
    found.push(vector);
  }
  return found.map((vector) => reflected(form, vector));
}

/** Takes the parts along others from a vector and gives it length 1. */
function makeUnit(vector: Float64Array, others: readonly Float64Array[]): void {
  for (const other of others) {
    const along = dot(vector, other);
    for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) - along * (other[i] as number);
  }
  const length = Math.sqrt(dot(vector, vector));
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / length;
}

/** ‖Tx − λx‖ */
function residual({ diagonal, beside }: Tridiagonal, value: number, x: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const [before, after] = [i === 0 ? 0 : (beside[i - 1] as number) * (x[i - 1] as number), x[i + 1] ?? 0];
    squares += (before + ((diagonal[i] as number) - value) * (x[i] as number) + (beside[i] as number) * after) ** 2;
  }
  return Math.sqrt(squares);
}

/**
 * Returns a function that solves (T − λ)x = b in place, by elimination with row exchanges.
 *
 * @param least replaces a smaller pivot: λ is an eigenvalue, so that one of them is about 0
 */
function shiftedSolver({ diagonal, beside }: Tridiagonal, value: number, least: number): (b: Float64Array) => void {
  const n = diagonal.length;
  // Row i of the triangle: pivot, and the two entries after it.
  const [pivot, first, second, factor] = [0, 1, 2, 3].map(() => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const isExchanged = new Uint8Array(n);
  let [p, q] = [(diagonal[0] as number) - value, beside[0] as number];
  for (let i = 0; i < n - 1; i++) {
    const [below, own, after] = [beside[i] as number, (diagonal[i + 1] as number) - value, beside[i + 1] as number];
    const exchanges = Math.abs(below) > Math.abs(p);
    isExchanged[i] = exchanges ? 1 : 0;
    pivot[i] = exchanges ? below : atLeast(p, least);
    first[i] = exchanges ? own : q;
    second[i] = exchanges ? after : 0;
    const times = (exchanges ? p : below) / (pivot[i] as number);
    factor[i] = times;
    [p, q] = exchanges ? [q - times * own, -times * after] : [own - times * q, after];
  }
  pivot[n - 1] = atLeast(p, least);
  return (b) => {
    for (let i = 0; i < n - 1; i++) {
      const [above, below] = [b[i] as number, b[i + 1] as number];
      b[i] = isExchanged[i] === 1 ? below : above;
      b[i + 1] = (isExchanged[i] === 1 ? above : below) - (factor[i] as number) * (b[i] as number);
    }
    for (let i = n - 1; i >= 0; i--) {
      const after = (first[i] as number) * (b[i + 1] ?? 0) + (second[i] as number) * (b[i + 2] ?? 0);
      b[i] = ((b[i] as number) - after) / (pivot[i] as number);
    }
  };
}

function atLeast(pivot: number, least: number): number {
  return Math.abs(pivot) < least ? least : pivot;
}

/** Turns a vector of T into one of the given matrix, by the reflections. */
function reflected({ reflections, sizes }: Tridiagonal, vector: Float64Array): Float64Array {
  const n = vector.length;
  for (let i = 1; i < n; i++) {
    if (sizes[i] === 0) continue;
    const u = reflections.subarray(i * n, i * n + i);
    const share = dot(u, vector) / (sizes[i] as number);
    for (let k = 0; k < i; k++) vector[k] = (vector[k] as number) - share * (u[k] as number);
  }
  return vector;
}
