import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { runCli } from './run-cli.js';

const cwd = temporaryFolder();

describe('alpha-cl figures', () => {
  it('draws the figures of the claims asked for, three files each, and names the folder', () => {
    const { code, stdout } = runCli(['figures', '--only', 'pca-uniform', '--cases', '5', '--out', 'some'], { cwd });
    expect(code).toBe(0);
    expect(readdirSync(path.join(cwd, 'some')).toSorted()).toEqual(
      ['png', 'svg', 'vl.json'].map((ending) => `pca-uniform-tightness.${ending}`),
    );
    expect(stdout).toBe(`pca-uniform-tightness\n1 figure in ${path.join(cwd, 'some')}\n`);
  });

  it('draws one figure of a claim, keeps other files, and tells as JSON', () => {
    const args = ['figures', '--only', 'covariance-energy-tr*', '--cases', '5', '--out', 'some', '--json'];
    const { stdout } = runCli(args, { cwd });
    const { figures } = JSON.parse(stdout) as { figures: { id: string; files: string[] }[] };
    expect(figures.map(({ id }) => id)).toEqual(['covariance-energy-trace']);
    expect(readdirSync(path.join(cwd, 'some'))).toHaveLength(6);
    const spec = JSON.parse(readFileSync(path.join(cwd, 'some', 'covariance-energy-trace.vl.json'), 'utf8')) as object;
    expect(spec).toHaveProperty('$schema');
  });

  it('draws the curve of a loss that is given, and nothing about the named ones', () => {
    const given = ['--phi', 'x + x^2', '--psi', 'softplus(x)'];
    const only = 'importance-monotone*,min-player-none*,norm-lemma*,given-loss*';
    const { stdout } = runCli(['figures', ...given, '--only', only, '--cases', '3', '--out', 'own', '--json'], { cwd });
    const { figures } = JSON.parse(stdout) as { figures: { id: string }[] };
    expect(figures.map(({ id }) => id)).toEqual([
      'min-player-none-tightness',
      'importance-monotone-tightness',
      'norm-lemma-tightness',
      'given-loss-importance',
      'given-loss-regulariser',
    ]);
  });

  it.each([
    [['--only', 'theorem-9'], 'fits no figure: choose among the claims'],
    [['--only', 'pca-uniform-nothing'], 'fits no figure: choose among the figures pca-uniform-tightness'],
    [['--only', ''], 'fits no figure'],
    [['--out', 'file'], '--out file is a file'],
  ])('figures %j: exit code 2 and nothing written', (args, words) => {
    writeFileSync(path.join(cwd, 'file'), '');
    const { code, stderr, stdout } = runCli(['figures', '--out', 'never', '--cases', '5', ...args], { cwd });
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(existsSync(path.join(cwd, 'never'))).toBe(false);
  });
});
