import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { output } from './output.js';
import { runCli } from './run-cli.js';

const cwd = temporaryFolder();

describe('alpha-cl analyse', () => {
  it('concludes, and says on request how each part is known and where the sigmoid fails', async () => {
    const { code, stdout } = runCli(['analyse', '--loss', 'modified-triplet', '--set', 'c=2'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('c = 2');
    expect(stdout).toContain('✓ ψ does not fall');
    expect(stdout).toContain('F is not convex, so no min player chooses these weights.');
    expect(stdout).toMatch(/✗ F is convex, so a min player exists +fails at a point: /);
    expect(stdout).toMatch(
      /softplus\(c\*x\) in place of sigmoid\(c\*x\): then .* F is convex\n +npx alpha-cl analyse --phi x/,
    );
    expect(stdout).not.toContain('interval-certified: x');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^--proofs shows/);
    const proofs = await output(['analyse', '--loss', 'modified-triplet', '--set', 'c=2', '--proofs']);
    expect(proofs.stdout).toContain('✓ ψ does not fall\n');
    expect(proofs.stdout).toMatch(/✗ a min player exists.*\n.*interval-certified.*\n.*fails at x = /);
  });

  it('takes a loss of distances by any name and as formulae, with its second weight where it is another', async () => {
    const siglip = await output(['analyse', '--loss', 'SigLIP', '--set', 'scale=5']);
    expect(siglip.stdout).toMatch(/^SigLIP: loss of an anchor = .*t = 5, b = -10\n\nNo negative is drawn in/);
    expect(siglip.stdout).toContain('β of the positive');
    expect(siglip.stdout).toContain('· β differs from Σα');
    const typed = ['analyse', '--anchor', 'log(1 + u)', '--sum', 'u=exp((p - n)/tau)'];
    const own = await output(typed);
    expect(own.stdout).toContain('Pull and push balance: β = Σα.');
    expect(own.stdout).not.toContain('β of the positive');
    expect((await output([...typed, '--proofs'])).stdout).toContain(
      'symbolic: all p, n — the slope of the loss along a shift',
    );
    expect((await output([...typed, '--latex'])).stdout).toContain(String.raw`\alpha_{ij} = `);
    const { losses } = JSON.parse((await output([...typed, '--json'])).stdout) as {
      losses: { conclusion: { sentences: string[] }; conditions: unknown[]; changes: unknown[]; latex: object }[];
    };
    expect(losses[0]).toMatchObject({ changes: [], latex: { anchor: expect.any(String) as string } });
    expect(losses[0]?.conclusion.sentences.length).toBe(3);
  });

  it('prints JSON without null for ∞, and LaTeX of a typed loss', () => {
    const typed = ['analyse', '--phi', 'x', '--psi', 'x'];
    const { stdout } = runCli([...typed, '--json'], { cwd });
    const { losses } = JSON.parse(stdout) as { losses: { preference: { effectiveTemperature: { upper: unknown } } }[] };
    expect(losses[0]?.preference.effectiveTemperature.upper).toBe('∞');
    expect(runCli(['analyse', '--phi', 'log(x)', '--psi', 'exp(x)', '--latex'], { cwd }).stdout).toContain(
      String.raw`\alpha_{ij} = \frac{e^{x}}{\xi }`,
    );
  });

  it('reads several losses from a file and writes a page with their figures', () => {
    const file = path.join(cwd, 'losses.json');
    const softplus = { name: 'soft hinge', phi: 'x', psi: 'softplus(k*x)', parameters: { k: [1, 2] } };
    const own = { name: 'own', anchor: 'p/tau + log(u)', sums: { u: 'exp(-n/tau)' }, parameters: { tau: 0.1 } };
    writeFileSync(file, JSON.stringify([softplus, { name: 'mine', phi: 'log(x)', psi: 'exp(x)' }, own]));
    expect(runCli(['analyse', '--from', file, '--out', 'page'], { cwd }).code).toBe(0);
    const page = readFileSync(path.join(cwd, 'page/index.html'), 'utf8');
    expect(page).toContain('soft hinge');
    for (const figure of ['soft-hinge-importance', 'soft-hinge-regulariser', 'mine-importance', 'own-importance']) {
      expect(page).toContain(`figures/${figure}.svg`);
      expect(existsSync(path.join(cwd, `page/figures/${figure}.svg`))).toBe(true);
    }
  });

  it.each([
    [['--phi', 'log(1+x', '--psi', 'x'], /φ, column 8/],
    [['--phi', 'x', '--psi', 'x+import'], /ψ, column 3/],
    [['--phi', 'x'], /--psi is missing/],
    [[], /give one loss/],
    [['--loss', 'vicreg'], /VICReg is outside, because .*; nearest: /],
    [['--loss', 'siglib'], /unknown loss "siglib": .* \(did you mean siglip\?\)/],
    [['--loss', 'siglip', '--anchor', 'p'], /give one loss/],
    [['--loss', 'siglip', '--set', 'scale=1..2'], /gives scale a range/],
    [['--sum', 'u=n'], /--sum is a part of --anchor/],
    [
      ['--anchor', 'p/tua + sum(n)'],
      /anchor, column 3: unknown symbol "tua": use p, n, N, M, P or declare it with --set/,
    ],
    [['--anchor', 'p', '--sum', 'u=exp(-n)'], /u, column 1: this sum is used nowhere/],
    [
      ['--anchor', 'p + u', '--sum', 'u=log(n - 1)'],
      /u, column 1: log\(n - 1\) has no real value at p = 0.02, n = 0.02/,
    ],
    [['--loss', 'infonce', '--phi', 'x', '--psi', 'x'], /give one loss/],
    [['--loss', 'infonse'], /unknown loss "infonse": .* \(did you mean infonce\?\)/],
    ...['tua=0.1', 'Tau=0.1', 'tau=0.5,taw=1'].map((set): [string[], RegExp] => [
      ['--phi', 'tau*log(eps+x)', '--psi', 'exp(x/tau)', '--set', set],
      /and no formula has this symbol: choose one of tau, eps \(did you mean tau\?\)/,
    ]),
    [['--phi', 'x', '--psi', 'x', '--set', 'tau=1'], /no formula has this symbol: leave it out/],
    [['--phi', 'x', '--psi', 'x/tau', '--set', 'tau=0.5,tau=0.6'], /--set or --param gives tau twice/],
    [['--phi', 'x', '--psi', 'x/tau', '--set', 'tau=0.5', '--param', 'tau=1..2'], /gives tau twice/],
    [['--loss', 'infonce', '--set', 'c=1'], /unknown parameter of infonce "c"/],
    [
      ['--loss', 'infonce', '--set', 'toString=1'],
      /unknown parameter of infonce "toString": choose one of temperature, tau, epsilon, eps\n/,
    ],
    [['--loss', 'infonce', '--set', '__proto__=1'], /unknown parameter of infonce "__proto__"/],
    [['--loss', 'mine', '--set', 'c=1'], /mine has no parameter "c", and no other: leave out --set and --param/],
    [['--loss', 'infonce', '--set', 'tau'], /--set "tau" sets nothing/],
    [['--loss', 'infonce', '--param', 'tau=1'], /expected a range, such as tau=0.1..1/],
    [['--loss', 'infonce', '--param', 'tau=2..1'], /the parameter "tau" ranges from 2 to 1/],
    [['--phi', 'x', '--psi', 'log(x)'], /ψ, column 1: log\(x\) has no real value at x = -2,/],
    [['--from', 'missing.json'], /cannot be read/],
  ])('refuses %j in one line', async (args, words) => {
    const { code, stdout, stderr } = await output(['analyse', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
