/** TensorBoard's files, read back with the decoder of read-events.ts. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEventFile, openEventFile } from '../../../src/training/train/event-file.js';
import { crc32c, tfRecord } from '../../../src/training/train/tf-record.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
import { eventFiles, readEvents, shownEvents } from './read-events.js';

const write = (run: string, steps: number, to: number): void => {
  const events = openEventFile(run, steps, Date.now());
  for (let step = steps + 1; step <= to; step++) events.append(step, { 'train/loss': 10 * steps + step });
  events.flush();
  events.close();
};

describe('an event file', () => {
  it('has the checksums of RFC 3720, B.4', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, k) => k))).toBe(0x46dd794e);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, k) => 31 - k))).toBe(0x113fdb5c);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });

  it('is records whose checksums another reader finds right, and wrong where a bit is turned', () => {
    const file = path.join(temporaryFolder(), 'record');
    const loss = Buffer.from([0x2a, 0x09, 0x0a, 0x07, 0x0a, 0x00, 0x15, 0, 0, 0x80, 0x3f]);
    fc.assert(
      fc.property(fc.nat({ max: 16 + loss.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const record = tfRecord(loss);
        writeFileSync(file, record);
        expect(readEvents(file)).toHaveLength(1);
        record[at] = (record[at] as number) ^ (1 << bit);
        writeFileSync(file, record);
        expect(() => readEvents(file)).toThrow();
      }),
      { numRuns: 50 },
    );
  });

  it('holds the values of every step under the names given, as float32, and the time', () => {
    const run = temporaryFolder();
    const events = openEventFile(run, 0, 1_600_000_000_500);
    const begun = Date.now() / 1000;
    events.append(300, { 'train/loss': 1.25, 'knn/weighted': 0.1 });
    events.append(2 ** 40, { 'train/loss': 0 });
    events.close();
    const [file = ''] = eventFiles(run);
    expect(isEventFile(file)).toBe(true);
    const [version, , ...values] = readEvents(path.join(run, file));
    expect(version).toMatchObject({ step: 0, version: 'brain.Event:2', wallTime: 1_600_000_000.5 });
    expect(values.map(({ step, scalars }) => ({ step, scalars }))).toEqual([
      { step: 300, scalars: { 'train/loss': 1.25, 'knn/weighted': Math.fround(0.1) } },
      { step: 2 ** 40, scalars: { 'train/loss': 0 } },
    ]);
    for (const { wallTime } of values) expect(Math.abs(wallTime - begun)).toBeLessThan(60);
  });

  it('that is begun again shows every step once, the later time, whatever was cut', () => {
    const run = temporaryFolder();
    write(run, 0, 7);
    write(run, 4, 9);
    write(run, 8, 8);
    write(run, 8, 12);
    // Three starts within one second, and a clock that does not matter: names are in the order of writing.
    expect(eventFiles(run)).toHaveLength(4);
    const shown = shownEvents(run).map(({ step, scalars }) => [step, scalars['train/loss']]);
    const expected = Array.from({ length: 12 }, (_, k) => [k + 1, k + 1 + (k < 4 ? 0 : k < 8 ? 40 : 80)]);
    expect(shown).toEqual(expected);
  });

  it('is never changed once another has begun', () => {
    const run = temporaryFolder();
    write(run, 0, 3);
    const first = path.join(run, eventFiles(run)[0] ?? '');
    appendFileSync(first, 'half a rec');
    const before = readFileSync(first);
    write(run, 2, 5);
    expect(readFileSync(first).equals(before)).toBe(true);
  });
});
