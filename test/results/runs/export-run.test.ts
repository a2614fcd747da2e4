import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { namedRecipe } from '../../../src/training/data/augmentation/recipes.js';
import { imageAt, type ImageSet } from '../../../src/training/data/image-set.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import { InferenceSession, Tensor } from '../../../src/training/engines/onnx-runtime.js';
import { openEncoder, type EncodedImages } from '../../../src/training/evaluate/encode.js';
import { plainImages } from '../../../src/training/evaluate/image-source.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { readSafetensors } from '../../../src/training/models/safetensors/read-safetensors.js';
import { loadWeights } from '../../../src/training/models/weights-file.js';
import { exportRun } from '../../../src/results/runs/export-run.js';
import { checkpointFile, readCheckpoint } from '../../../src/training/train/checkpoints.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { relativeDistance } from '../../training/models/tensors.js';
import { BUSY, runsData, TEST, trainedRun } from './runs-data.js';

const data = runsData();
const root = temporaryFolder();
const run = path.join(root, 'run');
let images: ImageSet;

beforeAll(async () => {
  await trainedRun(run, data);
  images = loadDataset('cifar10', { data, split: 'test' });
}, BUSY);

const file = (name: string): string => path.join(root, name);

async function encodedByUs(step: number): Promise<EncodedImages> {
  const encoder = await openEncoder({ engine: await chooseEngine('cpu'), model: namedModel('tiny'), imageSize: 32 });
  const { state } = await readCheckpoint(checkpointFile(path.join(run, 'checkpoints'), step), step);
  const encoded = await encoder.encode(state, plainImages(images, namedRecipe('simclr-cifar').normalisation));
  await encoder.close();
  return encoded;
}

/** As an image decoder gives them: RGB bytes, pixel after pixel. */
function decoded(count: number): Tensor {
  const bytes = Array.from({ length: count }, (_, i) => {
    const { pixels } = imageAt(images, i);
    return Array.from({ length: 1024 }, (__, p) => [0, 1, 2].map((channel) => pixels[channel * 1024 + p] as number));
  }).flat(2);
  return new Tensor('uint8', Uint8Array.from(bytes), [count, 32, 32, 3]);
}

describe('export as ONNX', () => {
  it('gives a file that plain ONNX Runtime runs on any number of images, with the features and embeddings of ours', async () => {
    const exported = await exportRun(run, { format: 'onnx', out: file('encoder.onnx') });
    expect(exported).toMatchObject({ file: file('encoder.onnx'), model: 'tiny', step: 12 });
    const session = await InferenceSession.create(exported.file);
    expect([session.inputNames, session.outputNames]).toEqual([['images'], ['features', 'embedding']]);
    const ours = await encodedByUs(12);
    for (const count of [TEST, 1, 5]) {
      const { features, embedding } = await session.run({ images: decoded(count) });
      expect([features?.dims, embedding?.dims]).toEqual([
        [count, 16],
        [count, 8],
      ]);
      const distance = (given: Tensor | undefined, { columns, data: expected }: EncodedImages['features']): number =>
        relativeDistance(given?.data as Float32Array, expected.subarray(0, count * columns));
      expect(distance(features, ours.features)).toBeLessThan(1e-5);
      expect(distance(embedding, ours.embedding)).toBeLessThan(1e-5);
    }
    await session.release();
  });

  it('says in the file itself what the images must be', async () => {
    const { preprocessing } = await exportRun(run, { format: 'onnx', out: file('words.onnx') });
    const text = readFileSync(file('words.onnx')).toString('utf8');
    expect(preprocessing).toMatch(/RGB .*32 × 32 .*uint8 .*channels last.*mean \[0\.4914, 0\.4822, 0\.4465\]/);
    expect(text).toContain(`Input "images": ${preprocessing}`);
    expect(text).toContain('"temperature":0.5');
  });
});

describe('export as safetensors', () => {
  it('holds exactly the weights of the checkpoint asked for, and the configuration', async () => {
    const { preprocessing } = await exportRun(run, {
      format: 'safetensors',
      out: file('w.safetensors'),
      checkpoint: 10,
    });
    const model = namedModel('tiny');
    const weights = await loadWeights(model, file('w.safetensors'));
    const { state } = await readCheckpoint(checkpointFile(path.join(run, 'checkpoints'), 10), 10);
    expect(weights).toEqual(Object.fromEntries(Object.keys(weights).map((name) => [name, state[name]])));
    const { metadata } = await readSafetensors(file('w.safetensors'));
    expect(metadata).toMatchObject({ step: '10', preprocessing });
    expect(JSON.parse(metadata['config'] ?? '')).toMatchObject({ model: 'tiny', loss: 'nt-xent' });
  });
});

it('never replaces a file unless told to, and leaves nothing behind when it cannot write', async () => {
  const out = file('mine');
  writeFileSync(out, 'mine');
  for (const format of ['onnx', 'safetensors'] as const) {
    await expect(exportRun(run, { format, out })).rejects.toThrow(/mine is there already.*--force/);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    await expect(exportRun(run, { format, out: file('absent/x') })).rejects.toThrow(/x cannot be written/);
  }
  await exportRun(run, { format: 'onnx', out, existing: 'replace' });
  expect(readFileSync(out).length).toBeGreaterThan(1000);
  expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([]);
});
