/** Views brought to length 1 and centred, as all that looks at pairs takes them. */
import type { NumberRows } from '../../training/evaluate/feature-rows.js';
import { lengthOf } from '../../training/evaluate/row-state.js';
import type { Block } from '../../training/engines/plain-products.js';

/** Unit rows of one view, and their way to the other. */
export interface UnitViews {
  /**
   * [N, d] unit rows minus their mean, float32: distances and covariances do not change, and those of rows that lie close together
   * do not drown in rounding.
   */
  readonly centred: Block<Float32Array>;
  /** [N] squared lengths of the centred rows. */
  readonly squares: Float64Array;
  /** [d] the mean of the unit rows: its length is 1 where all rows point the same way. */
  readonly mean: Float64Array;
  /** [N] d² = ½‖u − u′‖² of the two views of a sample; 0 where there is one view. */
  readonly positives: Float64Array;
  /** [N, d] u − u′ of the two views; undefined where there is one view. */
  readonly steps: Block<Float32Array> | undefined;
}

/**
 * Normalises views.
 *
 * @param kept the rows to take, all of them finite and none of them zero in either view
 */
export function unitViews(first: NumberRows, second: NumberRows | undefined, kept: Int32Array): UnitViews {
  const [rows, columns] = [kept.length, first.columns];
  const mean = new Float64Array(columns);
  const unit = new Float64Array(columns);
  kept.forEach((row) => {
    writeUnit(first, row, unit);
    for (let k = 0; k < columns; k++) mean[k] = (mean[k] as number) + (unit[k] as number) / rows;
  });
  const centred = new Float32Array(rows * columns);
  const steps = second === undefined ? undefined : new Float32Array(rows * columns);
  const [squares, positives, other] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(columns)];
  kept.forEach((row, i) => {
    writeUnit(first, row, unit);
    if (second !== undefined) writeUnit(second, row, other);
    let [square, apart] = [0, 0];
    for (let k = 0; k < columns; k++) {
      const at = i * columns + k;
      const x = Math.fround((unit[k] as number) - (mean[k] as number));
      centred[at] = x;
      square += x * x;
      if (steps === undefined) continue;
      const step = (unit[k] as number) - (other[k] as number);
      steps[at] = step;
      apart += step * step;
    }
    squares[i] = square;
    positives[i] = apart / 2;
  });
  const block = (data: Float32Array): Block<Float32Array> => ({ rows, columns, data });
  return { centred: block(centred), squares, mean, positives, steps: steps && block(steps) };
}

function writeUnit({ columns, data }: NumberRows, row: number, to: Float64Array): void {
  const length = lengthOf(data, row * columns, columns);
  for (let k = 0; k < columns; k++) to[k] = (data[row * columns + k] as number) / length;
}

/** Copies rows. */
export function rowsOf({ columns, data }: Block<Float32Array>, rows: Int32Array): Block<Float32Array> {
  const taken = new Float32Array(rows.length * columns);
  rows.forEach((row, k) => taken.set(data.subarray(row * columns, (row + 1) * columns), k * columns));
  return { rows: rows.length, columns, data: taken };
}
