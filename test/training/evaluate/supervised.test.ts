/** The supervised baseline: it learns what can be seen, and leaves alone what stands behind the features. */
import { beforeAll, describe, expect, it } from 'vitest';
import { namedRecipe } from '../../../src/training/data/augmentation/recipes.js';
import type { ImageSet } from '../../../src/training/data/image-set.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { openEncoder } from '../../../src/training/evaluate/encode.js';
import { plainImages } from '../../../src/training/evaluate/image-source.js';
import { neighbourAccuracy } from '../../../src/training/evaluate/nearest-neighbours.js';
import { supervisedWeights, trainSupervised } from '../../../src/training/evaluate/supervised.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';

const MODEL = namedModel('tiny');
const RECIPE = namedRecipe('simclr-cifar');
const SIZE = 16;

let cpu: Engine;
beforeAll(async () => {
  cpu = await chooseEngine('cpu');
});

/** Fine stripes and coarse ones, of random place, direction and contrast: a pixel alone says nothing. */
function stripes(count: number, seed: number): ImageSet {
  const random = randomStream(seed, 'stripes');
  const plane = SIZE * SIZE;
  const pixels = new Uint8Array(count * 3 * plane);
  const labels = Uint8Array.from({ length: count }, (_, k) => k % 2);
  labels.forEach((label, image) => {
    const [phase, angle, contrast] = [7 * random.uniform(), Math.PI * random.uniform(), 60 + 60 * random.uniform()];
    for (let k = 0; k < 3 * plane; k++) {
      const [x, y] = [k % SIZE, Math.floor(k / SIZE) % SIZE];
      const wave = Math.sin((label === 0 ? 2 : 0.5) * (x * Math.cos(angle) + y * Math.sin(angle)) + phase);
      pixels[image * 3 * plane + k] = 127 + contrast * wave;
    }
  });
  return { name: 'stripes', count, size: SIZE, pixels, labels, classNames: ['fine', 'coarse'], officialCount: count };
}

describe('the supervised baseline', () => {
  it('lowers its loss below chance and makes features by which neighbours are told', async () => {
    const [train, test] = [stripes(128, 1), stripes(100, 2)];
    const losses: number[] = [];
    const weights = await trainSupervised({
      engine: cpu,
      model: MODEL,
      train,
      recipe: RECIPE,
      epochs: 12,
      batchSize: 32,
      learningRate: 0.01,
      seed: 1,
      workers: 0,
      onStep: (loss) => losses.push(loss),
    });
    expect(losses.length).toBe(48);
    const late = losses.slice(-8).reduce((sum, loss) => sum + loss / 8, 0);
    expect(late).toBeLessThan(0.8 * Math.log(2));

    const encoder = await openEncoder({ engine: cpu, model: MODEL, imageSize: SIZE });
    const labelled = async (set: ImageSet): Promise<Parameters<typeof neighbourAccuracy>[0]['train']> => {
      const { features } = await encoder.encode(weights, plainImages(set, RECIPE.normalisation));
      return { features, labels: set.labels };
    };
    const options = { engine: cpu, train: await labelled(train), test: await labelled(test), classes: 2 };
    expect((await neighbourAccuracy(options)).weighted).toBeGreaterThan(0.9);
    await encoder.close();
  });

  it('starts from the weights of the encoder, trains all of them, and leaves the projector alone', async () => {
    const options = { engine: cpu, model: MODEL, train: stripes(16, 1), recipe: RECIPE, seed: 5, workers: 0 };
    const weights = await trainSupervised({ ...options, epochs: 1, batchSize: 16 });
    const start = initialWeights(MODEL, 5);
    const trained = supervisedWeights({ model: MODEL, classes: 2 });
    for (const [name, tensor] of Object.entries(start)) {
      if (name in trained || name.startsWith('bn')) expect(weights[name], name).not.toEqual(tensor);
      else if (name in MODEL.parameters) expect(weights[name], name).toEqual(tensor);
    }
    expect(Object.keys(weights)).toContain('classifier.weight');
    expect(await trainSupervised({ ...options, epochs: 1, batchSize: 16 })).toEqual(weights);
  });
});
