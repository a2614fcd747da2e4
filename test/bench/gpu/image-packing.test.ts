/** CIFAR-10's records come out of their packing as they went in. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packRecords, RECORD_BYTES, unpackRecords } from '../../../bench/gpu/image-packing.js';

it('gives back every byte of every record', () => {
  const records = fc
    .integer({ min: 0, max: 3 })
    .chain((count) => fc.uint8Array({ minLength: count * RECORD_BYTES, maxLength: count * RECORD_BYTES }));
  fc.assert(
    fc.property(records, (bytes) => {
      const packed = packRecords(bytes);
      expect(packed.length).toBe(bytes.length);
      expect(Buffer.from(unpackRecords(packed)).equals(Buffer.from(bytes))).toBe(true);
    }),
    { numRuns: 20 },
  );
});

it('leaves nothing of an even slope of all colours but its first pixels', () => {
  const record = Uint8Array.from({ length: RECORD_BYTES }, (_, k) => {
    const pixel = (k - 1) % 1024;
    return k === 0 ? 7 : 2 * Math.floor(pixel / 32) + 3 * (pixel % 32);
  });
  const packed = packRecords(record);
  expect(packed[0]).toBe(7);
  // Rows and columns at the edge rise by 2 and 3, folded to 4 and 6; inside, the median has the step of the smaller neighbour to go.
  expect(Math.max(...packed.slice(1))).toBeLessThanOrEqual(6);
});

it('refuses what is no whole record', () => {
  expect(() => packRecords(new Uint8Array(RECORD_BYTES + 1))).toThrow('3074 bytes are no whole records of 3073');
});
