import type { RandomStream } from '../../theory/algebra/random-stream.js';

/**
 * Draws `count` different integers of [0, total) in random order, by the start of a Fisher-Yates shuffle. With the same stream, a
 * larger count begins with the same integers.
 */
export function drawWithoutReplacement(count: number, total: number, random: RandomStream): number[] {
  const deck = Array.from({ length: total }, (_, k) => k);
  for (let k = 0; k < count; k++) {
    const other = k + random.integer(total - k);
    [deck[k], deck[other]] = [deck[other] as number, deck[k] as number];
  }
  return deck.slice(0, count);
}
