import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { output } from './output.js';

const folder = temporaryFolder();

describe('alpha-cl generate', () => {
  it.each(['pytorch', 'jax', 'numpy', 'typescript'])('writes one readable file for %s', async (language) => {
    const file = path.join(folder, `dcl.${language}`);
    const { code, stdout, stderr } = await output([
      'generate',
      language,
      '--loss',
      'dcl',
      '--set',
      'temperature=0.1',
      '--out',
      file,
    ]);
    expect([code, stdout, stderr]).toEqual([0, '', '']);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('loss of an anchor = log(xi)');
    expect(text).toContain(`alpha-cl generate ${language} --loss dcl --set temperature=0.1`);
    expect(text).toContain('Yeh, Hong, Hsu, Liu, Chen, LeCun 2022');
    expect(text).toMatch(/tau(: float)? = 0\.1/);
    expect(text.split('\n').length).toBeLessThan(85);
  });

  it.each([
    [['--anchor', 'p/tau + log(u)', '--sum', 'u=exp(-n/tau)'], 'log_u = torch.logsumexp'],
    [['--phi', 'log(1+x)', '--psi', 'exp(x/tau)'], 'F.logsigmoid'],
    [['--alpha', 'exp(-r^a/tau)', '--set', 'a=2'], '.detach()'],
    [['--alpha', 'direct', '--set', 'p=2'], 'power: float = 2'],
    [['--loss', 'alpha-cl-entropy'], 'tau: float = 0.5'],
    [['--loss', 'alpha-cl-power', '--set', 'gamma=3'], 'gamma: float = 3'],
    [['--loss', 'dcl', '--diagnose'], 'def diagnose('],
    [['--loss', 'dcl', '--diagnose'], 'generate pytorch --loss dcl --diagnose'],
  ])('takes %j', async (args, words) => {
    const { code, stdout } = await output(['generate', 'pytorch', ...args]);
    expect(code).toBe(0);
    expect(stdout).toContain(words);
  });

  it.each([
    [[], /give one loss: --loss NAME, or --anchor/],
    [['--loss', 'dcl', '--alpha', 'direct'], /give one loss/],
    [['--loss', 'dlc'], /unknown loss "dlc": .* \(did you mean dcl\?\)/],
    [['--loss', 'dcl', '--sum', 'u=n'], /--sum is a part of --anchor/],
    [['--anchor', 'u', '--sum', 'exp(-n)'], /--sum "exp\(-n\)" is no sum: write name=formula/],
    [['--anchor', 'n'], /anchor, column 1: n is the distance to one negative/],
    [['--phi', 'x'], /--psi is missing/],
    [
      ['--alpha', 'square-as-coded'],
      /the importance square-as-coded has no formula of one pair: choose one of entropy, /,
    ],
    [['--loss', 'dcl', '--set', 'tau=0..1'], /gives tau a range/],
    [['--loss', 'dcl', '--diagnose'], /written for pytorch, not for numpy/],
  ])('refuses %j in one line', async (args, words) => {
    const { code, stdout, stderr } = await output(['generate', 'numpy', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
