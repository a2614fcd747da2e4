/** Each rule of advice on embeddings with its fault planted and on healthy ones, as often each way. */
import { describe, expect, it } from 'vitest';
import { ADVICE_RULES } from '../../../src/results/inspect/advice.js';
import { anchorWeighing, type AnchorWeighing } from '../../../src/results/inspect/anchor-weighing.js';
import { inspectEmbeddings } from '../../../src/results/inspect/inspect-embeddings.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import type { Embeddings } from '../../../src/training/embeddings/embeddings.js';
import { cloud } from './clouds.js';

/** `ALPHA_CL_TRIALS=200` takes a minute. */
const TRIALS = Number(process.env['ALPHA_CL_TRIALS'] ?? 20);
const [ROWS, COLUMNS] = [48, 10];

const warm = anchorWeighing('nt-xent', { temperature: 0.2 });

/** Embeddings as a good training leaves them: classes, most dimensions in use, views near each other. */
const healthy = (seed: number) =>
  cloud({ rows: ROWS, columns: COLUMNS, augmentation: 0.25, classes: 8, spread: 1.2, seed });

interface Planted {
  readonly embeddings: Embeddings;
  readonly loss?: AnchorWeighing;
}

type Data = Embeddings['first'];

function changed(view: Data, change: (x: number, row: number, column: number) => number): Data {
  return { ...view, data: Float32Array.from(view.data, (x, k) => change(x, Math.floor(k / COLUMNS), k % COLUMNS)) };
}

const cold = anchorWeighing('nt-xent', { temperature: 0.01 });
const hot = anchorWeighing('nt-xent', { temperature: 20 });

/** Healthy embeddings with one fault. */
const FAULTS: Readonly<Record<string, (seed: number) => Planted>> = {
  'not-finite': (seed) => {
    const found = healthy(seed);
    const at = randomStream(seed, 'row').integer(ROWS);
    return {
      embeddings: { ...found, first: changed(found.first, (x, i, k) => (i === at && k === 1 ? Number.NaN : x)) },
    };
  },
  'zero-rows': (seed) => {
    const found = healthy(seed);
    const at = randomStream(seed, 'row').integer(ROWS);
    return { embeddings: { ...found, second: changed(found.second, (x, i) => (i === at ? 0 : x)) } };
  },
  duplicates: (seed) => {
    const found = healthy(seed);
    const data = found.first.data.slice();
    data.copyWithin(0, 20 * COLUMNS, 22 * COLUMNS);
    return { embeddings: { ...found, first: { ...found.first, data } } };
  },
  'complete-collapse': (seed) => {
    const found = healthy(seed);
    const point = (x: number, _: number, k: number): number => 1 + k + 0.02 * x;
    return { embeddings: { ...found, first: changed(found.first, point), second: changed(found.second, point) } };
  },
  'dimensional-collapse': (seed) => {
    const found = healthy(seed);
    const flat = (x: number, _: number, k: number): number => (k < 3 ? x : 1e-4 * x);
    return { embeddings: { ...found, first: changed(found.first, flat), second: changed(found.second, flat) } };
  },
  'equal-views': (seed) => {
    const { first } = healthy(seed);
    return { embeddings: { first, second: first } };
  },
  'views-do-not-match': (seed) => {
    const found = healthy(seed);
    const data = found.second.data.slice();
    // Rows moved by an odd number: those of other classes.
    data.set(found.second.data.subarray(0, 17 * COLUMNS), (ROWS - 17) * COLUMNS);
    data.set(found.second.data.subarray(17 * COLUMNS), 0);
    return { embeddings: { ...found, second: { ...found.second, data } } };
  },
  'labels-do-not-match': (seed) => {
    const found = healthy(seed);
    const random = randomStream(seed, 'labels');
    return { embeddings: { ...found, labels: { ...found.labels, of: found.labels.of.map(() => random.integer(8)) } } };
  },
  'one-negative': (seed) => ({ embeddings: healthy(seed), loss: cold }),
  'all-negatives-alike': (seed) => ({ embeddings: healthy(seed), loss: hot }),
  'no-weight': (seed) => ({
    embeddings: cloud({ rows: ROWS, columns: COLUMNS, augmentation: 0.05, seed }),
    // No negative is as near as its anchor's positive by less than this.
    loss: anchorWeighing('triplet', { epsilon: 0.02 }),
  }),
  'augmentation-moves-more': (seed) => {
    const found = healthy(seed);
    const close = (x: number): number => 1 + 0.1 * x;
    return { embeddings: { first: changed(found.first, close), second: changed(found.second, (x) => 1 + x) } };
  },
  'false-negatives': (seed) => ({
    embeddings: cloud({ rows: ROWS, columns: COLUMNS, augmentation: 0.1, classes: 8, spread: 0.3, seed }),
    loss: anchorWeighing('nt-xent', { temperature: 0.1 }),
  }),
};

const advised = async ({ embeddings, loss = warm }: Planted): Promise<Set<string>> => {
  const { advice } = await inspectEmbeddings(embeddings, { losses: [loss] });
  return new Set(advice.map(({ rule }) => rule));
};

describe('advice', () => {
  it('has a planted fault for each rule', () => {
    expect(Object.keys(FAULTS).toSorted()).toEqual([...ADVICE_RULES].toSorted());
  });

  it('says nothing of healthy embeddings', async () => {
    const wrong: Record<string, number> = {};
    for (let seed = 0; seed < TRIALS; seed++) {
      for (const rule of await advised({ embeddings: healthy(seed) })) wrong[rule] = (wrong[rule] ?? 0) + 1;
    }
    for (const [rule, count] of Object.entries(wrong)) expect(count, rule).toBeLessThanOrEqual(TRIALS / 20);
  }, 60_000);

  it.each(Object.keys(FAULTS))(
    'notices %s',
    async (rule) => {
      let noticed = 0;
      for (let seed = 0; seed < TRIALS; seed++) {
        if ((await advised((FAULTS[rule] as (typeof FAULTS)[string])(seed))).has(rule)) noticed++;
      }
      expect(noticed).toBeGreaterThanOrEqual(0.95 * TRIALS);
    },
    60_000,
  );
});
