/**
 * Threefry-2x32, 20 rounds: a counter-based random generator.
 *
 * Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. The output is a pure function of
 * (key, counter), so a random number belongs to a *position* (seed, epoch, sample, view, purpose) and is the same in any
 * order and on any number of workers. JAX uses the same generator.
 */

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/**
 * Generates two words of 32 random bits each, as unsigned integers, from a key and a counter (Salmon et al. 2011).
 *
 * @example
 * threefry([0, 0], [0, 0]); // [1797259609, 2579123966] = [0x6b200159, 0x99ba4efe]
 */
export function threefry(key: readonly [number, number], counter: readonly [number, number]): [number, number] {
  const schedule = [key[0] | 0, key[1] | 0, key[0] ^ key[1] ^ PARITY] as const;
  let x = (counter[0] + schedule[0]) | 0;
  let y = (counter[1] + schedule[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const by = ROTATIONS[round % 8] as number;
    x = (x + y) | 0;
    y = ((y << by) | (y >>> (32 - by))) ^ x;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x = (x + (schedule[injection % 3] as number)) | 0;
      y = (y + (schedule[(injection + 1) % 3] as number) + injection) | 0;
    }
  }
  return [x >>> 0, y >>> 0];
}
