import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { HOSTILE, UNFIT } from '../../theory/formula/hostile-formulae.js';
import { output } from './output.js';

const folder = temporaryFolder();

/** Values of a and b where they are in the formula: for others they would be refused. */
function valuesFor(text: string): string[] {
  const values = ['a=1', 'b=2'].filter((value) => new RegExp(String.raw`\b${value[0]}\b`).test(text));
  return values.length === 0 ? [] : ['--set', values.join(',')];
}

describe('alpha-cl analyse with what is not a formula', () => {
  it.each(HOSTILE)('refuses %.30s as φ: exit code 2, one line that names the column', async (text, column) => {
    const { code, stdout, stderr } = await output(['analyse', '--phi', text, '--psi', 'x', '--set', 'a=1,b=2']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^alpha-cl: φ, column ${column}: [\\P{C}]{10,300}\n$`, 'u'));
  });
});

describe('alpha-cl analyse with a ψ of no loss', () => {
  it.each(UNFIT)('refuses %s likewise', async (text, column) => {
    const { code, stdout, stderr } = await output(['analyse', '--phi', 'x', '--psi', text, ...valuesFor(text)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^alpha-cl: ψ, column ${column}: [\\P{C}]{10,300}\n$`, 'u'));
  });

  it.each([
    ['-x', 'ψ′(-2) = -1'],
    ['x + c*x^3/100', 'ψ′(-2) = -0.14 with c = -9.5'],
    // Between the points that are tried first.
    ['x + 1/10000 - exp(-(400*x - 5)^2)/200', 'ψ′(0.01'],
  ])('names a point at which %s falls, and reports on it with --force', async (psi, words) => {
    const argv = ['analyse', '--phi', 'x', '--psi', psi, ...(psi.includes('c') ? ['--param', 'c=-20..1'] : [])];
    expect((await output(argv)).stderr).toContain(words);
    const forced = await output([...argv, '--force', '--proofs']);
    expect(forced.code).toBe(0);
    expect(forced.stdout).toMatch(/✗ ψ does not fall\n.*interval-certified.*\n.*fails at x = /);
  });

  it('refuses a φ without a value at a sum of ψ, and says which loss of a file it is in', async () => {
    const argv = ['analyse', '--phi', 'log(x)', '--psi', 'x'];
    expect((await output(argv)).stderr).toMatch(/^alpha-cl: φ, column 1: log\(x\) has no real value at x = -2,/);
    expect((await output([...argv, '--force'])).stdout).toContain('? φ does not fall');
    const file = path.join(folder, 'losses.json');
    writeFileSync(
      file,
      JSON.stringify([
        { name: 'mine', phi: 'log(x)', psi: 'exp(x)' },
        { name: 'odd', phi: '-x', psi: 'x' },
      ]),
    );
    const { code, stdout, stderr } = await output(['analyse', '--from', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^alpha-cl: loss "odd": φ, column 1: it falls: .*--force/);
  });
});

describe('alpha-cl figures with a ψ of no loss', () => {
  it.each(['-x', 'sqrt(x - 1)'])('refuses %s', async (psi) => {
    const { code, stdout, stderr } = await output([
      'figures',
      '--phi',
      'x',
      '--psi',
      psi,
      '--out',
      path.join(folder, 'figures'),
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^alpha-cl: ψ, column \d+: [\P{C}]{10,300}\n$/u);
    expect(existsSync(path.join(folder, 'figures'))).toBe(false);
  });
});

describe('alpha-cl verify on what no loss is made of', () => {
  it.each(['sqrt(x - 1)', 'log(x)', '1/x', '-x', '2 - exp(x)', 'a*0', 'x^2', 'exp(1e9*x)', 'x + y'])(
    'refuses %s as ψ before anything runs: no real value, or it falls, or it is constant',
    async (text) => {
      const { code, stdout, stderr } = await output(['verify', '--phi', 'x', '--psi', text, ...valuesFor(text)]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^alpha-cl: ψ, column \d+: [\P{C}]{10,300}\n$/u);
    },
  );

  it.each([
    [['--phi', 'x'], /--psi is missing/],
    [['--psi', 'x'], /--phi is missing/],
    [['--set', 'tau=1'], /--set is about/],
    [['--phi', 'x', '--psi', 'x', '--set', 'tau'], /write name=number/],
    [['--phi', 'x', '--psi', 'x', '--real'], /--real is for runs on all losses/],
    [['--phi', 'x', '--psi', 'x', '--claims', 'pca-uniform,relu-*'], /choose among theorem-1-gradient/],
  ])('refuses %j in one line', async (argv, words) => {
    const { code, stdout, stderr } = await output(['verify', ...argv]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
