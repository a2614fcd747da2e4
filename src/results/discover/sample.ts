import { randomStream } from '../../theory/algebra/random-stream.js';

/** Draws `count` elements, each as likely as any other, in their own order; all if there are no more. */
export function sampled<T>(all: readonly T[], count: number, seed: number): T[] {
  const random = randomStream(seed, 'sample');
  const places = all.map((_, k) => ({ k, draw: random.uniform() })).toSorted((a, b) => a.draw - b.draw);
  const chosen = new Set(places.slice(0, count).map(({ k }) => k));
  return all.filter((_, k) => chosen.has(k));
}
