/**
 * `alpha-cl reproduce`, killed with SIGKILL at random moments and told to go on. ALPHA_CL_KILLS: how many (`npm run
 * test:kill` tries more than there are among all tests); ALPHA_CL_KILL_SEED: others.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { cifar10Bytes, patternRecords, temporaryFolder, writeDataFile } from '../../training/data/tiny-dataset.js';
import { killedAt, startCli } from '../../training/train/kill.js';
import { runCli, type CliResult } from './run-cli.js';

const KILLS = Number(process.env['ALPHA_CL_KILLS'] ?? 2);
const SEED = Number(process.env['ALPHA_CL_KILL_SEED'] ?? 1);
/** Some seconds, but on a busy machine. */
const SECONDS_A_START = 120;

const data = temporaryFolder();
writeDataFile(data, 'cifar10', 'data_batch_1.bin', cifar10Bytes(patternRecords(80, 32)));
writeDataFile(data, 'cifar10', 'test_batch.bin', cifar10Bytes(patternRecords(104, 32).slice(80)));
const cwd = temporaryFolder();
const cli = (...args: string[]): CliResult => runCli(args, { cwd });

const TABLE = [
  'reproduce',
  'losses',
  '--preset',
  'smoke',
  '--seeds',
  '1',
  '--only',
  'cifar10,quadratic,infonce',
  '--engine',
  'cpu',
];
const table = (out: string): string[] => [...TABLE, '--data', data, '--out', out];

interface Printed {
  readonly finished: number;
  readonly columns: readonly { readonly lines: readonly { readonly id: string; readonly metrics: unknown }[] }[];
}

/** All that is not time. */
function figures(stdout: string): object {
  const { finished, columns } = JSON.parse(stdout) as Printed;
  return { finished, lines: columns.map(({ lines }) => lines.map(({ id, metrics: own }) => ({ id, own }))) };
}

/** What a run that was done twice would not keep: the time of its last checkpoint, of its steps, and of its evaluation. */
function evaluatedRuns(out: string): Map<string, readonly unknown[]> {
  const runs = path.join(out, 'losses', 'smoke', 'cifar10');
  if (!existsSync(runs)) return new Map();
  return new Map(
    readdirSync(runs).flatMap((run) => {
      const file = (name: string): string => path.join(runs, run, name);
      const evaluations = existsSync(file('evaluation.json')) ? readFileSync(file('evaluation.json'), 'utf8') : '';
      if (!evaluations.includes('"encoder"')) return [];
      const [encoder] = (JSON.parse(evaluations) as { evaluations: unknown[] }).evaluations;
      const { mtimeMs } = statSync(file('checkpoints/step-8.safetensors'));
      return [[run, [mtimeMs, readFileSync(file('metrics.jsonl'), 'utf8'), encoder]] as const];
    }),
  );
}

it(
  `a table whose process is killed ${KILLS} times ends with the same figures, and no run is done twice`,
  async () => {
    const whole = await startCli([...table(path.join(cwd, 'whole')), '--json']).ended;
    expect([whole.code, whole.stderr]).toEqual([
      0,
      expect.stringMatching(/^Results of 2 of 2 runs: .*losses-smoke\.md\n$/),
    ]);
    const random = randomStream(SEED, 'kill a table');
    const out = path.join(cwd, 'killed');
    const done = new Map<string, readonly unknown[]>();
    const requireUntouched = (): void => {
      const now = evaluatedRuns(out);
      for (const [run, written] of done) expect(now.get(run), run).toEqual(written);
      for (const [run, written] of now) done.set(run, written);
    };
    for (let k = 0; k < KILLS; k++) {
      // One run after the other is finished meanwhile: a moment is as likely early in what is left as late.
      const left = 2 - done.size + 0.2;
      const milliseconds = (random.uniform() * whole.milliseconds * left) / 2;
      const { code, signal, stderr } = await killedAt(table(out), out, { milliseconds });
      expect(code === 0 || signal === 'SIGKILL', stderr).toBe(true);
      requireUntouched();
    }
    const last = await startCli([...table(out), '--json']).ended;
    expect(last.code, last.stderr).toBe(0);
    requireUntouched();
    expect(figures(last.stdout)).toEqual(figures(whole.stdout));

    const again = cli(...table(out), '--json');
    expect(figures(again.stdout)).toEqual(figures(whole.stdout));
    requireUntouched();
    const plan = cli(...table(out), '--plan', '--json');
    expect(plan.code, plan.stderr).toBe(0);
    expect(JSON.parse(plan.stdout)).toMatchObject({ table: 'losses', preset: 'smoke', left: 0 });
  },
  (KILLS + 5) * SECONDS_A_START * 1000,
);

describe('alpha-cl reproduce', () => {
  it('lists the tables, and writes the page of what there is without training', () => {
    expect(cli('reproduce', '--list').stdout).toMatch(
      /^losses +.*\(smoke, laptop, paper\)\nresnet50 +.*\(paper\)\ntuned +.*\(laptop, workstation\)\n$/,
    );
    const { code, stdout } = cli('reproduce', 'laptop', '--collect', '--data', data, '--out', 'none');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^Results of 0 of 72 runs: .*losses-laptop\.md\n$/)]);
    expect(readdirSync(path.join(cwd, 'none')).toSorted()).toEqual([
      'figures',
      ...['html', 'json', 'md', 'tex'].map((ending) => `losses-laptop.${ending}`),
    ]);
  }, 60_000);

  it('refuses names that are not there, in one line', () => {
    const refused = (args: string[], message: RegExp): void => {
      const { code, stdout, stderr } = cli('reproduce', ...args, '--data', data, '--out', 'no');
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(message);
    };
    refused([], /^alpha-cl: name a table: losses, resnet50, tuned\n$/);
    refused(['loses'], /table "loses"/);
    refused(['resnet50', '--preset', 'laptop'], /preset of the table resnet50 "laptop"/);
    refused(['losses', '--only', 'infonce,x'], /row or column "x"/);
    expect(existsSync(path.join(cwd, 'no'))).toBe(false);
  }, 120_000);
});
