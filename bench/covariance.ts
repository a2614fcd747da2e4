/**
 * Time and peak memory of the contrastive covariance of a given α: the library with products on ONNX Runtime, the double loop of the
 * definition, and NumPy. Each run is a process of its own; library and NumPy take turns, and the ratio is that of the best times.
 *
 *   npm run bench:covariance -- [d] [N …]      default 512 2048 4096 8192
 */
import { fileURLToPath } from 'node:url';
import { naiveContrastiveCovariance } from '../proofs-checks/oracles/contrastive-covariance.js';
import { largeContrastiveCovariance } from '../src/theory/losses/contrastive-covariance.js';
import { add, generate, type Matrix } from '../src/theory/algebra/matrix.js';
import { normalMatrix, randomStream } from '../src/theory/algebra/random-stream.js';
import { doubleProducts } from '../src/training/engines/matrix-products.js';
import { blasOf, OWN_KERNELS } from './blas.js';
import { spawnedJson } from './spawned.js';

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

const PYTHON = '/usr/bin/python3';
const MOST = 1.5;

const [mode = '512', ...rest] = process.argv.slice(2);
if (mode === '--library') process.stdout.write(JSON.stringify(await libraryTiming(Number(rest[0]), Number(rest[1]))));
else {
  print(`d = ${mode}; NumPy's BLAS: ${blasOf(PYTHON)}`);
  for (const n of rest.length > 0 ? rest : ['2048', '4096', '8192']) compare(Number(n), Number(mode));
}

function compare(n: number, d: number): void {
  const script = fileURLToPath(import.meta.url);
  const numpyScript = fileURLToPath(new URL('../../bench/covariance.py', import.meta.url));
  const size = [String(n), String(d)];
  const turns = Array.from({ length: TURNS }, () => ({
    library: spawnedJson(process.execPath, [script, '--library', ...size]) as Timing,
    numpy: spawnedJson(PYTHON, [numpyScript, ...size], OWN_KERNELS) as Timing,
  }));
  const best = (of: 'library' | 'numpy'): Timing =>
    turns.map((turn) => turn[of]).toSorted((p, q) => p.seconds - q.seconds)[0] as Timing;
  const [library, numpy] = [best('library'), best('numpy')];
  const naive = naiveSeconds(n, d);
  const square = (n * n * 8) / KIB_PER_MIB ** 2;
  print(`N = ${n}: one N × N matrix of doubles is ${square.toFixed(0)} MiB; best of ${TURNS} turns`);
  print(
    `  library   ${library.seconds.toFixed(3)} s, ${(library.extraMib / square).toFixed(2)} N × N beside its inputs`,
  );
  print(`  NumPy     ${numpy.seconds.toFixed(3)} s, ${(numpy.extraMib / square).toFixed(2)} N × N beside its inputs`);
  print(
    `  naive     ${naive.toFixed(0)} s, scaled by N² from N = ${NAIVE_SAMPLES}; ${(naive / library.seconds).toFixed(0)} × the library`,
  );
  print(`  library / NumPy: ${(library.seconds / numpy.seconds).toFixed(2)}; required: at most ${MOST}`);
}

async function libraryTiming(n: number, d: number): Promise<Timing> {
  const { alpha, a, aPrime } = inputs(n, d);
  const products = doubleProducts();
  const small = inputs(256, 256);
  await largeContrastiveCovariance(products, small.alpha, small.a, small.aPrime);
  const before = peakOfProcess();
  const once = async (): Promise<number> => {
    const start = performance.now();
    await largeContrastiveCovariance(products, alpha, a, aPrime);
    return (performance.now() - start) / 1000;
  };
  const first = await once();
  // Memory is that of one call: what repeated calls leave to the garbage collector is not theirs to answer for.
  const peak = peakOfProcess();
  const seconds = Math.min(first, await once(), await once());
  await products.close();
  return { seconds, peakMib: peak, extraMib: peak - before };
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

function peakOfProcess(): number {
  return process.resourceUsage().maxRSS / KIB_PER_MIB;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
