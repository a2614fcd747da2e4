/** Input of an evaluation: one row of numbers an image, and the image's class. */
import type { TensorData } from '../compile/step.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Rows } from '../../theory/algebra/matrix.js';
import { unitRows } from '../../theory/losses/unit-rows.js';
import { requireWhole } from '../../base/option-checks.js';

/** [rows, columns], row-major float32: what an engine takes and gives. */
export interface FeatureRows {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** Rows in either precision, for what is computed in float64: a `Matrix` is one too. */
export interface NumberRows {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array | Float64Array;
}

/** Features with the class of each row. */
export interface LabelledFeatures {
  readonly features: FeatureRows;
  /** [rows] class numbers, from 0. */
  readonly labels: ArrayLike<number>;
}

/** Row i as a view. */
export function featuresAt({ columns, data }: FeatureRows, i: number): Float32Array {
  return data.subarray(i * columns, (i + 1) * columns);
}

/** Rows `from` (included) to `to` (excluded) as a tensor that shares their memory. */
export function rowsAsTensor({ columns, data }: FeatureRows, from: number, to: number): TensorData {
  return { shape: [to - from, columns], dtype: 'float32', data: data.subarray(from * columns, to * columns) };
}

/** The rows brought to length 1, in float64. @throws InvalidInput as `requireFeatures`, and for a row of zeros */
export function unitFeatures(name: string, features: NumberRows): Rows {
  requireFeatures(name, features);
  return unitRows({ ...features, data: Float64Array.from(features.data) }, name).unit;
}

/** @throws InvalidInput without rows or columns, when the data do not fill them, or on a value that is not finite */
export function requireFeatures(name: string, { rows, columns, data }: NumberRows): void {
  if (!(rows > 0 && columns > 0)) throw new InvalidInput(`${name} is [${rows}, ${columns}]: give at least one row`);
  if (data.length !== rows * columns) {
    throw new InvalidInput(`${name} is [${rows}, ${columns}] and has ${data.length} values: give ${rows * columns}`);
  }
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  throw new InvalidInput(
    `${name}: value ${at % columns} of row ${Math.floor(at / columns)} is ${data[at]}: every feature must be a finite number`,
  );
}

/** @throws InvalidInput as `requireFeatures`, or when a row has no label or a label is not a class of 0..classes − 1 */
export function requireLabelled(name: string, { features, labels }: LabelledFeatures, classes: number): void {
  requireFeatures(name, features);
  requireWhole('classes', classes, 1);
  if (labels.length !== features.rows) {
    throw new InvalidInput(`${name} has ${features.rows} rows and ${labels.length} labels: give one label a row`);
  }
  for (let i = 0; i < labels.length; i++) {
    requireClass(`${name}: the label of row ${i}`, labels[i] as number, classes);
  }
}

/** @throws InvalidInput on a label that is not a class of 0..classes − 1 */
export function requireClass(name: string, label: number, classes: number): void {
  if (Number.isInteger(label) && label >= 0 && label < classes) return;
  throw new InvalidInput(`${name} is ${label}: it must be a class of 0..${classes - 1}`);
}

/** @throws InvalidInput when training and test rows have not the same number of columns */
export function requireSameColumns(train: FeatureRows, test: FeatureRows): void {
  if (train.columns === test.columns) return;
  throw new InvalidInput(
    `training features have ${train.columns} columns and test features ${test.columns}: both must come from one encoder`,
  );
}
