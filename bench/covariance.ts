/**
 * Time and peak memory of the contrastive covariance: the library, the double loop of the definition, and NumPy where
 * /usr/bin/python3 has it. Each run is a process of its own; library and NumPy take turns, and ratios are within a turn.
 *
 *   npm run bench:covariance -- [N] [d]      default 2048 256
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { naiveContrastiveCovariance } from '../proofs-checks/oracles/contrastive-covariance.js';
import { contrastiveCovariance } from '../src/theory/losses/contrastive-covariance.js';
import { add, generate, zeros, type Matrix } from '../src/theory/algebra/matrix.js';
import { normalMatrix, randomStream } from '../src/theory/algebra/random-stream.js';
import { median } from './median.js';

interface Timing {
  readonly seconds: number;
  /** Peak resident memory of the process, and how much of it came after the inputs were made. */
  readonly peakMib: number;
  readonly extraMib: number;
}

const TURNS = 3;
/** The double loop is timed on this many samples and scaled by N²: at 2,048 it would take minutes. */
const NAIVE_SAMPLES = 64;
const KIB_PER_MIB = 1024;

const [mode = '2048', ...rest] = process.argv.slice(2);
if (mode === '--library') process.stdout.write(JSON.stringify(libraryTiming(Number(rest[0]), Number(rest[1]))));
else compare(Number(mode), Number(rest[0] ?? 256));

function compare(n: number, d: number): void {
  const script = fileURLToPath(import.meta.url);
  const numpyScript = fileURLToPath(new URL('../../bench/covariance.py', import.meta.url));
  const turns = Array.from({ length: TURNS }, () => ({
    library: runJson(process.execPath, [script, '--library', String(n), String(d)]),
    numpy: runJson('/usr/bin/python3', [numpyScript, String(n), String(d)]),
  }));
  const library = turns.flatMap((turn) => turn.library ?? []);
  const numpy = turns.flatMap((turn) => turn.numpy ?? []);
  const ratios = turns.flatMap((turn) =>
    turn.library && turn.numpy ? [turn.library.seconds / turn.numpy.seconds] : [],
  );
  const naive = naiveSeconds(n, d);
  const square = (n * n * 8) / KIB_PER_MIB ** 2;

  print(`contrastive covariance, N = ${n}, d = ${d}; one N × N matrix of doubles is ${square.toFixed(1)} MiB`);
  print(`library   ${median(library.map(({ seconds }) => seconds)).toFixed(3)} s`);
  print(`          peak ${median(library.map(({ peakMib }) => peakMib)).toFixed(0)} MiB of the whole process;`);
  const extra = median(library.map(({ extraMib }) => extraMib));
  print(
    `          ${extra.toFixed(0)} MiB beside its inputs, α + that = ${(1 + extra / square).toFixed(2)} N × N (aim: at most 3)`,
  );
  print(
    `naive     ${naive.toFixed(0)} s, scaled by N² from N = ${NAIVE_SAMPLES}; ${(naive / median(library.map(({ seconds }) => seconds))).toFixed(0)} × the library`,
  );
  if (ratios.length === 0) {
    print('NumPy     not found: /usr/bin/python3 has no numpy (Debian: python3-numpy)');
  } else {
    print(
      `NumPy     ${median(numpy.map(({ seconds }) => seconds)).toFixed(3)} s, ${median(numpy.map(({ extraMib }) => extraMib)).toFixed(0)} MiB beside its inputs`,
    );
    print(`library / NumPy: ${median(ratios).toFixed(2)} (aim: at most 3)`);
  }
}

function libraryTiming(n: number, d: number): Timing {
  const { alpha, a, aPrime } = inputs(n, d);
  contrastiveCovariance(
    generate(8, 8, (i, j) => (i === j ? 0 : 1)),
    zeros(8, 8),
    zeros(8, 8),
  );
  const before = peakOfProcess();
  const once = (): number => {
    const start = performance.now();
    contrastiveCovariance(alpha, a, aPrime);
    return (performance.now() - start) / 1000;
  };
  const first = once();
  // Memory is that of one call: what repeated calls leave to the garbage collector is not theirs to answer for.
  const peak = peakOfProcess();
  return { seconds: Math.min(first, once(), once()), peakMib: peak, extraMib: peak - before };
}

function naiveSeconds(n: number, d: number): number {
  const { alpha, a, aPrime } = inputs(NAIVE_SAMPLES, d);
  const start = performance.now();
  naiveContrastiveCovariance(alpha, a, aPrime, a, aPrime);
  return ((performance.now() - start) / 1000) * (n / NAIVE_SAMPLES) ** 2;
}

function inputs(n: number, d: number): { alpha: Matrix; a: Matrix; aPrime: Matrix } {
  const random = randomStream('bench');
  const a = normalMatrix(random, n, d);
  const aPrime = add(a, normalMatrix(random, n, d), 0.1);
  return { alpha: generate(n, n, (i, j) => (i === j ? 0 : random.uniform())), a, aPrime };
}

function runJson(program: string, args: readonly string[]): Timing | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as Timing) : undefined;
}

function peakOfProcess(): number {
  return process.resourceUsage().maxRSS / KIB_PER_MIB;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
