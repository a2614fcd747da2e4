import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { threefry } from '../../../src/theory/algebra/threefry.js';

describe('threefry', () => {
  // Known answers of the Random123 library for Threefry-2x32 with 20 rounds.
  it.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as [[number, number], [number, number], [number, number]][])('key %j, counter %j', (key, counter, expected) => {
    expect(threefry(key, counter)).toEqual(expected);
  });
});

describe('randomStream', () => {
  const draw = (stream = randomStream(1), count = 20_000): number[] =>
    Array.from({ length: count }, () => stream.uniform());
  const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;

  it('repeats itself at the same position and nowhere else', () => {
    expect(draw(randomStream(7, 'augment', 3), 5)).toEqual(draw(randomStream(7, 'augment', 3), 5));
    const positions = [
      [7, 'augment', 3],
      [7, 'augment', 4],
      [7, 'shuffle', 3],
      [8, 'augment', 3],
      [7, 3, 'augment'],
      [7 + 2 ** 32, 'augment', 3],
    ];
    const firsts = positions.map((position) => randomStream(...position).uniform());
    expect(new Set(firsts).size).toBe(positions.length);
  });

  it('is uniform on [0, 1): mean ½ and variance 1/12 within five standard errors', () => {
    const values = draw();
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / values.length));
    expect(Math.abs(mean(values.map((x) => (x - 0.5) ** 2)) - 1 / 12)).toBeLessThan(
      5 * Math.sqrt(1 / 180 / values.length),
    );
  });

  it('is normal: moments 0, 1, 0, 3 within five standard errors', () => {
    const stream = randomStream(2);
    const values = Array.from({ length: 20_000 }, () => stream.normal());
    const errors = [1, 2, 15, 96].map((variance) => 5 * Math.sqrt(variance / values.length));
    [0, 1, 0, 3].forEach((moment, k) => {
      expect(Math.abs(mean(values.map((x) => x ** (k + 1))) - moment)).toBeLessThan(errors[k] as number);
    });
  });

  it('draws every integer below the bound equally often', () => {
    const stream = randomStream(3);
    const counts = new Map<number, number>();
    for (let k = 0; k < 12_000; k++) {
      const drawn = stream.integer(6);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(2000 * (5 / 6)));
  });
});
