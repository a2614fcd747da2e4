/** Pages of tables, made of copies of one small run whose records are changed. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { finishJob } from '../../../src/results/tables/finish-job.js';
import type { TableJob } from '../../../src/results/tables/table-jobs.js';
import { collectRuns, jobState } from '../../../src/results/tables/table-runs.js';
import { writeTable, type WrittenTable } from '../../../src/faces/report/write-table.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { BUSY, runsData } from '../../results/runs/runs-data.js';
import { SMALL_TABLE, smallJobs } from '../../results/tables/small-table.js';

const data = runsData();
const original = path.join(temporaryFolder(), 'run');

interface StoredEvaluation {
  readonly subject: { readonly kind: string };
  readonly linear: { readonly best: { testAccuracy: number } };
}

interface StoredRun {
  engine: { name: string; device: string };
  versions: Record<string, string>;
  readonly config: Record<string, unknown>;
}

beforeAll(async () => {
  // With every baseline, so that it may stand for each job.
  const [job] = smallJobs(temporaryFolder(), data, { preset: 'paper', seeds: [1] }) as [TableJob];
  await finishJob(job);
  mkdirSync(original, { recursive: true });
  cpSync(job.folder, original, { recursive: true });
}, BUSY);

/** A file of the run with its content changed by the caller. */
function editable(job: TableJob, name: string): { content: unknown; save: () => void } {
  const file = path.join(job.folder, name);
  const content = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  return { content, save: () => writeFileSync(file, JSON.stringify(content)) };
}

/** A run of the job whose encoder has this accuracy. */
function place(job: TableJob, accuracy: number, change: (run: StoredRun) => void = () => undefined): void {
  cpSync(original, job.folder, { recursive: true });
  const record = editable(job, 'run.json');
  const run = record.content as StoredRun;
  Object.assign(run.config, { seed: job.seed, loss: job.options.loss });
  if (job.row === 'direct') {
    run.config['power'] = 4;
    delete run.config['constantLogit'];
    delete run.config['temperature'];
  }
  change(run);
  record.save();

  const file = editable(job, 'evaluation.json');
  for (const { subject, linear } of (file.content as { evaluations: StoredEvaluation[] }).evaluations) {
    if (subject.kind === 'encoder') linear.best.testAccuracy = accuracy;
    if (subject.kind === 'random') Object.assign(subject, { seed: job.seed });
  }
  file.save();
}

async function written(jobs: readonly TableJob[], preset: 'smoke' | 'paper'): Promise<WrittenTable & { md: string }> {
  const folder = temporaryFolder();
  const runs = collectRuns(jobs);
  const made = await writeTable({ table: SMALL_TABLE, preset, jobs, runs, folder, command: 'npx again' });
  return { ...made, md: readFileSync(made.files.md, 'utf8') };
}

/** Cells of the first line of a page that begins so. */
function cells(page: string, start: string): string[] {
  return (page.split('\n').find((line) => line.startsWith(`| ${start}`)) ?? '').split('|').map((cell) => cell.trim());
}

