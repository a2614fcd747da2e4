import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { outcomeText } from '../../../src/faces/cli/train-command.js';
import { progressText } from '../../../src/faces/cli/train-progress.js';
import { flagOf } from '../../../src/training/train/run-config.js';
import { beginRun, resumeRun } from '../../../src/training/train/train.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { startCli } from '../../training/train/kill.js';
import { checkpointBytes, metricsOf, tinyConfig, tinyData, tinyFlags } from '../../training/train/tiny-run.js';
import { runCli } from './run-cli.js';

const data = tinyData();
const cwd = temporaryFolder();
const env = { ALPHA_CL_DATA: data };

/** Some seconds each, but on a busy machine, in milliseconds. */
const BUSY = 180_000;

function flags(given: object = {}): string[] {
  const { data: _, ...own } = tinyFlags(data, { ...given });
  return Object.entries(own).flatMap(([name, value]) => [flagOf(name), String(value)]);
}

describe('alpha-cl train', () => {
  it('trains, prints one JSON object, and says how many of the images it had', () => {
    const { code, stdout, stderr } = runCli(['train', '--out', 'json', '--json', ...flags()], { cwd, env });
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'finished',
      run: path.join(cwd, 'json'),
      step: 12,
      steps: 12,
      loss: expect.any(Number),
      dataset: { name: 'CIFAR-10 train', images: 32, officialImages: 50_000 },
      engine: { name: 'cpu' },
    });
  });

  it('takes options from a file, flags before it, and trains as with flags alone', () => {
    writeFileSync(path.join(cwd, 'options.json'), JSON.stringify({ ...tinyFlags(data), seed: 9 }));
    const fromFile = runCli(['train', '--out', 'file', '--config', 'options.json', '--seed', '3'], { cwd });
    const fromFlags = runCli(['train', '--out', 'flags', ...flags({ seed: 3 })], { cwd, env });
    expect([fromFile.code, fromFlags.code]).toEqual([0, 0]);
    expect(fromFile.stdout).toMatch(
      /^Finished at step 12 of 12.*\nLoss: .*\n20-NN accuracy, as followed on few images: .*\nImages: CIFAR-10 train, 32 of 50,000\./,
    );
    expect(checkpointBytes(path.join(cwd, 'file'), 12)).toBe(checkpointBytes(path.join(cwd, 'flags'), 12));
  });

  it('takes the spellings of other programs, and prints the configuration that they make', () => {
    const usual = ['--lr', '0.01', '--batch-size', '16', '--wd', '1e-4', '--optimizer', 'sgd', '--tau', '0.2'];
    const ours = ['--learning-rate', '0.01', '--batch', '16', '--weight-decay', '1e-4', '--optimiser', 'sgd'];
    const printed = (args: string[]) => runCli(['train', '--loss', 'infonce', ...args, '--print-config'], { cwd, env });
    const { code, stdout, stderr } = printed(usual);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      loss: 'infonce',
      temperature: 0.2,
      learningRate: 0.01,
      batch: 16,
      data,
    });
    expect(printed([...ours, '--set', 'tau=0.2']).stdout).toBe(stdout);
    writeFileSync(path.join(cwd, 'printed.json'), stdout);
    expect(runCli(['train', '--config', 'printed.json', '--print-config'], { cwd }).stdout).toBe(stdout);
  });

  it(
    'exits with 2 and one line on what a person can mend',
    () => {
      const refused = (args: string[], message: string): void => {
        const { code, stdout, stderr } = runCli(['train', ...args], { cwd, env });
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toContain(`alpha-cl: ${message}`);
      };
      refused(['--lr', '1', '--learning-rate', '1'], '--lr is --learning-rate, which is given too');
      refused(['--print-config', '--resume', 'b'], '--print-config is about a new run');
      refused(['--out', 'a', '--resume', 'b'], '--out is about a new run, and --resume continues one');
      refused(['--out', 'a', ...flags({ batch: 33 })], '--batch is 33: there are 32 images');
      refused(['--out', 'a', ...flags({ subset: 40 })], '--subset is 40: ');
      refused(['--out', 'a', '--learning-rate', 'fast'], '--learning-rate is fast: it must be a number');
      refused(['--out', 'a', '--config', 'absent.json'], 'absent.json cannot be read: there is no such file');
      refused(['--out', 'a', ...flags(), '--phi', 'x', '--psi', 'exp(y)'], 'ψ, column 5: unknown symbol "y"');
      refused(['--resume', 'absent'], `${path.join(cwd, 'absent')} holds no run`);
      expect(existsSync(path.join(cwd, 'a'))).toBe(false);
    },
    BUSY,
  );

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'writes a checkpoint on %s, exits with %i, and goes on as if nothing had been',
    async (signal, exitCode) => {
      const run = path.join(cwd, signal);
      const long = { epochs: 40, checkpointEvery: 1000 };
      const { process: child, ended } = startCli(['train', '--out', run, '--data', data, ...flags(long)]);
      const metrics = path.join(run, 'metrics.jsonl');
      while (!existsSync(metrics) || readFileSync(metrics).length === 0) await setTimeout(5);
      child.kill(signal);
      const { code, stdout } = await ended;
      expect(code).toBe(exitCode);
      expect(stdout).toMatch(/^Interrupted at step \d+ of 160 /);
      expect(stdout).toContain(`alpha-cl train --resume ${run}`);
      const whole = path.join(cwd, `${signal}-whole`);
      await beginRun(whole, tinyConfig(data, long));
      expect(await resumeRun(run, { flags: {} })).toMatchObject({ status: 'finished', step: 160 });
      expect(checkpointBytes(run, 160)).toBe(checkpointBytes(whole, 160));
      expect(metricsOf(run)).toEqual(metricsOf(whole));
    },
    BUSY,
  );

  it('shows loss, speed, learning rate and the time left', () => {
    const text = progressText({
      step: 1200,
      steps: 39_000,
      epoch: 2,
      epochs: 100,
      loss: 4.2134,
      gradientNorm: 1,
      learningRate: 0.00998,
      viewsPerSecond: 431.2,
      secondsLeft: 10_920,
      knn: 0.4512,
    });
    expect(text).toBe(
      'epoch 3/100 · step 1,200/39,000 · loss 4.21 · 20-NN, few images 45.1 % · learning rate 0.00998 · 431 views/s · 3 h 2 min left',
    );
  });
});

describe('the outcome of training', () => {
  const outcome = {
    status: 'finished',
    step: 12,
    steps: 12,
    skippedSteps: 0,
    checkpoint: 'c',
    dataset: { name: 'CIFAR-10 train', images: 32, officialImages: 50_000 },
    engine: { name: 'cpu', device: 'cpu' },
  } as unknown as Parameters<typeof outcomeText>[0];

  it('tells a run that was finished before from one that was finished now', () => {
    const text = (stepsHere: number): string => outcomeText(outcome, { folder: 'run', seconds: 3, stepsHere });
    expect(text(0)).toMatch(/^Finished already, at step 12 of 12: nothing was left to do\n/);
    expect(text(12)).toMatch(/^Finished at step 12 of 12 after /);
  });
});
