/**
 * Rows of a table, from .csv or .parquet, as embeddings: a row a sample; numeric columns, or one column of lists, and perhaps a
 * column of labels.
 */
import { unreadable, type StoredArray } from '../arrays/stored-array.js';

/** Names of a column of labels. */
const LABEL_NAMES = /^(labels?|class(es)?|targets?|y)$/i;

/** Tells whether a column of this name holds labels. */
export function isLabelName(name: string): boolean {
  return LABEL_NAMES.test(name);
}

/** Collects rows of numbers, as many in each, without knowing how many there will be. */
export class RowCollector {
  readonly #file: string;
  #data = new Float32Array(2 ** 12);
  #length = 0;
  #width = -1;
  readonly #labels: string[] = [];
  #rows = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** @param numbers the embedding of a row @param label where there is a column of labels */
  add(numbers: ArrayLike<number>, label?: string): void {
    if (this.#width === -1) this.#width = numbers.length;
    this.#rows++;
    if (numbers.length !== this.#width) {
      throw unreadable(
        this.#file,
        `row ${this.#rows} has ${numbers.length} numbers, and those before it ${this.#width}`,
      );
    }
    if (this.#length + this.#width > this.#data.length) {
      const larger = new Float32Array(2 * (this.#length + this.#width));
      larger.set(this.#data.subarray(0, this.#length));
      this.#data = larger;
    }
    for (let k = 0; k < numbers.length; k++) this.#data[this.#length++] = numbers[k] as number;
    if (label !== undefined) this.#labels.push(label);
  }

  /** @returns the embeddings, and the labels where there are any */
  arrays(): StoredArray[] {
    const arrays: StoredArray[] = [];
    if (this.#width > 0) {
      const shape = [this.#rows, this.#width];
      arrays.push({ name: 'columns', shape, kind: 'real', values: this.#data.slice(0, this.#length) });
    }
    if (this.#labels.length > 0) {
      arrays.push({ name: 'labels', shape: [this.#labels.length], kind: 'text', values: this.#labels });
    }
    return arrays;
  }
}
