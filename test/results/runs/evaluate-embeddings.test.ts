import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluateEmbeddings } from '../../../src/results/runs/evaluate-embeddings.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { encodeNpy, encodeNpz } from '../../../src/training/arrays/write-npz.js';

const folder = mkdtempSync(path.join(tmpdir(), 'evaluate-'));
const at = (name: string): string => path.join(folder, name);
const linear = { epochs: 3 };

/** Rows around a direction a class. */
function rows(count: number, columns: number, seed: number): { embeddings: Float32Array; labels: Int32Array } {
  const random = randomStream(seed, 'rows');
  const labels = Int32Array.from({ length: count }, (_, k) => k % 3);
  const embeddings = new Float32Array(count * columns);
  labels.forEach((label, k) => {
    for (let j = 0; j < columns; j++) embeddings[k * columns + j] = (j === label ? 3 : 0) + random.uniform() - 0.5;
  });
  return { embeddings, labels };
}

function writeNpz(name: string, count: number, seed: number, relabel = (label: number): number => label): string {
  const { embeddings, labels } = rows(count, 4, seed);
  const arrays = {
    embeddings: { shape: [count, 4], values: embeddings },
    labels: { shape: [count], values: labels.map(relabel) },
  };
  writeFileSync(at(name), encodeNpz(arrays));
  return at(name);
}

describe('evaluation of embeddings', () => {
  it('classifies the rows of another file, whatever order its labels come in', async () => {
    const train = writeNpz('train.npz', 60, 1);
    const test = writeNpz('test.npz', 30, 2, (label) => 2 - label);
    const { neighbours, classes } = await evaluateEmbeddings({ file: train }, { test: { file: test }, linear });
    expect([classes, neighbours.nearest]).toEqual([['0', '1', '2'], 1 / 3]);
    const same = await evaluateEmbeddings({ file: train }, { test: { file: writeNpz('same.npz', 30, 2) }, linear });
    expect([same.neighbours.nearest, same.neighbours.weighted]).toEqual([1, 1]);
  });

  it('draws a fifth for testing where there is one file, with labels beside', async () => {
    const { embeddings, labels } = rows(50, 4, 3);
    writeFileSync(at('z.npy'), encodeNpy({ shape: [50, 4], values: embeddings }));
    writeFileSync(at('y.npy'), encodeNpy({ shape: [50], values: labels }));
    const files = { file: at('z.npy'), labels: at('y.npy') };
    const { train, test, neighbours } = await evaluateEmbeddings(files, { linear });
    expect([train, test]).toEqual([expect.stringContaining('40 rows'), expect.stringContaining('10 rows (a fifth')]);
    expect(neighbours.nearest).toBe(1);
  });

  it('refuses files without labels, or that do not fit', async () => {
    const train = writeNpz('train.npz', 60, 1);
    writeFileSync(at('z.npy'), encodeNpy({ shape: [6, 4], values: new Float32Array(24) }));
    writeFileSync(at('y.npy'), encodeNpy({ shape: [5], values: new Int32Array(5) }));
    await expect(evaluateEmbeddings({ file: at('z.npy') })).rejects.toThrow(/z\.npy has no labels: .*--labels FILE/);
    await expect(evaluateEmbeddings({ file: at('z.npy'), labels: at('y.npy') })).rejects.toThrow(/5 labels, .* 6 rows/);
    const stranger = writeNpz('stranger.npz', 9, 1, (label) => label + 1);
    await expect(evaluateEmbeddings({ file: train }, { test: { file: stranger } })).rejects.toThrow(/has the label 3/);
  });
});
