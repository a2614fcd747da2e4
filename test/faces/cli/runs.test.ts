import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { BUSY, runsData, trainedRun } from '../../results/runs/runs-data.js';
import { evaluatedText } from '../../../src/faces/cli/eval.js';
import type { Evaluation } from '../../../src/results/runs/evaluation.js';
import { readEvaluations } from '../../../src/results/runs/evaluation-file.js';
import { runCli, type CliResult } from './run-cli.js';

const data = runsData();
const cwd = temporaryFolder();

beforeAll(() => trainedRun(path.join(cwd, 'run'), data), BUSY);

const cli = (...args: string[]): CliResult => runCli(args, { cwd });

describe('commands on a finished run', () => {
  it(
    'evaluate it, say on which images, and print what is kept again',
    () => {
      const { code, stdout, stderr } = cli('eval', 'run', '--test', 'held-out', '--baselines');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(
        /^Accuracy on: CIFAR-10 train, 16 held-out images \(33 to 48; not the official test set\)\nLearnt from: CIFAR-10 train, 32 of 50,000 images \(a subset\)\n/,
      );
      for (const row of ['encoder, step 12', 'raw pixels', 'random tiny, seed 1']) expect(stdout).toContain(row);
      const file = path.join(cwd, 'run', 'evaluation.json');
      const before = readFileSync(file, 'utf8');
      const again = cli('eval', 'run', '--test', 'held-out', '--baselines', '--json');
      expect(readFileSync(file, 'utf8')).toBe(before);
      const { encoder, baselines } = JSON.parse(again.stdout) as { encoder: unknown; baselines: unknown[] };
      expect(JSON.parse(before)).toEqual({ evaluations: [encoder, ...baselines] });
    },
    BUSY,
  );

  it('evaluate several of them into one table', () => {
    const [encoder] = readEvaluations(path.join(cwd, 'run')) as [Evaluation];
    const done = ['a', 'b'].map((run) => ({
      run: path.resolve(run),
      file: `${run}/evaluation.json`,
      encoder,
      baselines: [],
    }));
    const text = evaluatedText(done);
    expect(text.match(/Accuracy on/g)).toHaveLength(1);
    for (const run of ['a', 'b']) expect(text).toMatch(new RegExp(`│ ${run} *│ encoder, step 12`));
    expect(text).toContain('Kept in the evaluation.json of each run');
    expect(evaluatedText(done.slice(0, 1))).toContain('Kept in a/evaluation.json');
  });

  it(
    'compare it, as a table and as curves',
    () => {
      const { code, stdout } = cli('compare', 'run', '--out', 'curves');
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Trained on: CIFAR-10 train, 32 of 50,000 images \(a subset\)\n/);
      expect(stdout).toMatch(/NT-Xent, τ = 0\.5 *│ 1 \(1\)/);
      const kinds = ['.png', '.svg', '.vl.json'];
      expect(readdirSync(path.join(cwd, 'curves'))).toEqual(
        expect.arrayContaining(
          ['loss', 'learning-rate'].flatMap((name) => kinds.map((kind) => `training-${name}${kind}`)),
        ),
      );
      const json = cli('compare', 'run', '--json');
      expect(JSON.parse(json.stdout)).toMatchObject({ groups: [{ label: 'NT-Xent, τ = 0.5', seeds: [1] }] });
    },
    BUSY,
  );

  it(
    'export it once, and again only when told to',
    () => {
      const args = ['export', 'run', '--format', 'onnx', '--out', 'encoder.onnx'];
      const first = cli(...args);
      expect([first.code, first.stderr]).toEqual([0, '']);
      expect(first.stdout).toMatch(/encoder\.onnx: tiny after step 12\nImages: RGB images of 32 × 32 pixels as uint8/);
      const second = cli(...args);
      expect([second.code, second.stdout]).toEqual([2, '']);
      expect(second.stderr).toMatch(/^alpha-cl: .*encoder\.onnx is there already: .*--force\n$/);
      expect(JSON.parse(cli(...args, '--force', '--json').stdout)).toMatchObject({ format: 'onnx', step: 12 });
    },
    BUSY,
  );

  it(
    'exit with 2 and one line on what a person can mend, and write nothing',
    () => {
      const refused = (args: string[], message: RegExp): void => {
        const { code, stdout, stderr } = cli(...args);
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(message);
      };
      refused(['eval', 'absent'], /^alpha-cl: .*absent holds no run .*\n$/);
      refused(['eval', 'run', '--checkpoint', '3'], /^alpha-cl: .*no checkpoint of step 3: choose one of 10, 12\n$/);
      refused(['eval', 'run', path.join('run', 'run.json')], /is a file, of which one .* give it alone\n$/);
      refused(['eval', 'run', '--checkpoint', 'x'], /whole number/);
      refused(['eval', 'run', '--test', 'other'], /Allowed choices are official, held-out/);
      refused(['compare'], /missing required argument/);
      refused(['compare', 'absent'], /^alpha-cl: .*holds no run/);
      refused(['export', 'run', '--out', 'w'], /--format/);
      refused(['export', 'absent', '--format', 'onnx', '--out', 'w'], /^alpha-cl: .*holds no run/);
      expect(existsSync(path.join(cwd, 'w'))).toBe(false);
    },
    BUSY,
  );
});
