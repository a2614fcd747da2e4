/** Two views of clouds of points on the sphere for tests of inspections. */
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import type { Embeddings } from '../../../src/training/embeddings/embeddings.js';

export interface CloudSetting {
  readonly rows: number;
  readonly columns: number;
  /** Deviation of a view from its sample. */
  readonly augmentation?: number;
  readonly classes?: number;
  /** Deviation of a sample from the centre of its class; centres are standard normal. */
  readonly spread?: number;
  readonly seed: number;
}

/** Samples around the centres of classes, or around nothing, with two views each and labels. */
export function cloud({
  rows,
  columns,
  augmentation = 0.3,
  classes = 0,
  spread = 1,
  seed,
}: CloudSetting): Required<Omit<Embeddings, 'loss'>> {
  const random = randomStream(seed, 'cloud');
  const centres = Float64Array.from({ length: Math.max(1, classes) * columns }, () =>
    classes > 0 ? random.normal() : 0,
  );
  const of = Int32Array.from({ length: rows }, (_, i) => (classes > 0 ? i % classes : i % 4));
  const view = (): Float32Array => new Float32Array(rows * columns);
  const [first, second] = [view(), view()];
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < columns; k++) {
      const centre = classes > 0 ? (centres[(of[i] as number) * columns + k] as number) : 0;
      const sample = centre + spread * random.normal();
      first[i * columns + k] = sample + augmentation * random.normal();
      second[i * columns + k] = sample + augmentation * random.normal();
    }
  }
  return {
    first: { rows, columns, data: first },
    second: { rows, columns, data: second },
    labels: { of, names: Array.from({ length: Math.max(4, classes) }, (_, k) => String(k)) },
  };
}
