import { afterEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/main.js';
import { HOSTILE } from '../symbolic/hostile-formulae.js';

afterEach(() => void vi.restoreAllMocks());

/** The command line in this process: one process a fault would take longer to start than all faults to be found. */
async function output(argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    });
  }
  const code = await run(argv);
  return { code, ...written };
}

describe('alpha-cl analyse with what is no formula', () => {
  it.each(HOSTILE)('refuses %.30s as φ: exit code 2, one line that names the column', async (text, column) => {
    const { code, stdout, stderr } = await output(['analyse', '--phi', text, '--psi', 'x', '--set', 'a=1,b=2']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^alpha-cl: φ, column ${column}: [\\P{C}]{10,300}\n$`, 'u'));
  });
});

describe('alpha-cl verify on what no loss is made of', () => {
  it.each(['sqrt(x - 1)', 'log(x)', '1/x', '-x', '2 - exp(x)', 'a*0', 'x^2', 'exp(1e9*x)', 'x + y'])(
    'refuses %s as ψ before anything runs: no real value, or it falls, or it is constant',
    async (text) => {
      const { code, stdout, stderr } = await output(['verify', '--phi', 'x', '--psi', text, '--set', 'a=1']);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^alpha-cl: ψ, column \d+: [\P{C}]{10,300}\n$/u);
    },
  );

  it.each([
    [['--phi', 'x'], /--psi is missing/],
    [['--psi', 'x'], /--phi is missing/],
    [['--set', 'tau=1'], /--set is about/],
    [['--phi', 'x', '--psi', 'x', '--set', 'tau'], /write name=number/],
    [['--phi', 'x', '--psi', 'x', '--real'], /--real is about the named losses/],
    [['--phi', 'x', '--psi', 'x', '--claims', 'pca-uniform,relu-*'], /choose among theorem-1-gradient/],
  ])('refuses %j in one line', async (argv, words) => {
    const { code, stdout, stderr } = await output(['verify', ...argv]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
