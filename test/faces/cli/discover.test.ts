import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { BUSY, runsData, TRAINED } from '../../results/runs/runs-data.js';
import { runCli, type CliResult } from './run-cli.js';

const cwd = temporaryFolder();
const cli = (...args: string[]): CliResult => runCli(['discover', ...args], { cwd });

interface Output {
  readonly shapes: readonly { id: string; family: string; values: Record<string, number>; theory: object }[];
  readonly study?: { readonly losses: readonly { id: string; accuracies: number[] }[]; readonly worth: object[] };
}

describe('alpha-cl discover', () => {
  it(
    'ranks shapes of the grammar and one’s own, as a table that says how each thing is known',
    () => {
      const formula = ['--formula', 'w*exp(-r^a/tau)+(1-w)/(r+1)', '--formula', 'exp(r)', '--set', 'w=0.7,a=2,tau=0.5'];
      const { code, stdout, stderr } = cli('--families', 'exponent,uniform', '--top', '3', ...formula);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^33 shapes of α, by score\. Computed on 254 distances/);
      expect(stdout).toMatch(
        /w\*exp\(-r\^a\/tau\)\+\(1-w\)\/\(r\+1\), w = 0\.7, a = 2, tau = 0\.5 .*yes S.*of each pair S/,
      );
      expect(stdout).toMatch(/│ 33 │ exp\(r\) .*NO I.*none I/);
    },
    BUSY,
  );

  it(
    'prints JSON by any criterion, of a draw that a seed makes',
    () => {
      const draw = (seed: string): Output =>
        JSON.parse(cli('--limit', '5', '--sample-seed', seed, '--sort', 'hardness', '--json').stdout) as Output;
      const { shapes } = draw('1');
      expect(shapes).toHaveLength(5);
      const hardness = shapes.map(({ values }) => values['hardness'] as number);
      expect(hardness).toEqual(hardness.toSorted((a, b) => b - a));
      expect(shapes[0]?.theory).toMatchObject({ falls: { outcome: 'holds', evidence: { grade: 'symbolic' } } });
      expect(draw('1').shapes).toEqual(shapes);
    },
    BUSY,
  );

  it.each([
    [['--families', 'exponents'], /^alpha-cl: unknown family "exponents"/],
    [['--formula', 'r - 1'], /^alpha-cl: α, column 3: it is negative at r = 0/],
    [['--formula', 'exp(-r/tau)'], /^alpha-cl: α, column 8: unknown symbol "tau"/],
    [['--set', 'tau=1'], /^alpha-cl: --set gives values/],
    [['--train', '5'], /^alpha-cl: --out is missing/],
    [['--train', '2', '--out', 'study'], /^alpha-cl: --train is 2: a correlation needs at least 3/],
    [['--train', '5', '--out', 'study'], /^alpha-cl: --data is missing/],
    [['--sort', 'beauty'], /beauty/],
  ])('refuses %j in one line, and writes nothing', (args, message) => {
    const { code, stdout, stderr } = cli(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^[^\n]*\n(See npx alpha-cl discover --help\n)?$/);
    expect(existsSync(path.join(cwd, 'study'))).toBe(false);
  });

  it(
    'trains, correlates and writes a page; the same command trains nothing again',
    () => {
      const data = runsData();
      const tiny = ['--preset', 'smoke', '--epochs', '1', '--images', String(TRAINED), '--batch', '16'];
      const study = (...more: string[]): CliResult =>
        cli('--train', '3', '--seeds', '2', ...tiny, '--engine', 'cpu', '--data', data, '--out', 'runs', ...more);
      const first = study();
      expect([first.code, first.stderr]).toEqual([0, '']);
      expect(first.stdout).toMatch(/Correlation of criteria with it over 3 losses/);
      const folder = path.join(cwd, 'runs', 'discover');
      expect(readdirSync(folder)).toHaveLength(6);
      const times = (): number[] =>
        readdirSync(folder).flatMap((run) =>
          ['run.json', 'evaluation.json', 'metrics.jsonl'].map(
            (file) => statSync(path.join(folder, run, file)).mtimeMs,
          ),
        );
      const before = times();
      const again = study('--json');
      expect(times()).toEqual(before);
      const { study: results, shapes } = JSON.parse(again.stdout) as Output;
      expect(results?.losses.map(({ accuracies }) => accuracies.length)).toEqual([2, 2, 2]);
      expect(results?.worth).toHaveLength(5);
      expect(shapes.length).toBeGreaterThan(90);
      const page = readFileSync(path.join(cwd, 'runs', 'discover.md'), 'utf8');
      expect(page).toContain('16 held-out images (33 to 48; not the official test set)');
      for (const [, file] of page.matchAll(/\((figures\/[^)]*\.svg)\)/g)) {
        expect(readFileSync(path.join(cwd, 'runs', file as string), 'utf8')).toContain('<svg');
      }
    },
    3 * BUSY,
  );
});
