import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../src/claims/figure.js';
import { sweepSettings } from '../../../src/faces/cli/sweep-settings.js';
import { parallelCoordinates } from '../../../src/faces/figures/parallel-coordinates.js';
import { readGrid } from '../../../src/results/launch/grid-file.js';
import type { Comparison } from '../../../src/results/runs/comparison.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { tinyData } from '../../training/train/tiny-run.js';
import { output } from './output.js';

describe('the settings of a sweep', () => {
  it('are all combinations, the last option changing fastest', () => {
    const settings = sweepSettings({ set: ['tau=0.1,0.2,eps=1'], lr: '1e-3,3e-3', epochs: '2' });
    expect(settings.map(({ name }) => name)).toEqual([
      'tau=0.1 learningRate=1e-3',
      'tau=0.1 learningRate=3e-3',
      'tau=0.2 learningRate=1e-3',
      'tau=0.2 learningRate=3e-3',
    ]);
    expect(settings[2]?.flags).toMatchObject({ set: ['tau=0.2', 'eps=1'], learningRate: '1e-3', epochs: '2' });
  });

  it('take --tau for a parameter, and commas of a formula for its own', () => {
    const settings = sweepSettings({ phi: 'max(0,x)', psi: 'exp(x/tau)', tau: '0.1,1' });
    expect(settings.map(({ name, flags }) => [name, flags.phi, flags.set])).toEqual([
      ['tau=0.1', 'max(0,x)', ['tau=0.1']],
      ['tau=1', 'max(0,x)', ['tau=1']],
    ]);
    expect(sweepSettings({ loss: 'dcl' }).map(({ name }) => name)).toEqual(['as-given']);
  });

  it('are refused with a seed, without a parameter, and by the thousand', () => {
    expect(() => sweepSettings({ seed: '3' })).toThrow('give --seeds N');
    expect(() => sweepSettings({ set: ['0.1,0.2'] })).toThrow('sets nothing: write name=value,value');
    const many = Array.from({ length: 40 }, (_, k) => String(k + 1)).join(',');
    expect(() => sweepSettings({ epochs: many, batch: many })).toThrow('at most 1,000 settings');
  });
});

describe('alpha-cl sweep', () => {
  const data = tinyData();
  const run = [
    '--model',
    'tiny',
    '--batch',
    '8',
    '--epochs',
    '1',
    '--engine',
    'cpu',
    '--workers',
    '0',
    '--subset',
    '32',
  ];
  const swept = ['--loss', 'infonce', '--set', 'tau=0.2,0.5', '--seeds', '2', '--data', data, ...run];

  /** Arguments by which a job of Slurm collects the results, as a shell takes them from the script. */
  function collecting(scripts: string): string[] {
    const [, line = ''] = /^exec (.* sweep --collect .*)$/m.exec(scripts) ?? [];
    const words = execFileSync('bash', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' });
    return words.trimEnd().split('\n').slice(2);
  }

  it('trains each setting with each seed, compares them, and then has nothing left to do', async () => {
    const out = path.join(temporaryFolder(), 'sweep of τ');
    const sweep = ['sweep', ...swept, '--out', out];
    const args = [...sweep, '--json'];
    const sent = await output([...sweep, '--launcher', 'slurm', '--dry-run', '--time', '90', '--jobs', '3']);
    for (const line of ['#SBATCH --job-name=alpha-cl-sweep', '#SBATCH --time=90', '--array=0-3%3']) {
      expect(sent.stdout).toContain(line);
    }
    expect([(await output([...sweep, '--status'])).stdout.endsWith('\n4 missing\n'), existsSync(out)]).toEqual([
      true,
      false,
    ]);
    const { code, stdout } = await output(args);
    const { groups, figures } = JSON.parse(stdout) as Comparison & { readonly figures: string[] };
    expect(groups.map(({ differing, seeds }) => [differing, seeds])).toEqual([
      [{ temperature: 0.2 }, [1, 2]],
      [{ temperature: 0.5 }, [1, 2]],
    ]);
    expect(groups.every(({ statistics }) => statistics.linearLast?.n === 2)).toBe(true);
    expect(figures.filter((file) => !existsSync(path.join(out, 'figures', file)))).toEqual([]);
    const checkpoint = readFileSync(path.join(out, 'tau=0.2/seed-1/run.json'), 'utf8');
    expect(await output(args)).toMatchObject({ code, stdout });
    expect([code, readFileSync(path.join(out, 'tau=0.2/seed-1/run.json'), 'utf8')]).toEqual([0, checkpoint]);
    expect(await output([...collecting(sent.stdout), '--json'])).toMatchObject({ code, stdout });
    expect((await output([...sweep, '--status'])).stdout).toMatch(/\n4 finished\n$/);
  }, 180_000);

  it('writes the runs as a grid file for alpha-cl job, and refuses what no run can be', async () => {
    const grid = path.join(temporaryFolder(), 'grid.jsonl');
    expect((await output(['sweep', ...swept, '--grid', grid])).code).toBe(0);
    expect(readGrid(grid).map(({ row, seed, options }) => [row, seed, options.set])).toEqual([
      ['tau=0.2', 1, 'tau=0.2'],
      ['tau=0.2', 2, 'tau=0.2'],
      ['tau=0.5', 1, 'tau=0.5'],
      ['tau=0.5', 2, 'tau=0.5'],
    ]);
    const { code, stderr } = await output(['sweep', ...swept, '--lr', '0.1,-1', '--grid', grid]);
    expect([code, stderr]).toEqual([2, 'alpha-cl: --learning-rate is -1: it must be above 0\n']);
    expect((await output(['sweep', ...swept, '--launcher', 'slurm', '--grid', grid])).stderr).toBe(
      'alpha-cl: --launcher and --grid exclude each other: give one of them\n',
    );
  });
});

describe('parallel coordinates', () => {
  const statistics = (neighbours: number, finalLoss: number) =>
    Object.fromEntries(
      Object.entries({ neighbours, finalLoss, linearLast: undefined }).map(([name, mean]) => [
        name,
        mean === undefined ? null : { n: 1, mean, deviation: null },
      ]),
    );
  const groups = [
    { label: 'a', differing: { loss: 'a', batch: 16 }, statistics: statistics(0.4, 3) },
    { label: 'b', differing: { loss: 'b', batch: 64 }, statistics: statistics(0.5, 2) },
    { label: 'c', differing: { loss: 'b', batch: 256 }, statistics: statistics(0.6, 4) },
  ] as unknown as Comparison['groups'];

  it('put words in their order, wide ranges by their logarithm, and the last metric in colour', () => {
    const [figure] = parallelCoordinates({ groups });
    expect(figure?.id).toBe('sweep');
    const { layer } = (figure as Figure).spec as unknown as {
      layer: { data: { values: Record<string, unknown>[] } }[];
    };
    const lines = layer[0]?.data.values ?? [];
    const at = (axis: string) => lines.filter((one) => one['axis'] === axis).map((one) => one['at']);
    expect(at('loss')).toEqual([0, 1, 1]);
    expect(at('batch')).toEqual([0, expect.closeTo(0.5, 12), 1]);
    expect(at('20-NN (%)')).toEqual([0, expect.closeTo(0.5, 12), 1]);
    expect(new Set(lines.map((one) => one['result']))).toEqual(new Set([40, 50, 60]));
    expect(parallelCoordinates({ groups: groups.slice(0, 0) })).toEqual([]);
  });
});
