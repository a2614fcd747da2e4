/**
 * Checks alpha-cl's engine pytorch on a machine with a graphics card, in two calls: the first checks and measures beside plain
 * PyTorch, the second trains cells of the table of losses.
 *
 *   gpu-check first|second [--python FILE] [--device auto] [--data DIR] [--out DIR] [--work DIR] [--only CHECK] [--rehearse]
 *     [--patience 1]
 *
 * Each check has a time limit of its own (see check-plan.ts); one that fails or runs out of time is reported and the next begins.
 * It prints one line of JSON a check. --out (default: OUT, or gpu-check in the present folder) receives these lines and, of cells,
 * record, metrics and evaluation of the run. --work keeps runs and, for the second call, the speed that the first found. --only
 * makes one check. --rehearse tries everything in small, --patience multiplies the limits. The exit code is 1 if a check failed.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findPython } from '../../src/training/engines/pytorch/find-python.js';
import { CALLS, ON_A_CARD, PLAN, REHEARSAL, type Call, type CheckName } from './check-plan.js';
import { CHECKS } from './checks.js';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    device: { type: 'string', default: 'auto' },
    data: { type: 'string', default: process.env['ALPHA_CL_DATA'] ?? '../shared/data' },
    out: { type: 'string', default: process.env['OUT'] ?? 'gpu-check' },
    work: { type: 'string', default: path.join(tmpdir(), 'alpha-cl-gpu-check') },
    only: { type: 'string' },
    rehearse: { type: 'boolean', default: false },
    patience: { type: 'string', default: '1' },
    inside: { type: 'boolean', default: false },
  },
});

/** The last lines of standard error that are reported of a check that fails. */
const LAST_LINES = 8;

const call = CALLS.find((name) => name === positionals[0]);
if (call === undefined)
  throw new Error(`usage: gpu-check ${CALLS.join('|')} [options], not ${positionals[0] ?? 'without a call'}`);
mkdirSync(options.out, { recursive: true });
mkdirSync(options.work, { recursive: true });
if (options.inside) await checkHere(options.only as CheckName);
else await checkAll(call);

async function checkHere(name: CheckName): Promise<void> {
  const python = findPython(options.python);
  if (typeof python !== 'string') throw new Error(`${python.reason}: ${python.remedy}`);
  const { device, data, out, work } = options;
  const sizes = options.rehearse ? REHEARSAL : ON_A_CARD;
  await CHECKS[name]({ python, device, data, out, work, sizes, tell: print });
}

async function checkAll(which: Call): Promise<void> {
  const file = path.join(options.out, `gpu-check-${which}.jsonl`);
  rmSync(file, { force: true });
  const limits = Object.entries(PLAN[which]).filter(([name]) => options.only === undefined || name === options.only);
  if (limits.length === 0) {
    throw new Error(`--only ${options.only}: choose one of ${Object.keys(PLAN[which]).join(', ')} in this call`);
  }
  for (const [name, limit] of limits) {
    const line = await checkInTime(name, limit * Number(options.patience));
    appendFileSync(file, `${JSON.stringify(line)}\n`);
    print(line);
    if (line.failure !== undefined) process.exitCode = 1;
  }
}

interface CheckLine {
  readonly check: string;
  readonly seconds: number;
  /** What it told until its end. */
  readonly results: readonly unknown[];
  /** Why it ended before its time. */
  readonly failure?: string;
}

/** Makes a check in a process of its own, with all that it starts in its group. */
function checkInTime(name: string, limit: number): Promise<CheckLine> {
  const began = performance.now();
  const given = [...process.argv.slice(2), '--only', name, '--inside'];
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...given], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [told, said, isLate] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, 1000 * limit);
  const stop = (): void => {
    end();
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      const lateness = isLate ? `it took longer than ${limit} seconds and was ended` : undefined;
      const failure = lateness ?? (code === 0 ? undefined : said.trim().split('\n').slice(-LAST_LINES).join('\n'));
      resolve({
        check: name,
        seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
        results: wholeLines(told),
        ...(failure !== undefined && { failure }),
      });
    });
  });
}

/** Reads the lines that are whole: the last may be cut off. */
function wholeLines(text: string): unknown[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
