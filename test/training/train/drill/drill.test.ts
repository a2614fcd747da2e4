/**
 * Whatever goes wrong in the first step of a training, the command says so, ends with its exit code and releases the lock.
 * `npm run test:drill` tries each fault 50 times; among all tests it is tried once. ALPHA_CL_DRILLS: how often.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { randomStream } from '../../../../src/theory/algebra/random-stream.js';
import { flagOf, type ConfigSources } from '../../../../src/training/train/run-config.js';
import { temporaryFolder } from '../../data/tiny-dataset.js';
import { tinyData, tinyFlags } from '../tiny-run.js';
import { MAIN } from '../../../main-file.js';

const TIMES = Number(process.env['ALPHA_CL_DRILLS'] ?? 1);
/** Some seconds, but on a busy machine. */
const SECONDS_A_TIME = 60;

const FAULTS = pathToFileURL(path.resolve(import.meta.dirname, 'faults.js')).href;

const data = tinyData();
const root = temporaryFolder();
const disk = temporaryFolder();
const noDisk = mounted();

if (noDisk !== undefined) process.stderr.write(`A disk that is full at the first step is not tested: ${noDisk}\n`);

function mounted(): string | undefined {
  if (process.platform !== 'linux') return 'it takes a tmpfs of Linux';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n').at(-2) ?? String(error);
  }
}

afterAll(() => {
  if (noDisk === undefined) execFileSync('umount', [disk]);
});

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Drill {
  readonly fault?: string;
  readonly flags?: ConfigSources['flags'];
  /** For --set. */
  readonly set?: string;
  /** Sends SIGINT so many milliseconds after Node.js is up. */
  readonly interruptAfter?: number;
}

async function train(run: string, { fault = 'none', flags = {}, set, interruptAfter }: Drill): Promise<End> {
  const words = Object.entries(tinyFlags(data, { workers: 1, importanceEvery: 0, knnEvery: 0, ...flags })).flatMap(
    ([name, value]) => [flagOf(name), String(value)],
  );
  const given = set === undefined ? [] : ['--set', set];
  const interrupted = interruptAfter !== undefined;
  const first = interrupted ? ['--import', 'data:text/javascript,console.log("up")'] : [];
  const faulty = { NODE_OPTIONS: `--import ${FAULTS} --max-old-space-size=256`, ALPHA_CL_FAULT: fault };
  const child = spawn(process.execPath, [...first, MAIN, 'train', '--out', run, ...words, ...given], {
    env: { ...process.env, ...(interrupted ? {} : faulty), ALPHA_CL_FULL_DISK: disk },
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  if (interrupted) {
    child.stdout.once('data', () => {
      const timer = setTimeout(() => child.kill('SIGINT'), interruptAfter);
      child.once('close', () => clearTimeout(timer));
    });
  }
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...text }));
  });
}

const AT_STEP_1 = String.raw`at step 1 \(epoch 0\)`;
const CHECKPOINT = String.raw`The last good checkpoint is .*step-0\.safetensors\n$`;

const steep = (tau: number): Drill => ({ flags: { phi: 'x', psi: 'exp(x/tau)' }, set: `tau=${tau}` });

const DRILLS: readonly (readonly [string, Drill, RegExp])[] = [
  [
    'a loss that is not finite',
    steep(0.004),
    new RegExp(`^alpha-cl: (loss|gradientNorm) is not finite ${AT_STEP_1}.*raise the temperature`),
  ],
  [
    'a gradient that is not finite',
    steep(0.02),
    new RegExp(`^alpha-cl: gradientNorm is not finite ${AT_STEP_1}, nor is the tensor ".*".*raise the temperature`),
  ],
  [
    'an engine that throws',
    { fault: 'engine throws' },
    /the engine cpu could not run a step: .*Failed to allocate memory.*smaller batches.*another engine/,
  ],
  [
    'an engine that loses its device',
    { fault: 'engine rejects' },
    /the engine cpu could not run a step: the device was lost\. .*another engine/,
  ],
  [
    'an engine that never answers',
    { fault: 'engine falls silent' },
    /the engine cpu could not run a step: it gave no answer/,
  ],
  [
    'a worker that throws',
    { fault: 'worker throws' },
    /makes augmented views failed \(Error: thrown in a worker\).*0 workers/,
  ],
  [
    'a worker that dies',
    { fault: 'worker exits' },
    /makes augmented views failed \(Error: it ended with exit code 3\)/,
  ],
  [
    'a worker without memory',
    { fault: 'worker runs out of memory' },
    /makes augmented views failed \(.*memory.*\).*smaller batches/,
  ],
];

const room = TIMES * SECONDS_A_TIME * 1000;

/** @returns its end, after the checks that hold for every fault */
async function failsWith(run: string, drill: Drill, message: RegExp): Promise<void> {
  const { code, signal, stdout, stderr } = await train(run, drill);
  expect([code, signal, stdout], stderr).toEqual([2, null, '']);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(new RegExp(AT_STEP_1));
  expect(stderr).toMatch(new RegExp(CHECKPOINT));
  expect(existsSync(path.join(run, 'lock')), stderr).toBe(false);
}

describe(`at the first step, ${TIMES} of ${TIMES} times`, () => {
  it.each(DRILLS)(
    '%s is told of, and the lock released',
    async (_, drill, message) => {
      for (let time = 0; time < TIMES; time++) await failsWith(mkdtempSync(path.join(root, 'run-')), drill, message);
    },
    room,
  );

  it.skipIf(noDisk !== undefined)(
    'a disk that is full is told of, and the lock released',
    async () => {
      for (let time = 0; time < TIMES; time++) {
        const run = path.join(disk, 'run');
        mkdirSync(run);
        await failsWith(run, { fault: 'disk full' }, /cannot be written: no room is left there: .*\(ENOSPC\)/);
        rmSync(run, { recursive: true });
        rmSync(path.join(disk, 'ballast'));
      }
    },
    room,
  );

  it(
    'Ctrl-C within the first second is answered with 130 and a word, and the lock released',
    async () => {
      const random = randomStream(Number(process.env['ALPHA_CL_DRILL_SEED'] ?? 1), 'drill');
      // The second of a quiet machine: as long as a start takes here.
      const begin = performance.now();
      await train(mkdtempSync(path.join(root, 'run-')), { flags: { epochs: 1 }, interruptAfter: room });
      const span = Math.max(1000, performance.now() - begin);
      const tally = { beforeOurs: 0, beforeTheRun: 0, inTheRun: 0 };
      for (let time = 0; time < TIMES; time++) {
        const run = mkdtempSync(path.join(root, 'run-'));
        const interruptAfter = span * random.uniform();
        const { code, signal, stdout, stderr } = await train(run, { flags: { epochs: 1000 }, interruptAfter });
        const place = `${interruptAfter} ms: ${stdout}${stderr}`;
        expect(existsSync(path.join(run, 'lock')), place).toBe(false);
        if (signal !== null) {
          // Node.js was up, and none of our code yet that could have listened.
          expect([signal, existsSync(path.join(run, 'run.json'))], place).toEqual(['SIGINT', false]);
          tally.beforeOurs++;
          continue;
        }
        expect(code, place).toBe(130);
        expect(stdout + stderr, place).toMatch(/interrupted/i);
        tally[existsSync(path.join(run, 'run.json')) ? 'inTheRun' : 'beforeTheRun']++;
      }
      process.stdout.write(`${TIMES} of ${TIMES} answered: ${JSON.stringify(tally)}\n`);
    },
    room,
  );
});
