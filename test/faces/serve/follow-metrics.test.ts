import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { metricsFollower } from '../../../src/faces/serve/follow-metrics.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { stepLines, text } from './given.js';

const root = temporaryFolder();
let file = '';
let count = 0;
beforeEach(() => (file = path.join(root, `metrics-${++count}.jsonl`)));

const written = (from: number, to: number): string => stepLines(from, to).map(text).join('');

describe('following metrics.jsonl', () => {
  it('gives each line once, however the file is cut into pieces', () => {
    const whole = Buffer.from(written(1, 12));
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length), { maxLength: 8 }), (cuts) => {
        writeFileSync(file, '');
        const look = metricsFollower(file);
        const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
        const seen = places.flatMap((end, k) => {
          appendFileSync(file, whole.subarray(places[k - 1] ?? 0, end));
          const { restarted, lines } = look();
          expect(restarted).toBe(false);
          return lines;
        });
        expect(seen).toEqual(stepLines(1, 12));
      }),
    );
  });

  it('waits for a file that is not there yet', () => {
    const look = metricsFollower(file);
    expect(look()).toEqual({ restarted: false, lines: [] });
    writeFileSync(file, written(1, 2));
    expect(look()).toEqual({ restarted: false, lines: stepLines(1, 2) });
  });

  it('begins again where the file was cut, also when it has grown past its old end since', () => {
    writeFileSync(file, written(1, 6));
    const look = metricsFollower(file);
    look();
    truncateSync(file, Buffer.byteLength(written(1, 3)));
    expect(look()).toEqual({ restarted: true, lines: stepLines(1, 3) });
    look();
    const other = stepLines(4, 9).map((line) => ({ ...line, learningRate: 0.002 }));
    writeFileSync(file, written(1, 2) + other.map(text).join(''));
    expect(look()).toEqual({ restarted: true, lines: [...stepLines(1, 2), ...other] });
  });

  it('begins again with another file of the same name, and when the file has gone', () => {
    writeFileSync(file, written(1, 6));
    const look = metricsFollower(file);
    look();
    writeFileSync(`${file}.new`, written(7, 12));
    renameSync(`${file}.new`, file);
    expect(look()).toEqual({ restarted: true, lines: stepLines(7, 12) });
    rmSync(file);
    expect(look()).toEqual({ restarted: true, lines: [] });
    expect(look()).toEqual({ restarted: false, lines: [] });
  });

  it('passes over a damaged line', () => {
    writeFileSync(file, `${written(1, 1)}{"step":2,"lo\nnull\n${written(3, 3)}`);
    expect(metricsFollower(file)().lines.map(({ step }) => step)).toEqual([1, 3]);
  });
});
