/**
 * Time and peak memory of the contrastive covariance beside NumPy: of a given α in float64, with products on ONNX Runtime, and with the
 * double loop of the definition; and of the α of a loss on unit rows, both made in blocks in float32. Each run is a process of its own;
 * library and NumPy take turns, and the ratio is that of the best times.
 *
 *   npm run bench:covariance -- [d] [N …]      default 512 2048 4096 8192
 */
import { fileURLToPath } from 'node:url';
import { anchorWeighing } from '../src/results/inspect/anchor-weighing.js';
import { lossCovariance } from '../src/results/inspect/loss-covariance.js';
import { naiveContrastiveCovariance } from '../proofs-checks/oracles/contrastive-covariance.js';
import { largeContrastiveCovariance } from '../src/theory/losses/contrastive-covariance.js';
import { add, generate, trace, type Matrix } from '../src/theory/algebra/matrix.js';
import { normalMatrix, randomStream } from '../src/theory/algebra/random-stream.js';
import { doubleProducts } from '../src/training/engines/matrix-products.js';
import { blasOf, OWN_KERNELS } from './blas.js';
import { spawnedJson } from './spawned.js';

interface Timing {
  readonly seconds: number;
  /** Peak resident memory of the process, and how much of it came after the inputs were made. */
  readonly peakMib: number;
  readonly extraMib: number;
  /** tr C */
  readonly trace: number;
}

const TURNS = 3;
/** The double loop is timed on this many samples and scaled by N²: at 2,048 it would take minutes. */
const NAIVE_SAMPLES = 64;
const KIB_PER_MIB = 1024;

const PYTHON = '/usr/bin/python3';
const MOST = { given: 1.5, both: 1.1 };

type What = keyof typeof MOST;

const [mode = '512', ...rest] = process.argv.slice(2);
if (mode in MOST) {
  const [n, d] = [Number(rest[0]), Number(rest[1])];
  process.stdout.write(JSON.stringify(await (mode === 'given' ? givenTiming(n, d) : bothTiming(n, d))));
} else {
  print(`d = ${mode}; NumPy's BLAS: ${blasOf(PYTHON)}`);
  for (const n of (rest.length > 0 ? rest : ['2048', '4096', '8192']).map(Number)) {
    const square = (n * n * 8) / KIB_PER_MIB ** 2;
    print(`N = ${n}: one N × N matrix of doubles is ${square.toFixed(0)} MiB; best of ${TURNS} turns`);
    const library = compare('given', n, Number(mode), ['float64']);
    const naive = naiveSeconds(n, Number(mode));
    print(
      `  double loop ${naive.toFixed(0)} s, scaled by N² from N = ${NAIVE_SAMPLES}; ${(naive / library).toFixed(0)} × the library`,
    );
    compare('both', n, Number(mode), ['float64', 'float32']);
  }
}

/** Prints the times of library and NumPy. @returns the library's */
function compare(what: What, n: number, d: number, precisions: readonly string[]): number {
  const script = fileURLToPath(import.meta.url);
  const numpyScript = fileURLToPath(new URL('../../bench/covariance.py', import.meta.url));
  const size = [String(n), String(d)];
  const turns = Array.from({ length: TURNS }, () => [
    spawnedJson(process.execPath, [script, what, ...size]) as Timing,
    ...precisions.map(
      (precision) => spawnedJson(PYTHON, [numpyScript, what, ...size, precision], OWN_KERNELS) as Timing,
    ),
  ]);
  const square = (n * n * 8) / KIB_PER_MIB ** 2;
  const title = what === 'given' ? 'C of a given α' : 'α and C together';
  const best = (k: number): Timing =>
    turns.map((turn) => turn[k] as Timing).toSorted((p, q) => p.seconds - q.seconds)[0] as Timing;
  const say = (who: string, { seconds, extraMib, trace: found }: Timing): void =>
    print(
      `  ${title}: ${who.padEnd(14)} ${seconds.toFixed(3)} s, ${(extraMib / square).toFixed(2)} N × N beside its inputs` +
        (what === 'both' ? `, tr C ${found.toFixed(3)}` : ''),
    );
  const ours = best(0);
  say('library', ours);
  precisions.forEach((precision, k) => {
    const theirs = best(k + 1);
    say(`NumPy ${precision}`, theirs);
    const required = precision === 'float64' ? `; required: at most ${MOST[what]}` : '';
    print(`    library / NumPy ${precision}: ${(ours.seconds / theirs.seconds).toFixed(2)}${required}`);
  });
  return ours.seconds;
}

/** Times three runs. @param run gives the trace of what it computed */
async function timed(run: () => Promise<number>): Promise<Timing> {
  const before = peakOfProcess();
  const once = async (): Promise<readonly [seconds: number, trace: number]> => {
    const start = performance.now();
    const result = await run();
    return [(performance.now() - start) / 1000, result];
  };
  const [first, found] = await once();
  // Memory is that of one call: what repeated calls leave to the garbage collector is not theirs to answer for.
  const peak = peakOfProcess();
  const [[second], [third]] = [await once(), await once()];
  return { seconds: Math.min(first, second, third), peakMib: peak, extraMib: peak - before, trace: found };
}

async function givenTiming(n: number, d: number): Promise<Timing> {
  const { alpha, a, aPrime } = inputs(n, d);
  const products = doubleProducts();
  const small = inputs(256, 256);
  await largeContrastiveCovariance(products, small.alpha, small.a, small.aPrime);
  const timing = await timed(async () => trace(await largeContrastiveCovariance(products, alpha, a, aPrime)));
  await products.close();
  return timing;
}

async function bothTiming(n: number, d: number): Promise<Timing> {
  const [first, second] = viewsOf(n, d);
  const loss = anchorWeighing('infonce', { temperature: 0.2 });
  const [small, smallSecond] = viewsOf(64, 8);
  await lossCovariance({ first: small, second: smallSecond }, loss);
  return timed(async () => trace((await lossCovariance({ first, second }, loss)).covariance));
}

function naiveSeconds(n: number, d: number): number {
  const { alpha, a, aPrime } = inputs(NAIVE_SAMPLES, d);
  const start = performance.now();
  naiveContrastiveCovariance(alpha, a, aPrime, a, aPrime);
  return ((performance.now() - start) / 1000) * (n / NAIVE_SAMPLES) ** 2;
}

function viewsOf(n: number, d: number, random = randomStream('bench')): [Matrix, Matrix] {
  const a = normalMatrix(random, n, d);
  return [a, add(a, normalMatrix(random, n, d), 0.1)];
}

function inputs(n: number, d: number): { alpha: Matrix; a: Matrix; aPrime: Matrix } {
  const random = randomStream('bench');
  const [a, aPrime] = viewsOf(n, d, random);
  return { alpha: generate(n, n, (i, j) => (i === j ? 0 : random.uniform())), a, aPrime };
}

function peakOfProcess(): number {
  return process.resourceUsage().maxRSS / KIB_PER_MIB;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
