/** Random numbers that belong to a position: `randomStream(seed, 'augment', epoch, sample, view)`. */
import { generate, type Matrix } from './matrix.js';
import { threefry } from './threefry.js';

/** A sequence of random numbers that is the same for the same position. */
export interface RandomStream {
  /** Draws uniformly from [0, 1), with 53 random bits. */
  uniform(): number;
  /** Draws a standard normal number. */
  normal(): number;
  /** Draws a uniform integer in [0, bound). */
  integer(bound: number): number;
}

/**
 * Returns the stream at a position. The same position gives the same numbers, different positions give independent ones.
 *
 * @param position integers (any size that a double holds exactly) and words; the first is the seed
 * @example
 * randomStream(1, 'augment').uniform(); // 0.3002
 * randomStream(1, 'augment').uniform(); // 0.3002
 * randomStream(2, 'augment').uniform(); // 0.8644
 */
export function randomStream(...position: readonly (number | string)[]): RandomStream {
  let key: readonly [number, number] = [0, 0];
  for (const part of position) key = threefry(key, wordsOf(part));
  let counter = 0;

  const uniform = (): number => {
    const [high, low] = threefry(key, [counter >>> 0, Math.floor(counter / 2 ** 32)]);
    counter++;
    return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
  };
  return {
    uniform,
    // Box-Muller; 1 - u lies in (0, 1], so the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (bound) => Math.floor(uniform() * bound),
  };
}

/**
 * Draws a [rows, columns] matrix of independent standard normals.
 *
 * @throws InvalidInput as `zeros`
 * @example
 * normalMatrix(randomStream(1), 1, 3); // [[1.4907, 0.7369, -1.0723]]
 */
export function normalMatrix(random: RandomStream, rows: number, columns: number): Matrix {
  return generate(rows, columns, () => random.normal());
}

/** Turns a word into its FNV-1a hash, an integer into its low and high halves. */
function wordsOf(part: number | string): [number, number] {
  if (typeof part === 'number') return [part >>> 0, Math.floor(part / 2 ** 32) >>> 0];
  let hash = 0x811c9dc5;
  for (let k = 0; k < part.length; k++) hash = Math.imul(hash ^ part.charCodeAt(k), 0x01000193);
  return [hash >>> 0, 0x776f7264];
}
