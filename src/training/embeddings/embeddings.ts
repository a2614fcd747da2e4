/** Embeddings and labels among the arrays of a file, whatever it was. */
import { InvalidInput } from '../../base/invalid-input.js';
import { areTexts, type StoredArray } from '../arrays/stored-array.js';
import type { NumberRows } from '../evaluate/feature-rows.js';
import { isLabelName } from './table-columns.js';

/** A class for each row. */
export interface RowLabels {
  /** [rows] numbers of classes, from 0. */
  readonly of: Int32Array;
  /** The classes as the file calls them, in the order of their numbers. */
  readonly names: readonly string[];
}

/** Embeddings of a file. */
export interface Embeddings {
  /** [N, d] */
  readonly first: NumberRows;
  /** [N, d], the second view of each sample. */
  readonly second?: NumberRows;
  readonly labels?: RowLabels;
  /** The objective that the encoder was trained with, as `recordedObjective` writes it. */
  readonly loss?: string;
}

/**
 * Finds one matrix or two views among arrays, and the labels: matrices of numbers are the first view and the second, in their order; a
 * row of whole numbers or texts is the labels, and a text by the name `loss` the objective of a run.
 *
 * @param file its name, for errors
 * @throws InvalidInput when there is no matrix or more than two, or the parts do not fit
 */
export function embeddingsAmong(arrays: readonly StoredArray[], file: string): Embeddings {
  const matrices = arrays.filter(({ shape, kind }) => shape.length === 2 && kind !== 'text' && !isColumn(shape));
  const named = arrays.filter(({ name, shape }) => isLabelName(name) && isVector(shape));
  const vectors = named.length > 0 ? named : arrays.filter(({ shape, kind }) => isVector(shape) && kind !== 'real');
  const [first, second, third] = matrices;
  if (first === undefined) {
    throw new InvalidInput(`${file} holds ${listed(arrays)}: a matrix [samples, dimensions] of numbers is needed`);
  }
  if (third !== undefined) {
    throw new InvalidInput(`${file} holds ${listed(arrays)}: keep one matrix, or two for two views`);
  }
  if (vectors.length > 1) throw new InvalidInput(`${file} holds ${listed(arrays)}: keep one array of labels`);
  const [labels] = vectors;
  const views = { first: rowsOf(first, file), ...(second !== undefined && { second: rowsOf(second, file) }) };
  const loss = arrays.find(({ name, shape }) => name === RECORDED_LOSS && shape.length === 0)?.values[0];
  return requireFitting(file, {
    ...views,
    ...(labels !== undefined && { labels: labelsOf(labels, file) }),
    ...(typeof loss === 'string' && { loss }),
  });
}

/** Name of the text that says with which objective an encoder was trained, in its file and in that of its embeddings. */
export const RECORDED_LOSS = 'loss';

/** Finds one array of labels. @throws InvalidInput when there is none, or several */
export function labelsAmong(arrays: readonly StoredArray[], file: string): RowLabels {
  const named = arrays.filter(({ name }) => isLabelName(name));
  const found = (named.length > 0 ? named : arrays).filter(({ shape }) => isVector(shape) || isColumn(shape));
  const [labels] = found;
  if (labels === undefined || found.length > 1) {
    throw new InvalidInput(`${file} holds ${listed(arrays)}: one array of labels is needed`);
  }
  return labelsOf(labels, file);
}

/**
 * Requires that views and labels belong to the same rows.
 *
 * @param file its name, for errors
 * @returns the same
 * @throws InvalidInput when they do not, or there are too few
 */
export function requireFitting(file: string, embeddings: Embeddings): Embeddings {
  const { first, second, labels } = embeddings;
  if (first.rows < 2 || first.columns < 1) {
    throw new InvalidInput(`${file} is [${first.rows}, ${first.columns}]: at least 2 rows and 1 column are needed`);
  }
  if (second !== undefined && (second.rows !== first.rows || second.columns !== first.columns)) {
    throw new InvalidInput(
      `${file}: the first view is [${first.rows}, ${first.columns}] and the second [${second.rows}, ${second.columns}]: ` +
        'row i of both must be views of one sample',
    );
  }
  if (labels !== undefined && labels.of.length !== first.rows) {
    throw new InvalidInput(`${file}: ${labels.of.length} labels for ${first.rows} rows: give one a row`);
  }
  return embeddings;
}

/** [N, 1]: a column of labels, or embeddings of one dimension that nothing can be said about. */
function isColumn(shape: readonly number[]): boolean {
  return shape.length === 2 && shape[1] === 1;
}

function isVector(shape: readonly number[]): boolean {
  return shape.length === 1;
}

function listed(arrays: readonly StoredArray[]): string {
  const shown = arrays.slice(0, 6).map(({ name, shape }) => `${name === '' ? '' : `${name} `}[${shape.join(', ')}]`);
  return shown.length === 0 ? 'no array' : `${shown.join(', ')}${arrays.length > shown.length ? ', …' : ''}`;
}

function rowsOf({ shape, values }: StoredArray, file: string): NumberRows {
  // Only matrices of numbers come here.
  if (areTexts(values)) throw new InvalidInput(`${file} holds texts: a matrix of numbers is needed`);
  return { rows: shape[0] as number, columns: shape[1] as number, data: values };
}

function labelsOf({ values }: StoredArray, file: string): RowLabels {
  const numbers = new Map<string, number>();
  const of = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number | string;
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new InvalidInput(`${file}: label ${i} is ${value}: labels are whole numbers or texts`);
    }
    const name = String(value);
    let number = numbers.get(name);
    if (number === undefined) numbers.set(name, (number = numbers.size));
    of[i] = number;
  }
  return { of, names: [...numbers.keys()] };
}
