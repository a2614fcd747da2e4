import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesCsv, linesOf, thinned, type DrawnRun } from '../../../src/faces/explorer/training/curve-lines.js';
import { curveQuery, curveSettings, type CurveSettings } from '../../../src/faces/explorer/training/curve-settings.js';
import { MEASURES } from '../../../src/faces/explorer/training/measures.js';
import { smoothed } from '../../../src/faces/explorer/training/smoothing.js';

const USUAL = curveSettings(new URLSearchParams());

/** A run of 4 steps an epoch and 30 samples a batch: a step takes a minute. */
function run(id: string, losses: readonly number[]): DrawnRun {
  const steps = losses.map((loss, k) => ({
    step: k + 1,
    epoch: Math.floor(k / 4),
    loss,
    gradientNorm: 1,
    learningRate: 1,
    viewsPerSecond: 1,
  }));
  const course = { steps, knn: [], importance: [], spectrum: [], training: false };
  return { id, name: `seed ${id}`, group: 'InfoNCE, τ = 0.5', loss: 'InfoNCE', batch: 30, batchesPerEpoch: 4, course };
}

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true });

describe('smoothing', () => {
  it('is the weighted mean of the values so far, as the closed form has it', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, weight) => {
          const closed = values.map((_, k) => {
            const weights = values.slice(0, k + 1).map((_value, j) => weight ** (k - j));
            const total = weights.reduce((sum, one) => sum + one, 0);
            return weights.reduce((sum, one, j) => sum + (one / total) * (values[j] as number), 0);
          });
          smoothed(values, weight).forEach((value, k) => expect(value).toBeCloseTo(closed[k] as number, 8));
        },
      ),
    );
  });

  it('keeps gaps, and passes over them', () => {
    expect(smoothed([1, Number.NaN, 3], 0.5)).toEqual([1, Number.NaN, (0.5 * 1 + 3) / 1.5]);
  });
});

describe('lines of curves', () => {
  it('lie over epochs, steps or minutes, within the ends of the axis', () => {
    const places = (settings: Partial<CurveSettings>): number[] | undefined =>
      linesOf(MEASURES.loss, [run('1', [4, 3, 2, 1])], { ...USUAL, ...settings })[0]?.points.map(({ x }) => x);
    expect(places({ x: 'epoch' })).toEqual([0.25, 0.5, 0.75, 1]);
    expect(places({ x: 'step' })).toEqual([1, 2, 3, 4]);
    expect(places({ x: 'time' })).toEqual([1, 2, 3, 4]);
    expect(places({ x: 'step', from: 2, to: 3 })).toEqual([2, 3]);
  });

  it('are means with the range between runs, as far as every run has come', () => {
    const lines = linesOf(MEASURES.loss, [run('1', [4, 2, 1]), run('2', [2, 2])], { ...USUAL, lines: 'means' });
    expect(lines.map(({ name }) => name)).toEqual(['mean of 2']);
    expect(lines[0]?.points.map(({ smooth, range }) => [smooth, range])).toEqual([
      [3, [2, 4]],
      [2, [2, 2]],
    ]);
  });

  it('are a table for other programs, with names that hold commas in quotes', () => {
    const lines = linesOf(MEASURES.loss, [run('1', [4, 2])], { ...USUAL, smoothing: 0.5 });
    expect(linesCsv(lines, 'epoch')).toBe(
      'group,run,step,epoch,value,smoothed\n' +
        `"InfoNCE, τ = 0.5",seed 1,1,0.25,4,4\n"InfoNCE, τ = 0.5",seed 1,2,0.5,2,${(0.5 * 4 + 2) / 1.5}\n`,
    );
  });

  it('are thinned to few points, whose mean is that of all', () => {
    const [line] = linesOf(
      MEASURES.loss,
      [
        run(
          '1',
          Array.from({ length: 960 }, (_, k) => k),
        ),
      ],
      USUAL,
    );
    const few = thinned(line?.points ?? []);
    expect(few.length).toBeLessThanOrEqual(240);
    expect(few.reduce((sum, { value }) => sum + value, 0) / few.length).toBeCloseTo(959 / 2, 9);
  });
});

it('settings of curves are what an address says that they wrote', () => {
  const settings = fc.record(
    {
      smoothing: fc.integer({ min: 0, max: 999 }).map((k) => k / 1000),
      x: fc.constantFrom('epoch', 'step', 'time'),
      y: fc.constantFrom('linear', 'log'),
      from: fc.integer({ min: 0, max: 50 }),
      to: fc.integer({ min: 51, max: 99 }),
      by: fc.constantFrom('', 'seed', 'temperature'),
      lines: fc.constantFrom('runs', 'means'),
    } as const,
    { requiredKeys: ['smoothing', 'x', 'y', 'by', 'lines'] },
  );
  fc.assert(
    fc.property(settings, (given) => {
      expect(curveSettings(new URLSearchParams(curveQuery(given as CurveSettings)))).toEqual(given);
    }),
  );
});
