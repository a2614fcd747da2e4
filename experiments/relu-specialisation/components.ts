/** The orthogonal mixture: one-hot components of unequal magnitude, of which a view changes the magnitude alone. */
import { zeros, type Rows } from '../../src/theory/algebra/matrix.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';

export const DATA = {
  components: 10,
  /** Components have magnitudes from this down to 1, evenly. */
  largestMagnitude: 10,
  /** A view adds a number uniform in ± this to the magnitude, which so stays positive. */
  augmentation: 0.5,
  batch: 128,
} as const;

/** Two views of a fresh batch, [128, 10] each. The same seed and step give the same batch. */
export function drawViews(seed: number, step: number): readonly [Rows, Rows] {
  const { batch, components, augmentation } = DATA;
  const random = randomStream(seed, 'batch', step);
  const views = [zeros(batch, components), zeros(batch, components)] as const;
  for (let i = 0; i < batch; i++) {
    const component = random.integer(components);
    for (const { data } of views) {
      data[i * components + component] = magnitudeOf(component) + augmentation * (2 * random.uniform() - 1);
    }
  }
  return views;
}

/** Magnitude of component m, from 0. */
function magnitudeOf(m: number): number {
  return DATA.largestMagnitude - (m * (DATA.largestMagnitude - 1)) / (DATA.components - 1);
}
