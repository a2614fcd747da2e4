/** Agreement of two measurements on the order of the same things. */
import { InvalidInput } from '../../base/invalid-input.js';

/**
 * Computes Spearman's ρ, −1..1: Pearson's correlation of ranks, equal values sharing theirs. 0 where either does not vary.
 *
 * @throws InvalidInput on measurements of different lengths, or one that is not a number
 * @example
 * spearman([1, 2, 3], [1, 4, 9]); // 1
 * spearman([1, 2, 3], [1, 9, 4]); // 0.5
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requireMeasurements(x, y);
  return correlation(ranks(x), ranks(y));
}

/**
 * Computes Kendall's τ-b, −1..1: pairs in the same order less those in the other, ties counted in neither. 0 where either does not vary.
 *
 * @throws InvalidInput as `spearman`
 * @example
 * kendall([1, 2, 3], [1, 9, 4]); // 0.3333 = (2 - 1) / 3
 */
export function kendall(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requireMeasurements(x, y);
  let [agree, inX, inY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [order(x[i] as number, x[j] as number), order(y[i] as number, y[j] as number)];
      agree += dx * dy;
      inX += dx * dx;
      inY += dy * dy;
    }
  }
  return inX === 0 || inY === 0 ? 0 : agree / Math.sqrt(inX * inY);
}

function requireMeasurements(x: ArrayLike<number>, y: ArrayLike<number>): void {
  if (x.length !== y.length) {
    throw new InvalidInput(`x has ${x.length} measurements and y ${y.length}: give both of each thing`);
  }
  for (const [name, values] of [
    ['x', x],
    ['y', y],
  ] as const) {
    for (let k = 0; k < values.length; k++) {
      if (typeof values[k] === 'number' && !Number.isNaN(values[k])) continue;
      throw new InvalidInput(`cannot rank ${name}[${k}], ${values[k]}: expected a number; leave the pair out`);
    }
  }
}

/** −1, 0 or 1; infinite values have an order too. */
function order(a: number, b: number): number {
  return a > b ? 1 : a < b ? -1 : 0;
}

/** Places in ascending order, from 0; equal values share the mean of theirs. */
function ranks(values: ArrayLike<number>): Float64Array {
  const places = Uint32Array.from({ length: values.length }, (_, k) => k).toSorted((p, q) =>
    order(values[p] as number, values[q] as number),
  );
  const found = new Float64Array(values.length);
  for (let from = 0; from < places.length;) {
    const value = values[places[from] as number];
    let to = from + 1;
    while (to < places.length && values[places[to] as number] === value) to++;
    for (let place = from; place < to; place++) found[places[place] as number] = (from + to - 1) / 2;
    from = to;
  }
  return found;
}

/** Pearson's, of ranks: their mean is (n − 1)/2. 0 where either does not vary. */
function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (x.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    const [dx, dy] = [(x[k] as number) - mean, (y[k] as number) - mean];
    [xy, xx, yy] = [xy + dx * dy, xx + dx * dx, yy + dy * dy];
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}