describe('a page of a table', () => {
  it(
    'has means, differences seed by seed with their confidence, cost, and says how much of it there is',
    async () => {
      const jobs = smallJobs(temporaryFolder(), data, { seeds: [1, 2, 3] });
      for (const job of jobs) {
        const accuracy = job.row === 'direct' ? [0.51, 0.54, 0.55] : [0.5, 0.52, 0.54];
        if (!(job.row === 'direct' && job.seed === 3)) place(job, accuracy[job.seed - 1] as number);
      }
      expect(jobs.map((job) => jobState(job).kind)).toEqual([...Array<string>(5).fill('finished'), 'missing']);
      const { md, summary, files } = await written(jobs, 'smoke');
      expect(summary).toMatchObject({ asked: 6, finished: 5, missing: ['α-CL-direct on All images, seed 3'] });
      expect(md).toContain('5 of 6 runs');
      expect(cells(md, 'InfoNCE |')[2]).toBe('52.00 ± 2.00 (3)');
      expect(cells(md, 'α-CL-direct |')[2]).toBe('52.50 ± 2.12 (2)');
      // 1 and 2 points: mean 1.5, deviation 0.7071, t(1) = 12.706.
      expect(cells(md, 'α-CL-direct − InfoNCE')).toEqual(
        expect.arrayContaining(['2', '+1.50 [−4.85, 7.85]']) as string[],
      );
      expect(cells(md, 'α-CL-direct − random encoder')[2]).toBe('2');
      expect(md).toContain('16 held-out images (33 to 48; not the official test set)');
      expect(summary.columns[0]?.mixtures).toEqual([]);
      expect(summary.deviceHours.training).toBeGreaterThan(0);

      const html = readFileSync(files.html, 'utf8');
      expect(html).toContain('52.50 ± 2.12 (2)');
      expect(html).not.toMatch(/<script|src="|href="http/);
      const tex = readFileSync(files.tex, 'utf8');
      expect(tex).toContain(String.raw`52.50 $\pm$ 2.12 (2) \\`);
      expect(tex).toContain(String.raw`\toprule`);
      const json = JSON.parse(readFileSync(files.json, 'utf8')) as { columns: unknown; runs: unknown[] };
      expect(json.columns).toEqual(JSON.parse(JSON.stringify(summary.columns)));
      expect(json.runs).toHaveLength(5);
    },
    BUSY,
  );

  it(
    'never mixes engines, versions or options in a column without saying so',
    async () => {
      const jobs = smallJobs(temporaryFolder(), data, { seeds: [1, 2] });
      const [first, second, third, fourth] = jobs as [TableJob, TableJob, TableJob, TableJob];
      place(first, 0.5);
      place(second, 0.5, (run) => void (run.engine = { name: 'webgpu', device: 'NVIDIA' }));
      place(third, 0.5, (run) => void (run.versions = { ...run.versions, node: 'v99.0.0' }));
      place(fourth, 0.5, (run) => void (run.config['batch'] = 16));
      const { md, files, summary } = await written(jobs, 'smoke');
      const [engine, software, options] = summary.columns[0]?.mixtures ?? [];
      expect(engine?.text).toMatch(
        /engine of the training differ: cpu .* in most runs, webgpu \(NVIDIA\) in α-CL-direct \(seed 1\)/,
      );
      expect(engine?.rows).toEqual(['direct']);
      expect(software?.text).toMatch(/software of the training differ: .*node v99\.0\.0.* in InfoNCE \(seed 2\)/);
      expect(options?.text).toBe('α-CL-direct (seed 2): --batch is 16, not 8.');
      expect(cells(md, 'α-CL-direct')[2]).toMatch(/<sup>a, c<\/sup>$/);
      expect(cells(md, 'InfoNCE')[2]).toMatch(/<sup>b<\/sup>$/);
      for (const file of [files.html, files.tex]) expect(readFileSync(file, 'utf8')).toContain('v99.0.0');
    },
    BUSY,
  );

  it(
    'has what was published beside ours with Welch’s interval, after the same epochs alone',
    async () => {
      const jobs = smallJobs(temporaryFolder(), data, {
        preset: 'paper',
        seeds: [1, 2, 3, 4, 5],
        only: ['direct', 'all'],
      });
      const empty = await written(jobs, 'paper');
      expect(cells(empty.md, 'α-CL-direct, 1 epoch').slice(2, 5)).toEqual(['–', '50.00 ± 1.00 (5)', '–']);
      for (const job of jobs) place(job, 0.5 + 0.01 * job.seed);
      const { md, files } = await written(jobs, 'paper');
      // Mean 53, deviation √2.5: the difference has deviation √(2.5/5 + 1/5) and 6.76 degrees of freedom, t = 2.382.
      expect(cells(md, 'α-CL-direct, 1 epoch').slice(2, 5)).toEqual([
        '53.00 ± 1.58 (5)',
        '50.00 ± 1.00 (5)',
        '+3.00 [1.01, 4.99]',
      ]);
      expect(cells(md, 'α-CL-direct, 2 epochs').slice(2, 5)).toEqual(['53.00 ± 1.58 (5)', '', '']);
      expect(md).toContain('Published: a log, made by --subset 32 --model tiny --loss alpha-cl-direct --normalise row');
      const refused =
        'Published, but not shown beside ours, for it was made by another recipe: α-CL-direct on All images after 2 epochs, ' +
        '60.00 ± 1.00 (5) (another log). --normalise is none there, row here.';
      for (const file of [files.md, files.html, files.tex]) expect(readFileSync(file, 'utf8')).toContain(refused);
      expect(readFileSync(files.tex, 'utf8')).toContain(String.raw`$+$3.00 [1.01, 4.99]`);
    },
    BUSY,
  );

  it(
    'has no published result beside runs of which one was made by another recipe, whatever the table asks for',
    async () => {
      const jobs = smallJobs(temporaryFolder(), data, { preset: 'paper', seeds: [1, 2], only: ['direct', 'all'] });
      const [first, second] = jobs as [TableJob, TableJob];
      place(first, 0.5);
      place(second, 0.5, (run) => void (run.config['slack'] = 0.1));
      const { md } = await written(jobs, 'paper');
      expect(cells(md, 'α-CL-direct, 1 epoch').slice(2)).toEqual([expect.stringMatching(/^50\.00 ± 0\.00 \(2\)/), '']);
      expect(md).toContain('after 1 epoch, 50.00 ± 1.00 (5) (a log). --slack is 0 there, 0.1 here.');
    },
    BUSY,
  );
});
