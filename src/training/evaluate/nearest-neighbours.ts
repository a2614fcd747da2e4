/**
 * Classification by nearest neighbours in cosine similarity: weighted votes of k neighbours (Wu, Xiong, Yu, Lin,
 * "Unsupervised feature learning via non-parametric instance discrimination", CVPR 2018, section 3.4), and the one nearest.
 *
 * Queries and bank are compared block by block on an engine, which gives only the nearest of each block back.
 */
import type { NamedData, Step } from '../compile/step.js';
import type { Engine, RunningStep } from '../engines/engine.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { requirePositive, requireWhole } from '../../base/option-checks.js';
import { tf } from '../compile/tfjs.js';
import {
  featuresAt,
  requireFeatures,
  requireLabelled,
  requireSameColumns,
  rowsAsTensor,
  type FeatureRows,
  type LabelledFeatures,
} from './feature-rows.js';
import { neighbourVotes, TEMPERATURE, type Neighbours } from './neighbour-votes.js';
import { rowBlocks, type RowBlock } from './row-blocks.js';

/** Bank and queries, and how many neighbours. */
export interface NeighbourOptions {
  readonly engine: Engine;
  readonly bank: FeatureRows;
  readonly queries: FeatureRows;
  /** At most as many as the bank has rows. */
  readonly count: number;
  /** Rows compared at once. Default 1024 queries with 8192 of the bank. */
  readonly blocks?: { readonly queries: number; readonly bank: number };
}

const BLOCKS = { queries: 1024, bank: 8192 };

/**
 * Finds the nearest rows of the bank for each query by cosine, the same for any size of blocks.
 *
 * @throws InvalidInput on features that do not fit each other, a count beyond the bank, or a block that is smaller than
 *   the count
 * @example
 * const bank = { rows: 3, columns: 2, data: Float32Array.of(1, 0, 0, 1, 1, 1) };
 * const queries = { rows: 1, columns: 2, data: Float32Array.of(2, 0) };
 * (await nearestNeighbours({ engine: await chooseEngine('cpu'), bank, queries, count: 2 })).similarities; // [1, 0.7071]
 */
export async function nearestNeighbours(options: NeighbourOptions): Promise<Neighbours> {
  const { engine, count, blocks = BLOCKS } = options;
  requireNeighbours(options, blocks);
  const [bank, queries] = [unitOrZero(options.bank), unitOrZero(options.queries)];
  const size = { queries: Math.min(blocks.queries, queries.rows), bank: Math.min(blocks.bank, bank.rows) };
  const running = await engine.start(nearestStep(size, bank.columns, count));
  try {
    running.setState({});
    const lists = new NearestLists(queries.rows, count);
    for (const bankBlock of rowBlocks(bank.rows, size.bank)) {
      for (const queryBlock of rowBlocks(queries.rows, size.queries)) {
        lists.merge(await nearestInBlock(running, { queries, bank }, queryBlock, bankBlock), queryBlock, bankBlock);
      }
    }
    return lists.neighbours();
  } finally {
    await running.close();
  }
}

/** Labelled features, and how neighbours vote. */
export interface NeighbourAccuracyOptions {
  readonly engine: Engine;
  readonly train: LabelledFeatures;
  readonly test: LabelledFeatures;
  readonly classes: number;
  /** k of the weighted vote. Default 20, or as many as there are training rows. */
  readonly count?: number;
  /** Default 0.1. */
  readonly temperature?: number;
}

/** Shares of queries that neighbours classify rightly. */
export interface NeighbourAccuracy {
  /** Share of the test rows whose class wins the weighted vote of the `count` nearest. */
  readonly weighted: number;
  /** Share of the test rows whose nearest neighbour is of their class. */
  readonly nearest: number;
  readonly count: number;
}

const COUNT = 20;

/**
 * Measures the shares of test rows, 0..1, that the nearest training rows classify rightly.
 *
 * @throws InvalidInput as `nearestNeighbours`, and on labels that are no classes
 * @example
 * const train = { features: { rows: 2, columns: 2, data: Float32Array.of(1, 0, 0, 1) }, labels: [0, 1] };
 * const test = { features: { rows: 2, columns: 2, data: Float32Array.of(2, 1, 1, 2) }, labels: [0, 0] };
 * (await neighbourAccuracy({ engine: await chooseEngine('cpu'), train, test, classes: 2, count: 1 })).nearest; // 0.5
 */
