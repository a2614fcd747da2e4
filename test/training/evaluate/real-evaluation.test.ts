/**
 * The whole evaluation on a few hundred real images from the folder in ALPHA_CL_DATA (default ../shared/data beside the
 * repository). Without them it is skipped.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { augmentedViews } from '../../../src/training/data/batches/augmented-views.js';
import { namedRecipe } from '../../../src/training/data/augmentation/recipes.js';
import { DATASETS } from '../../../src/training/data/datasets.js';
import type { ImageSet } from '../../../src/training/data/image-set.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { alignment, uniformity } from '../../../src/training/evaluate/alignment-uniformity.js';
import { openEncoder } from '../../../src/training/evaluate/encode.js';
import type { LabelledFeatures } from '../../../src/training/evaluate/feature-rows.js';
import { madeViews, pixelFeatures, plainImages } from '../../../src/training/evaluate/image-source.js';
import { importanceDistribution } from '../../../src/training/evaluate/importance-distribution.js';
import { linearEvaluation } from '../../../src/training/evaluate/linear-evaluation.js';
import { neighbourAccuracy } from '../../../src/training/evaluate/nearest-neighbours.js';
import { spectrum } from '../../../src/training/evaluate/spectrum.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { namedModel } from '../../../src/training/models/named-models.js';

const data = process.env['ALPHA_CL_DATA'] ?? path.resolve(import.meta.dirname, '../../../../shared/data');
const absent = !existsSync(path.join(data, DATASETS.cifar10.folder));
const reason = absent ? ' (skipped: no CIFAR-10; set ALPHA_CL_DATA)' : '';

const CLASSES = 10;
const RECIPE = namedRecipe('simclr-cifar');

let cpu: Engine;
beforeAll(async () => {
  cpu = await chooseEngine('cpu');
});

describe.skipIf(absent)(`evaluation on real images${reason}`, () => {
  const load = (split: 'train' | 'test', limit: number): ImageSet => loadDataset('cifar10', { data, split, limit });

  it('finds raw pixels and a random encoder above chance, and far from perfect', async () => {
    const sets = { train: load('train', 800), test: load('test', 400) };
    const model = namedModel('tiny');
    const encoder = await openEncoder({ engine: cpu, model, imageSize: 32 });
    const weights = initialWeights(model, 1);
    const pixels = (set: ImageSet): LabelledFeatures => ({
      features: pixelFeatures(plainImages(set, RECIPE.normalisation)),
      labels: set.labels,
    });
    const random = async (set: ImageSet): Promise<LabelledFeatures> => ({
      features: (await encoder.encode(weights, plainImages(set, RECIPE.normalisation))).features,
      labels: set.labels,
    });
    const candidates = {
      pixels: { train: pixels(sets.train), test: pixels(sets.test), columns: 3072 },
      random: { train: await random(sets.train), test: await random(sets.test), columns: 16 },
    };
    for (const [name, { train, test, columns }] of Object.entries(candidates)) {
      // Seven steps an epoch: the protocol's own rate, meant for 40,000 images, would leave the first weights as they are.
      const linear = await linearEvaluation({
        engine: cpu,
        train,
        test,
        classes: CLASSES,
        epochs: 30,
        learningRate: 3e-3,
      });
      const { weighted, nearest } = await neighbourAccuracy({ engine: cpu, train, test, classes: CLASSES });
      expect(train.features.columns).toBe(columns);
      for (const accuracy of [linear.best.test.accuracy, weighted, nearest]) {
        // Chance is 0.1, with a deviation of 0.015 on 400 images.
        expect(accuracy, name).toBeGreaterThan(0.13);
        expect(accuracy, name).toBeLessThan(0.6);
      }
    }
    await encoder.close();
  });

  it('measures spectrum, alignment, uniformity and α on augmented views', async () => {
    const images = load('train', 64);
    const indices = Array.from({ length: images.count }, (_, k) => k);
    const model = namedModel('tiny');
    const encoder = await openEncoder({ engine: cpu, model, imageSize: 32, batchSize: 64 });
    const embed = async (view: 0 | 1) => {
      const views = augmentedViews({ images, recipe: RECIPE, seed: 1 }, { epoch: 0, indices, view });
      return (await encoder.encode(initialWeights(model, 1), madeViews(views, 32))).embedding;
    };
    const [first, second] = [await embed(0), await embed(1)];
    await encoder.close();
    const { effectiveRank } = spectrum(first);
    expect(effectiveRank).toBeGreaterThan(1);
    expect(effectiveRank).toBeLessThanOrEqual(8);
    // Views of one image are closer than views of different ones, and nothing is at an end of its range.
    expect(alignment(first, second)).toBeGreaterThan(0);
    expect(alignment(first, second)).toBeLessThan(alignment(first, { ...second, data: second.data.toReversed() }));
    expect(uniformity(first)).toBeLessThan(0);
    const alpha = importanceDistribution({ objective: { kind: 'cross-entropy', temperature: 0.5 }, first, second });
    expect(alpha.anchors).toBe(128);
    expect(alpha.weightedDistance).toBeLessThan(alpha.meanDistance);
  });
});
