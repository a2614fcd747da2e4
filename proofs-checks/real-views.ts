/** Real, augmented images as instances: small enough for exact double loops, of every data set. */
import type { RealCase } from '../src/claims/claim.js';
import type { Views, WeightedViews } from '../src/claims/instances.js';
import { DATASETS, type DatasetName } from '../src/training/data/datasets.js';
import type { RealImages, RealViewsOptions } from '../src/training/data/real-images.js';
import type { Matrix, Rows } from '../src/theory/algebra/matrix.js';
import { namedLoss } from '../src/theory/losses/named-losses.js';
import { pairwiseImportance } from '../src/theory/losses/loss.js';
import { unitRows } from '../src/theory/losses/unit-rows.js';
import type { WithPoint } from './exact-comparison.js';

const COUNT = 24;
/** Pixels a side, 3·6² = 108 numbers an image. */
const SIZE = 6;

/** Two views of 24 images of each data set at 6 × 6 pixels. */
export function* realViews(images: RealImages): Generator<RealCase<Views>> {
  for (const dataset of Object.keys(DATASETS) as DatasetName[]) {
    const options = { dataset, count: COUNT, size: SIZE };
    const { first: z, second: zPrime } = images.views(options);
    yield { label: labelOf(options), instance: { z, zPrime } };
  }
}

/** The same with InfoNCE's α at τ = 0.5 on the ℓ2-normalised pixels, and one point for the exact half of a check. */
export function* realWeightedCases(images: RealImages): Generator<RealCase<WeightedViews & WithPoint>> {
  for (const { label, instance } of realViews(images)) {
    const { z, zPrime } = instance;
    yield { label, instance: { alpha: infoNCEImportance(z, zPrime), z, zPrime, pointSeed: 1 } };
  }
}

/** `CIFAR-10, 24 images at 6 × 6`. */
export function labelOf({ dataset, count, size }: RealViewsOptions): string {
  return `${DATASETS[dataset].title}, ${count} images at ${size} × ${size}`;
}

/** α of InfoNCE at its default temperature on ℓ2-normalised rows, [N, N]. */
export function infoNCEImportance(z: Rows, zPrime: Rows): Matrix {
  return pairwiseImportance(namedLoss('infonce'), unitRows(z).unit, unitRows(zPrime).unit);
}
