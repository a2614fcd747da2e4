/** Labelled points for tests: a cloud around the centre of each class. */
import type { LabelledFeatures } from '../../../src/training/evaluate/feature-rows.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';

export interface CloudOptions {
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  /** Deviation of a point from its centre; centres are standard normal. */
  readonly noise: number;
  readonly seed: number;
  /** Which points of the same centres. */
  readonly split?: 'train' | 'test';
}

export function clouds({ rows, columns, classes, noise, seed, split = 'train' }: CloudOptions): LabelledFeatures {
  const centre = randomStream(seed, 'centres');
  const centres = Array.from({ length: classes * columns }, () => centre.normal());
  const random = randomStream(seed, split);
  const labels = Uint8Array.from({ length: rows }, () => random.integer(classes));
  const data = Float32Array.from({ length: rows * columns }, (_, k) => {
    const label = labels[Math.floor(k / columns)] as number;
    return (centres[label * columns + (k % columns)] as number) + noise * random.normal();
  });
  return { features: { rows, columns, data }, labels };
}

/** The same points with labels that have nothing to do with them. */
export function withRandomLabels({ features }: LabelledFeatures, classes: number, seed: number): LabelledFeatures {
  const random = randomStream(seed, 'labels');
  return { features, labels: Uint8Array.from({ length: features.rows }, () => random.integer(classes)) };
}
