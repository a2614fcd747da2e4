import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchmarkTable } from '../../src/tables/benchmark-table.js';
import { reproduceTable, type ReproduceOptions, type TableRun } from '../../src/tables/reproduce-table.js';
import { writeTablePage } from '../../src/tables/table-page.js';
import { InvalidInput } from '../../src/invalid-input.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
import { BUSY, runsData, TRAINED } from '../runs/runs-data.js';

const SMALL = { subset: TRAINED, batch: 8, epochs: 2, workers: 0, checkpointEvery: 3, knnEvery: 0 } as const;

const table: BenchmarkTable = {
  id: 'small',
  title: 'Two losses',
  setting: 'The tiny net on generated images.',
  preset: 'smoke',
  test: 'held-out',
  rows: [
    { id: 'infonce', label: 'InfoNCE', options: { ...SMALL, loss: 'infonce' } },
    { id: 'direct', label: 'α-CL-direct', options: { ...SMALL, loss: 'alpha-cl-direct' } },
  ],
};

const data = runsData();

const reproduce = (folder: string, rest: Partial<ReproduceOptions> = {}): Promise<TableRun[]> =>
  reproduceTable(table, { folder, data, seeds: [1, 2], engine: 'cpu', ...rest });

/** Figures without times. */
function figures(runs: readonly TableRun[]): object[] {
  return runs.map(({ row, seed, evaluation: { encoder, baselines } }) => ({
    row: row.id,
    seed,
    all: [encoder, ...baselines].map(({ seconds: _seconds, ...rest }) => rest),
  }));
}

describe('a table', () => {
  it(
    'that is stopped again and again ends with the figures of one that is not, and does nothing twice',
    async () => {
      const whole = await reproduce(temporaryFolder());
      expect(whole.map(({ row, seed }) => `${row.id} ${seed}`)).toEqual([
        'infonce 1',
        'infonce 2',
        'direct 1',
        'direct 2',
      ]);
      expect(whole.map(({ evaluation }) => evaluation.baselines.map(({ subject }) => subject.kind))).toEqual([
        ['pixels', 'random'],
        ['random'],
        [],
        [],
      ]);

      const folder = temporaryFolder();
      let stops = 0;
      const stopped = async (): Promise<TableRun[] | undefined> => {
        const controller = new AbortController();
        let told = 0;
        try {
          return await reproduce(folder, {
            signal: controller.signal,
            onProgress: ({ training }) => {
              // Each time a little later: in the first step, in the fourth, between two runs.
              if (training !== undefined && ++told > 3 * stops) controller.abort(new InvalidInput('stopped'));
            },
          });
        } catch (error) {
          expect(String(error)).toContain('stopped');
          stops++;
          return undefined;
        }
      };
      let ended: TableRun[] | undefined;
      while (ended === undefined) ended = await stopped();
      expect(stops).toBeGreaterThan(3);
      expect(figures(ended)).toEqual(figures(whole));

      const files = (): object[] =>
        ended.map((run) => {
          const { steps } = run.evaluation.run;
          const time = (name: string): number => statSync(path.join(run.folder, name)).mtimeMs;
          return {
            names: readdirSync(run.folder),
            written: [time('evaluation.json'), time(`checkpoints/step-${steps}.safetensors`)],
            metrics: readFileSync(path.join(run.folder, 'metrics.jsonl'), 'utf8'),
          };
        });
      const before = files();
      expect(figures(await reproduce(folder))).toEqual(figures(whole));
      expect(files()).toEqual(before);
    },
    BUSY,
  );

  it(
    'becomes a page that says on which images it is measured, with means, differences and every run',
    async () => {
      const runs = await reproduce(temporaryFolder());
      const folder = temporaryFolder();
      const page = await writeTablePage(table, runs, { folder, command: 'npx alpha-cl reproduce small' });
      const text = readFileSync(page, 'utf8');
      expect(text).toContain('16 held-out images (33 to 48; not the official test set)');
      const cells = (start: string): string[] =>
        (text.split('\n').find((line) => line.startsWith(`| ${start} |`)) ?? '').split('|').map((cell) => cell.trim());
      const best = runs
        .filter(({ row }) => row.id === 'direct')
        .map(({ evaluation }) => 100 * evaluation.encoder.linear.best.testAccuracy);
      const mean = ((best[0] ?? 0) + (best[1] ?? 0)) / 2;
      expect(cells('α-CL-direct').slice(2, 4)).toEqual([
        '2',
        `${mean.toFixed(2)} ± ${(Math.abs((best[0] ?? 0) - (best[1] ?? 0)) / Math.SQRT2).toFixed(2)}`,
      ]);
      const random = runs[0]?.evaluation.baselines[1]?.linear.best.testAccuracy ?? 0;
      const other = runs[1]?.evaluation.baselines[0]?.linear.best.testAccuracy ?? 0;
      expect(cells('α-CL-direct − random encoder')[3]).toMatch(
        new RegExp(String.raw`^${(mean - 50 * (random + other)).toFixed(2)} ±`),
      );
      expect(text.match(/\| α-CL-direct \| [12] \| 2 \|/g)).toHaveLength(2);
      const drawn = readdirSync(path.join(folder, 'figures'));
      expect(drawn).toContain('small-training-loss.svg');
      for (const [, name] of text.matchAll(/\(figures\/([^)]+)\)/g)) expect(drawn).toContain(name);
    },
    BUSY,
  );
});
