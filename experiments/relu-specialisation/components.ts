/** The orthogonal mixture: one-hot components of unequal magnitude, of which a view changes the magnitude alone. */
import { zeros, type Rows } from '../../src/theory/algebra/matrix.js';
import { randomStream, type RandomStream } from '../../src/theory/algebra/random-stream.js';

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
  const random = randomStream(seed, 'batch', step);
  return views(random, () => DATA.augmentation * (2 * random.uniform() - 1));
}

function views(random: RandomStream, noise: () => number): readonly [Rows, Rows] {
  const { batch, components } = DATA;
  const both = [zeros(batch, components), zeros(batch, components)] as const;
  for (let i = 0; i < batch; i++) {
    const component = random.integer(components);
    for (const { data } of both) data[i * components + component] = magnitudeOf(component) + noise();
  }
  return both;
}

/** Deviation of the noise that the authors add to the magnitude, and the number of their batches, which come again and again. */
const CODED = { deviation: 0.5, batches: 500 } as const;

/** Two views of a batch as the authors code it: Gaussian noise, and the batch of step mod 500 in every run. */
export function drawCodedViews(step: number): readonly [Rows, Rows] {
  const random = randomStream(0, 'coded batch', step % CODED.batches);
  return views(random, () => CODED.deviation * random.normal());
}

/** Magnitude of component m, from 0. */
function magnitudeOf(m: number): number {
  return DATA.largestMagnitude - (m * (DATA.largestMagnitude - 1)) / (DATA.components - 1);
}
