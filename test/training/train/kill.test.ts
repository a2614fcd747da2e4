/**
 * A run killed at any moment goes on to the bits of the undisturbed one. `npm run test:kill` tries 50 moments; among all
 * tests there are a few. Every second moment is one at which a checkpoint is being written. ALPHA_CL_KILLS: how many;
 * ALPHA_CL_KILL_SEED: others.
 */
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { flagOf } from '../../../src/training/train/run-config.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
import { PYTHON, PYTORCH, WITHOUT_PYTORCH } from '../step/pytorch.js';
import { killedAt, startCli, type KillMoment } from './kill.js';
import { checkpointBytes, metricsOf, tinyData, tinyFlags } from './tiny-run.js';

const KILLS = Number(process.env['ALPHA_CL_KILLS'] ?? 2);
const SEED = Number(process.env['ALPHA_CL_KILL_SEED'] ?? 1);
/** 5 epochs of 4 batches. */
const STEPS = 20;
/** Some seconds, but on a busy machine. */
const SECONDS_A_KILL = 120;

const data = tinyData();
const root = temporaryFolder();

const ON_PYTORCH = { engine: 'pytorch', device: 'cpu', python: PYTHON };

/** PyTorch takes long to start: among all tests its runs are killed once. */
const PYTORCH_KILLS = KILLS > 2 ? KILLS : 1;
const ENGINES = [
  { title: 'cpu', isAbsent: false, flags: {}, kills: KILLS },
  { title: PYTORCH, isAbsent: WITHOUT_PYTORCH, flags: ON_PYTORCH, kills: PYTORCH_KILLS },
  {
    title: 'two replicas',
    isAbsent: WITHOUT_PYTORCH,
    flags: { ...ON_PYTORCH, devices: 2 },
    kills: PYTORCH_KILLS,
  },
];

describe.each(ENGINES)('a run on $title', ({ title, isAbsent, flags, kills }) => {
  // Vitest would make the undisturbed run first.
  if (isAbsent) {
    it.skip('needs PyTorch', () => undefined);
    return;
  }

  const whole = path.join(root, `whole-${title}`);
  let duration = 0;

  function begin(run: string): string[] {
    const all = Object.entries({ ...tinyFlags(data, { epochs: 5, workers: 1, checkpointEvery: 1 }), ...flags });
    return ['train', '--out', run, ...all.flatMap(([name, value]) => [flagOf(name), String(value)])];
  }

  beforeAll(async () => {
    const { code, stderr, milliseconds } = await startCli(begin(whole)).ended;
    expect([code, stderr]).toEqual([0, '']);
    duration = milliseconds;
  }, SECONDS_A_KILL * 1000);

  it(
    `killed with SIGKILL, ends with the same bits when it goes on, ${kills} of ${kills} times`,
    async () => {
      const random = randomStream(SEED, 'kill');
      const tally = { beforeTheRun: 0, inTraining: 0, halfWritten: 0, tooLate: 0 };
      for (let k = 0; k < kills; k++) {
        const run = mkdtempSync(path.join(root, 'run-'));
        const moment: KillMoment =
          (k + kills) % 2 === 0
            ? { milliseconds: random.uniform() * duration }
            : { checkpoint: 2 + random.integer(STEPS) };
        const { code, signal, stderr } = await killedAt(begin(run), run, moment);
        const place = `${JSON.stringify(moment)} ${stderr}`;
        expect(code === 0 || signal === 'SIGKILL', place).toBe(true);

        const begun = existsSync(path.join(run, 'run.json'));
        const partial = begun && readdirSync(path.join(run, 'checkpoints')).some((name) => name.startsWith('.step-'));
        tally[code === 0 ? 'tooLate' : partial ? 'halfWritten' : begun ? 'inTraining' : 'beforeTheRun']++;

        const again = await startCli(begun ? ['train', '--resume', run] : begin(run)).ended;
        expect([again.code, again.stderr], place).toEqual([0, '']);
        expect(checkpointBytes(run, STEPS), place).toBe(checkpointBytes(whole, STEPS));
        expect(metricsOf(run), place).toEqual(metricsOf(whole));
        expect(readdirSync(path.join(run, 'checkpoints')).toSorted(), place).toEqual([
          'step-19.safetensors',
          'step-20.safetensors',
        ]);
      }
      process.stdout.write(`${title}: ${kills} of ${kills} the same bits. Killed: ${JSON.stringify(tally)}\n`);
    },
    kills * SECONDS_A_KILL * 1000,
  );
});