export async function neighbourAccuracy(options: NeighbourAccuracyOptions): Promise<NeighbourAccuracy> {
  const { engine, train, test, classes, temperature = TEMPERATURE } = options;
  const { count = Math.min(COUNT, train.features.rows) } = options;
  requirePositive('temperature', temperature);
  requireLabelled('the training set', train, classes);
  requireLabelled('the test set', test, classes);
  const found = await nearestNeighbours({ engine, bank: train.features, queries: test.features, count });
  const accuracy = (voters: number): number => {
    const predicted = neighbourVotes(found, { labels: train.labels, classes, temperature, voters });
    return predicted.filter((label, i) => label === test.labels[i]).length / predicted.length;
  };
  return { weighted: accuracy(count), nearest: accuracy(1), count };
}

/** Rows of length 1; a row of zeros stays. */
function unitOrZero(features: FeatureRows): FeatureRows {
  const data = new Float32Array(features.data.length);
  for (let i = 0; i < features.rows; i++) {
    const row = featuresAt(features, i);
    let squares = 0;
    for (let j = 0; j < row.length; j++) squares += (row[j] as number) ** 2;
    const length = Math.sqrt(squares) || 1;
    for (let j = 0; j < row.length; j++) data[i * features.columns + j] = (row[j] as number) / length;
  }
  return { ...features, data };
}

function nearestStep(size: { readonly queries: number; readonly bank: number }, columns: number, count: number): Step {
  return {
    state: {},
    inputs: {
      queries: { shape: [size.queries, columns], dtype: 'float32' },
      bank: { shape: [size.bank, columns], dtype: 'float32' },
    },
    run: (_, { queries, bank }) => {
      const similarity = tf.matMul(queries as tf.Tensor2D, bank as tf.Tensor2D, false, true);
      const { values, indices } = tf.topk(similarity, count);
      return { state: {}, outputs: { values, indices } };
    },
  };
}

async function nearestInBlock(
  running: RunningStep,
  { queries, bank }: { readonly queries: FeatureRows; readonly bank: FeatureRows },
  queryBlock: RowBlock,
  bankBlock: RowBlock,
): Promise<NamedData> {
  return running.run({
    queries: rowsAsTensor(queries, queryBlock.start, queryBlock.end),
    bank: rowsAsTensor(bank, bankBlock.start, bankBlock.end),
  });
}

/** The nearest so far of each query. Blocks of the bank come in ascending order. */
class NearestLists {
  readonly #count: number;
  readonly #indices: Int32Array;
  readonly #similarities: Float32Array;

  constructor(queries: number, count: number) {
    this.#count = count;
    this.#indices = new Int32Array(queries * count).fill(-1);
    this.#similarities = new Float32Array(queries * count).fill(-Infinity);
  }

  merge({ values, indices }: NamedData, queryBlock: RowBlock, bankBlock: RowBlock): void {
    const count = this.#count;
    for (let query = queryBlock.fresh; query < queryBlock.end; query++) {
      const from = (query - queryBlock.start) * count;
      for (let k = from; k < from + count; k++) {
        const row = bankBlock.start + (indices?.data[k] as number);
        // Rows before `fresh` were in an earlier block. Where they crowd a fresh one out, it is none of the nearest.
        if (row >= bankBlock.fresh) this.#insert(query, row, values?.data[k] as number);
      }
    }
  }

  neighbours(): Neighbours {
    return { count: this.#count, indices: this.#indices, similarities: this.#similarities };
  }

  /** Behind those that are as similar: they stand in lower rows. */
  #insert(query: number, row: number, similarity: number): void {
    const first = query * this.#count;
    let place = first + this.#count;
    while (place > first && similarity > (this.#similarities[place - 1] as number)) place--;
    const end = first + this.#count;
    if (place === end) return;
    this.#indices.copyWithin(place + 1, place, end - 1);
    this.#similarities.copyWithin(place + 1, place, end - 1);
    this.#indices[place] = row;
    this.#similarities[place] = similarity;
  }
}

function requireNeighbours({ bank, queries, count }: NeighbourOptions, blocks: typeof BLOCKS): void {
  requireFeatures('the bank', bank);
  requireFeatures('the queries', queries);
  requireSameColumns(bank, queries);
  requireWhole('count', count, 1);
  requireWhole('blocks.queries', blocks.queries, 1);
  requireWhole('blocks.bank', blocks.bank, 1);
  if (count > Math.min(bank.rows, blocks.bank)) {
    throw new InvalidInput(
      `${count} neighbours from a bank of ${bank.rows} rows in blocks of ${blocks.bank}: ask for at most as many as either`,
    );
  }
}
