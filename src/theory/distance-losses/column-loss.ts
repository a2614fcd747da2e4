/**
 * Losses of the columns of a batch, which no loss of distances is: of the moments of each column, and of pairs of columns.
 *
 * All moments have the divisor N. Of column k: `gap`, the mean of (z_k − z′_k)²; `va` and `vb`, the variances of z_k and z′_k; `x`,
 * the covariance of z_k and z′_k. Of two columns k ≠ l: `ca` and `cb`, the covariances within z and within z′; `x`, that of z_k and
 * z′_l, whose variances are `va` and `vb`. N counts samples, d columns.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { add, at, generate, requireFinite, requireSameShape, zeros, type Matrix } from '../algebra/matrix.js';
import { differentiate } from '../formula/differentiate.js';
import type { Formula } from '../formula/formula.js';
import { parseFormula } from '../formula/parse-formula.js';
import { carriedOutBy, OF_NUMBERS, straightLineOf, type StraightLine, type Values } from '../formula/straight-line.js';

/** A loss of columns: the sum of `column` over all columns and of `pair` over all ordered pairs of different columns. */
export interface ColumnFormulae {
  readonly column: string;
  readonly pair: string;
  /** A value for every other symbol. */
  readonly parameters: Values;
}

/** Moments of a column, and of a pair of columns, that formulae may have. */
export const COLUMN_SYMBOLS = ['gap', 'va', 'vb', 'x'] as const;
export const PAIR_SYMBOLS = ['ca', 'cb', 'va', 'vb', 'x'] as const;

/** Numbers of samples and of columns. */
export const COLUMN_COUNTS = ['N', 'd'] as const;

type Moment = (typeof COLUMN_SYMBOLS)[number] | (typeof PAIR_SYMBOLS)[number];

/** The formulae of a loss of columns, read. */
export interface ColumnProgram {
  readonly column: Formula;
  readonly pair: Formula;
}

/** @throws InvalidInput, one line that names formula and column, on a formula that is none */
export function columnProgram({ column, pair, parameters }: ColumnFormulae): ColumnProgram {
  const names = Object.keys(parameters);
  return {
    column: parseFormula(column, names, 'column', [...COLUMN_SYMBOLS, ...COLUMN_COUNTS]),
    pair: parseFormula(pair, names, 'pair', [...PAIR_SYMBOLS, ...COLUMN_COUNTS]),
  };
}

/**
 * Computes a loss of columns and its gradient.
 *
 * @param z [N, d], the first view, rows as they are
 * @param zPrime [N, d], the second view
 * @returns the value, and the gradients with respect to z and zPrime, [N, d] each
 * @throws InvalidInput on formulae that are none, views of different shapes, fewer than 2 samples, and entries that are not finite
 * @example
 * const z = fromNested([[1, 0], [-1, 1]]);
 * columnLoss({ column: 'gap', pair: '0', parameters: {} }, z, fromNested([[1, 0], [-1, 3]])).value; // 2 = 0 + (0 + 4)/2
 * columnLoss({ column: '0', pair: 'ca^2', parameters: {} }, z, z).value; // 0.5 = 2 * (-0.5)**2
 */
