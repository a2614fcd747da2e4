import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLAIMS } from '../../../proofs-checks/index.js';
import { temporaryFolder, writeTinyDatasets } from '../../training/data/tiny-dataset.js';
import { runCli } from './run-cli.js';

interface Output {
  readonly run: { readonly requestedCases: number; readonly seed: number };
  readonly verdicts: readonly {
    readonly claim: string;
    readonly status: string;
    readonly counterfeits: readonly { readonly id: string; readonly counterexample?: { readonly replay: string } }[];
    readonly seconds: number;
  }[];
}

const cwd = temporaryFolder();
const FEW = ['verify', '--cases', '10'] as const;

describe('alpha-cl verify', () => {
  it('checks every claim, writes the report and ends by naming it', () => {
    const { code, stdout, stderr } = runCli([...FEW, '--out', 'all'], { cwd });
    expect(code).toBe(0);
    for (const { id } of CLAIMS) {
      expect(stdout).toContain(id);
      expect(stderr).toMatch(new RegExp(`${id} (holds|derived|conditional|false): `));
    }
    const page = path.join(cwd, 'all', 'index.html');
    expect(stdout.trimEnd().endsWith(`Report: ${page}`)).toBe(true);
    expect(existsSync(page)).toBe(true);
    const html = readFileSync(page, 'utf8');
    expect(CLAIMS.filter(({ title }) => !html.includes(title.split('’')[0] ?? title))).toEqual([]);
    expect(stdout).not.toContain('\u001B');
    // The whole catalogue with all its figures, beside other test files on the same cores.
  }, 300_000);

  it('draws at least one figure a claim, as specification and SVG', () => {
    const files = readdirSync(path.join(cwd, 'all', 'figures'));
    for (const { id } of CLAIMS) {
      for (const ending of ['.vl.json', '.svg']) {
        expect(files.some((file) => file.startsWith(id) && file.endsWith(ending))).toBe(true);
      }
    }
  });

  it('tries the claims about any loss on one given as formulae, and says which', () => {
    const loss = ['--phi', 'tau*log(eps+x)', '--psi', 'exp(x/tau)', '--set', 'tau=0.5,eps=1'];
    const { code, stdout } = runCli([...FEW, ...loss, '--out', 'given'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /On --phi 'tau\*log\(eps\+x\)' .*: theorem-1-gradient, .*claims not about it, left out: .*min-player-conjugate/s,
    );
    expect(stdout).toMatch(/statements? derived here: \d+ holds?\./);
    expect(existsSync(path.join(cwd, 'given', 'index.html'))).toBe(true);
  });

  it('says of a loss without min player that what needs one is not applicable, and where the condition fails', () => {
    const loss = ['--phi', 'x', '--psi', 'sigmoid(c*x)', '--set', 'c=1'];
    const expected = {
      'theorem-1-gradient': 'holds',
      'norm-lemma': 'holds',
      'theorem-2-min-player': 'not applicable',
      'min-player-none': 'not applicable',
      'importance-monotone': 'not applicable',
      'energy-sandwich': 'not applicable',
    };
    const claims = ['--claims', Object.keys(expected).join(',')];
    const { code, stdout } = runCli(['verify', '--cases', '20', ...claims, ...loss, '--json', '--out', 'broken'], {
      cwd,
    });
    expect(code).toBe(0);
    const { verdicts } = JSON.parse(stdout) as Output;
    expect(Object.fromEntries(verdicts.map((verdict) => [verdict.claim, verdict.status]))).toEqual(expected);
    const again = runCli(['verify', '--claims', 'importance-monotone', '--cases', '20', ...loss, '--out', 'shown'], {
      cwd,
    });
    expect(again.stdout).toMatch(
      /– importance-monotone is not applicable: ψ is not convex \(x = [\d.]+, c = 1, negatives = 2: φ′\(ξ\) times ψ″\(x\) ∈ \[-/,
    );
    expect(again.code).toBe(0);
    const page = readFileSync(path.join(cwd, 'shown', 'claims/importance-monotone.html'), 'utf8');
    expect(page).toContain('Not applicable: ψ is not convex');
    expect(readFileSync(path.join(cwd, 'shown', 'findings.md'), 'utf8')).toContain('not applicable: ψ is not convex');
  });

  it('says of a level loss that nothing can be told on it, and does not fail', () => {
    const loss = ['--phi', 'max(0,x-100)', '--psi', 'softplus(x)'];
    const args = ['verify', '--claims', 'importance-monotone', '--cases', '20', ...loss, '--out', 'level'];
    const { code, stdout } = runCli(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('≈ importance-monotone cannot be told on this loss');
    expect(stdout).toContain('1 statement of Tian (2022): 1 cannot be told on this loss.');
    const page = readFileSync(path.join(cwd, 'level', 'claims/importance-monotone.html'), 'utf8');
    expect(page).toContain('cannot be told on this loss: the same on 100 instances');
  });

  it('prints JSON and nothing else with --json, the same for the same seed', () => {
    const args = [...FEW, '--claims', 'covariance-*,pca-uniform', '--seed', '5', '--json', '--out', 'json'];
    const [first, second] = [runCli(args, { cwd }), runCli([...args, '--workers', '1'], { cwd })];
    const parse = (text: string): object[] =>
      (JSON.parse(text) as Output).verdicts.map(({ seconds: _seconds, ...rest }) => rest);
    expect(parse(first.stdout)).toEqual(parse(second.stdout));
    expect((JSON.parse(first.stdout) as Output).run).toMatchObject({ seed: 5, requestedCases: 10 });
    expect(parse(first.stdout)).toHaveLength(8);
  });

  it('checks on real images where it is given some, and says which', () => {
    const data = path.join(cwd, 'data');
    writeTinyDatasets(data, 64);
    const args = [...FEW, '--claims', 'pca-uniform', '--out', 'real'];
    const found = runCli(args, { cwd, env: { ALPHA_CL_DATA: data } });
    expect(found.code).toBe(0);
    expect(found.stdout).toContain('Real images: CIFAR-10 train (64 of 50,000 images)');
    expect(runCli([...args, '--no-real'], { cwd, env: { ALPHA_CL_DATA: data } }).stdout).toContain('Real images: none');
  });

  it('replays one instance without writing a report', () => {
    const { code, stdout } = runCli(['verify', '--claims', 'pca-uniform', '--replay', '7:0', '--out', 'replayed'], {
      cwd,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('1 statement derived here: 1 holds.');
    expect(existsSync(path.join(cwd, 'replayed'))).toBe(false);
  });

  it('replays on a counterfeit the instance that refutes it', () => {
    const claim = ['verify', '--claims', 'pca-uniform'];
    const { stdout } = runCli([...claim, '--cases', '1', '--json', '--out', 'refuting'], { cwd });
    const { id, counterexample } = (JSON.parse(stdout) as Output).verdicts[0]?.counterfeits[0] ?? {};
    const given = ['--counterfeit', id ?? '', '--replay', counterexample?.replay ?? '', '--out', 'again'];
    const again = runCli([...claim, ...given], { cwd });
    expect(again.code).toBe(0);
    expect(again.stdout).toContain(`counterfeit ${id} (`);
    expect(again.stdout).toContain('exceeds bound');
    expect(again.stdout).toContain('z: Matrix');
    const shown = JSON.parse(runCli([...claim, ...given, '--json'], { cwd }).stdout) as Output;
    // It was made simpler before, and not again.
    expect(shown.verdicts[0]?.counterfeits).toMatchObject([
      { id, refuted: true, counterexample: { ...counterexample, shrinks: 0 } },
    ]);
    expect(existsSync(path.join(cwd, 'again'))).toBe(false);
  });

  it('lists the claims, and tells its version', () => {
    expect(runCli(['verify', '--list'], { cwd }).stdout.split('\n')).toHaveLength(CLAIMS.length + 1);
    expect(runCli(['--version'], { cwd }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('bad usage: exit code 2, one message, no report', () => {
  const blocked = path.join(cwd, 'blocked');
  writeFileSync(blocked, '');
  const foreign = path.join(cwd, 'foreign');
  mkdirSync(foreign);
  writeFileSync(path.join(foreign, 'thesis.tex'), '');

  it.each([
    [['--claims', 'theorem-9'], 'unknown claim "theorem-9": choose one of theorem-1-gradient'],
    [['--claims', ''], '--claims is empty'],
    [['--claims', 'constructor'], 'unknown claim "constructor"'],
    [['--cases', '0'], 'whole number of at least 1'],
    [['--cases', '1e3'], 'whole number of at least 1'],
    [['--seed', '-1'], 'whole number from 0 to 2147483647'],
    [['--seed', '2147483648'], 'whole number from 0 to 2147483647'],
    [['--profile', 'medium'], 'quick, full'],
    [['--replay', 'x'], '--replay is about one claim'],
    [['--claims', 'pca-uniform', '--replay', 'x'], 'give SEED:PATH'],
    [['--claims', 'pca-uniform', '--counterfeit', 'x'], '--counterfeit is about --replay SEED:PATH'],
    [
      ['--claims', 'pca-uniform', '--counterfeit', 'x', '--replay', '1:0'],
      'unknown counterfeit of pca-uniform "x": choose one of with-augmentation',
    ],
    [['--real'], 'give --data DIR or set ALPHA_CL_DATA'],
    [['--data', '/no/such/folder'], '/no/such/folder'],
    [['--out', blocked], 'is a file'],
    [['--out', foreign], 'is not empty'],
    [['--claim', 'pca-uniform'], "unknown option '--claim'"],
    [['pca-uniform'], 'too many arguments'],
  ])('verify %j', (args, words) => {
    const { code, stdout, stderr } = runCli(['verify', '--out', 'never', ...args], { cwd });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(existsSync(path.join(cwd, 'never'))).toBe(false);
    expect(readdirSync(foreign)).toEqual(['thesis.tex']);
  });

  it.each([[[]], [['prove']]])('alpha-cl %j', (args) => {
    const { code, stderr } = runCli(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Usage: alpha-cl|unknown command 'prove'/);
  });
});
