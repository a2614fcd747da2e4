/** The encoder in evaluation mode: what it gives, that it changes nothing, and that batches do not show. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NamedData } from '../../../src/training/compile/step.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { encodingStep, openEncoder, type EncodedImages } from '../../../src/training/evaluate/encode.js';
import { madeViews, pixelFeatures, plainImages } from '../../../src/training/evaluate/image-source.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { relativeDistance, toTensors } from '../models/tensors.js';

const SIZE = 16;
const COUNT = 21;
const MODEL = namedModel('tiny');

let cpu: Engine;
beforeAll(async () => {
  cpu = await chooseEngine('cpu');
});

const views = (): Float32Array => {
  const random = randomStream(4, 'images');
  return Float32Array.from({ length: COUNT * SIZE * SIZE * 3 }, () => random.normal());
};

/** As after some training: running statistics are not those of the start. */
const weights = (): NamedData => {
  const random = randomStream(5, 'statistics');
  const moved = Object.entries(initialWeights(MODEL, 1)).map(([name, tensor]) =>
    name.includes('running')
      ? [name, { ...tensor, data: tensor.data.map(() => 0.5 + random.uniform()) }]
      : [name, tensor],
  );
  return Object.fromEntries(moved) as NamedData;
};

async function encoded(batchSize: number): Promise<EncodedImages> {
  const encoder = await openEncoder({ engine: cpu, model: MODEL, imageSize: SIZE, batchSize });
  try {
    return await encoder.encode(weights(), madeViews(views(), SIZE));
  } finally {
    await encoder.close();
  }
}

const digest = (data: NamedData): string => {
  const hash = createHash('sha256');
  for (const [name, tensor] of Object.entries(data)) hash.update(name).update(tensor.data);
  return hash.digest('hex');
};

describe('encoding', () => {
  it("gives the model's features and embeddings in evaluation mode", async () => {
    const { features, embedding } = await encoded(8);
    const expected = tf.tidy(() => {
      const images = tf.tensor(views(), [COUNT, SIZE, SIZE, 3]);
      const direct = MODEL.forward(toTensors(weights()), images, 'evaluate');
      return { features: direct.features.dataSync(), embedding: direct.embedding.dataSync() };
    });
    expect([features.rows, features.columns, embedding.columns]).toEqual([COUNT, 16, 8]);
    expect(relativeDistance(features.data, expected.features)).toBeLessThan(1e-5);
    expect(relativeDistance(embedding.data, expected.embedding)).toBeLessThan(1e-5);
  });

  it.each([1, 5, 7, 21, 64])('gives the same bits in batches of %d as of 8', async (batchSize) => {
    expect(await encoded(batchSize)).toEqual(await encoded(8));
  });

  it('leaves weights and buffers as they are, with the caller and on the engine', async () => {
    const running = await cpu.start(encodingStep(MODEL, SIZE, COUNT));
    const given = weights();
    const before = digest(given);
    running.setState(given);
    for (let k = 0; k < 3; k++) {
      await running.run({ images: { shape: [COUNT, SIZE, SIZE, 3], dtype: 'float32', data: views() } });
    }
    expect([digest(given), digest(await running.state())]).toEqual([before, before]);
    await running.close();
  });

  it('encodes by one set of weights after another, and passes over what else a training state holds', async () => {
    const encoder = await openEncoder({ engine: cpu, model: MODEL, imageSize: SIZE, batchSize: 8 });
    const source = madeViews(views(), SIZE);
    const optimiser = { 'adam.firstCount': { shape: [], dtype: 'float32', data: Float32Array.of(1) } } as const;
    const first = await encoder.encode({ ...weights(), ...optimiser }, source);
    const other = await encoder.encode(initialWeights(MODEL, 2), source);
    expect(other.features.data).not.toEqual(first.features.data);
    expect(await encoder.encode(weights(), source)).toEqual(first);
    await encoder.close();
  });

  it('refuses images of another size and weights that lack a tensor', async () => {
    const encoder = await openEncoder({ engine: cpu, model: MODEL, imageSize: SIZE });
    await expect(encoder.encode(weights(), madeViews(views(), SIZE / 2))).rejects.toThrow(/8 pixels a side.*takes 16/);
    const { 'bn1.running_mean': _, ...lacking } = weights();
    await expect(encoder.encode(lacking, madeViews(views(), SIZE))).rejects.toThrow(/bn1\.running_mean is missing/);
    await encoder.close();
    expect(() => madeViews(new Float32Array(5), SIZE)).toThrow(InvalidInput);
  });
});

describe('raw pixels', () => {
  it('are the normalised image, channels last', () => {
    const set = {
      name: 'two',
      count: 2,
      size: 2,
      pixels: Uint8Array.from({ length: 24 }, (_, k) => 10 * k),
      labels: Uint8Array.of(0, 1),
      classNames: ['a', 'b'],
      officialCount: 2,
    };
    const { rows, columns, data } = pixelFeatures(plainImages(set, { mean: [0.5, 0.5, 0.5], deviation: [1, 2, 4] }));
    expect([rows, columns]).toEqual([2, 12]);
    expect(data[0]).toBeCloseTo(-0.5, 6);
    expect(data[1]).toBeCloseTo((40 / 255 - 0.5) / 2, 6);
    expect(data[2]).toBeCloseTo((80 / 255 - 0.5) / 4, 6);
    expect(data[12]).toBeCloseTo(120 / 255 - 0.5, 6);
  });
});