export function columnLoss(
  formulae: ColumnFormulae,
  z: Matrix,
  zPrime: Matrix,
): { readonly value: number; readonly z: Matrix; readonly zPrime: Matrix } {
  requireSameShape('z', z, 'zPrime', zPrime);
  requireFinite('z', z);
  requireFinite('zPrime', zPrime);
  const { rows: N, columns: d } = z;
  if (N < 2) throw new InvalidInput(`a loss of columns needs at least 2 samples, not ${N}`);
  const { column, pair } = columnProgram(formulae);
  const ofColumn = withSlopes(column, COLUMN_SYMBOLS, formulae.parameters);
  const ofPair = withSlopes(pair, PAIR_SYMBOLS, formulae.parameters);

  const [a, b] = [centred(z), centred(zPrime)];
  const [ca, cb, x] = [products(a, a), products(b, b), products(a, b)];
  const gap = Float64Array.from({ length: d }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < N; i++) sum += (at(z, i, k) - at(zPrime, i, k)) ** 2;
    return sum / N;
  });
  /** Slopes with respect to ca, cb and x, [d, d] each, variances on the diagonals; and to gap, [d]. */
  const slopes = { ca: zeros(d, d), cb: zeros(d, d), x: zeros(d, d), gap: new Float64Array(d) };
  let value = 0;
  for (let k = 0; k < d; k++) {
    for (let l = 0; l < d; l++) {
      const [va, vb] = [at(ca, k, k), at(cb, l, l)];
      const moments = { gap: gap[k] as number, va, vb, ca: at(ca, k, l), cb: at(cb, k, l), x: at(x, k, l), N, d };
      const part = (k === l ? ofColumn : ofPair)(moments);
      value += part.value;
      const { ca: ofCa = 0, cb: ofCb = 0, va: ofVa = 0, vb: ofVb = 0, x: ofX = 0, gap: ofGap = 0 } = part.slopes;
      addTo(slopes.ca, k, l, ofCa);
      addTo(slopes.cb, k, l, ofCb);
      addTo(slopes.ca, k, k, ofVa);
      addTo(slopes.cb, l, l, ofVb);
      addTo(slopes.x, k, l, ofX);
      slopes.gap[k] = (slopes.gap[k] as number) + ofGap;
    }
  }
  // ca = AᵀA/N with A = z centred, so that dL/dA = A(G + Gᵀ)/N; and x = AᵀB/N.
  const gradient = (own: Matrix, ofOwn: Matrix, other: Matrix, ofX: (k: number, l: number) => number): Matrix =>
    centred(
      generate(N, d, (i, k) => {
        let sum = 0;
        for (let l = 0; l < d; l++) {
          sum += (at(ofOwn, k, l) + at(ofOwn, l, k)) * at(own, i, l) + ofX(k, l) * at(other, i, l);
        }
        return sum / N;
      }),
    );
  const ofGap = generate(N, d, (i, k) => (2 * (slopes.gap[k] as number) * (at(z, i, k) - at(zPrime, i, k))) / N);
  return {
    value,
    z: add(
      gradient(a, slopes.ca, b, (k, l) => at(slopes.x, k, l)),
      ofGap,
    ),
    zPrime: add(
      gradient(b, slopes.cb, a, (k, l) => at(slopes.x, l, k)),
      ofGap,
      -1,
    ),
  };
}

type Moments = Readonly<Record<Moment | (typeof COLUMN_COUNTS)[number], number>>;

interface ValueAndSlopes {
  readonly value: number;
  readonly slopes: Partial<Record<Moment, number>>;
}

/** Compiles a formula with its derivatives. */
function withSlopes(formula: Formula, moments: readonly Moment[], values: Values): (given: Moments) => ValueAndSlopes {
  const variables = new Set<string>([...moments, ...COLUMN_COUNTS]);
  const lineOf = (one: Formula): StraightLine<string> =>
    straightLineOf(one, { variables, positive: new Set(COLUMN_COUNTS), values });
  const line = lineOf(formula);
  const slopeLines = moments
    .filter((name) => formula.symbols.has(name))
    .map((name) => [name, lineOf(differentiate(formula, name))] as const);
  return (given) => {
    const entries = new Map(Object.entries(given));
    const numberOf = (one: StraightLine<string>): number =>
      carriedOutBy<number>(one, entries, (operation, operands) => OF_NUMBERS[operation](...operands));
    return {
      value: numberOf(line),
      slopes: Object.fromEntries(slopeLines.map(([name, one]) => [name, numberOf(one)])),
    };
  };
}

function centred(z: Matrix): Matrix {
  const means = Float64Array.from({ length: z.columns }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < z.rows; i++) sum += at(z, i, k);
    return sum / z.rows;
  });
  return generate(z.rows, z.columns, (i, k) => at(z, i, k) - (means[k] as number));
}

/** AᵀB/N. */
function products(a: Matrix, b: Matrix): Matrix {
  return generate(a.columns, b.columns, (k, l) => {
    let sum = 0;
    for (let i = 0; i < a.rows; i++) sum += at(a, i, k) * at(b, i, l);
    return sum / a.rows;
  });
}

function addTo(matrix: Matrix, k: number, l: number, more: number): void {
  const place = k * matrix.columns + l;
  matrix.data[place] = (matrix.data[place] as number) + more;
}
