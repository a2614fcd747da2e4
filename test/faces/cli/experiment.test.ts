import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPERIMENTS } from '../../../experiments/index.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { runCli } from './run-cli.js';

const cwd = temporaryFolder();

describe('alpha-cl experiment', () => {
  it('lists the experiments', () => {
    expect(runCli(['experiment', '--list'], { cwd }).stdout.split('\n')).toHaveLength(EXPERIMENTS.length + 1);
  });

  it.each([
    [[], 'name an experiment: relu-specialisation'],
    [['nothing'], 'unknown experiment "nothing": choose one of relu-specialisation'],
    [['relu-specialisation', '--profile', 'huge'], 'quick, full'],
    [['relu-specialisation', '--workers', '0'], 'whole number of at least 1'],
  ])('experiment %j: exit code 2 and nothing written', (args, words) => {
    const { code, stderr, stdout } = runCli(['experiment', ...args], { cwd });
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
