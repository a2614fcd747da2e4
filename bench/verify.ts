/**
 * Instances a second of the Theorem 1 and PCA checks: the claims as a worker of the runner checks them, generation
 * included, against the same mathematics as a NumPy loop (verify.py). One thread each; the two take turns, and a ratio is
 * within a turn. Seconds are processor time of the process, so that other work on the machine does not count.
 *
 * The compiler of V8 takes its time, which counts as well: `first` is the rate of a fresh process, `settled` the rate after
 * WARM_UP instances. The ratio is that of the settled rate; the one of the first instances stands beside it.
 *
 *   npm run bench:verify -- [turns]      default 5
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CLAIMS } from '../proofs-checks/index.js';
import { streamsOf } from '../src/claims/streams.js';
import { runTask } from '../src/claims/task.js';
import { blasOf, OWN_KERNELS } from './blas.js';
import { median } from './median.js';
import { spawnedJson } from './spawned.js';

interface Rate {
  readonly instances: number;
  readonly seconds: number;
  readonly refuted: number;
}

interface LibraryRates {
  readonly first: Rate;
  readonly settled: Rate;
}

const CHECKS = ['theorem-1-gradient', 'pca-deep-linear'] as const;
const LIBRARY_INSTANCES = 1000;
const NUMPY_INSTANCES = 300;
/** As the runner cuts its tasks. */
const CASES_PER_TASK = 25;
const WARM_UP = 2000;
const [REQUIRED_RATIO, REQUIRED_FIRST_RATIO] = [5, 2.5];
const PYTHON = '/usr/bin/python3';
const ONE_THREAD = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', ...OWN_KERNELS };
const NUMPY_LEAVES_OUT = {
  'theorem-1-gradient': '',
  'pca-deep-linear': ' (in floating point: the library also proves its bounds by intervals)',
} as const;

const [mode = '5', ...rest] = process.argv.slice(2);
if (mode === '--library') process.stdout.write(JSON.stringify(libraryRates(String(rest[0]), Number(rest[1]))));
else compare(Number(mode));

function compare(turns: number): void {
  const script = fileURLToPath(import.meta.url);
  const numpyScript = fileURLToPath(new URL('../../bench/verify.py', import.meta.url));
  if (spawnSync(PYTHON, ['-c', 'import numpy']).status !== 0) {
    print(`${PYTHON} has no numpy (Debian: apt-get install python3-numpy): the library alone`);
    for (const check of CHECKS) print(`${check}  ${words([libraryOf(script, check, 0).settled])}`);
    return;
  }
  print(`NumPy's BLAS: ${blasOf(PYTHON)}`);
  for (const check of CHECKS) {
    const rates = Array.from({ length: turns }, (_, turn) => ({
      ...libraryOf(script, check, turn),
      numpy: numpyRate([numpyScript, check, String(NUMPY_INSTANCES), String(turn)]),
    }));
    const ratios = (kind: 'first' | 'settled'): number[] =>
      rates.map((rate) => perSecond(rate[kind]) / perSecond(rate.numpy));
    print(`${check}, median of ${turns} turns`);
    print(`  library          ${words(rates.map(({ settled }) => settled))}`);
    print(`  its first ${LIBRARY_INSTANCES}   ${words(rates.map(({ first }) => first))}`);
    print(`  NumPy            ${words(rates.map(({ numpy }) => numpy))}${NUMPY_LEAVES_OUT[check]}`);
    print(`  library / NumPy  ${spread(ratios('settled'))}; required: at least ${REQUIRED_RATIO}`);
    print(`  first / NumPy    ${spread(ratios('first'))}; required: at least ${REQUIRED_FIRST_RATIO}`);
  }
}

function libraryOf(script: string, check: string, turn: number): LibraryRates {
  return spawnedJson(process.execPath, [script, '--library', check, String(turn)]) as LibraryRates;
}

function numpyRate(args: readonly string[]): Rate {
  return spawnedJson(PYTHON, args, ONE_THREAD) as Rate;
}

/** Tasks of one claim, one after another, as a worker thread takes them. */
function libraryRates(claim: string, turn: number): LibraryRates {
  const base = 10_000 * (turn + 1);
  const first = rateOf(claim, base, LIBRARY_INSTANCES);
  rateOf(claim, base + 1000, WARM_UP - LIBRARY_INSTANCES);
  return { first, settled: rateOf(claim, base + 2000, LIBRARY_INSTANCES) };
}

function rateOf(claim: string, seed: number, instances: number): Rate {
  // Streams take turns, as the peer draws its losses.
  const { instances: drawn } = CLAIMS.find(({ id }) => id === claim) as (typeof CLAIMS)[number];
  const streams = streamsOf(drawn).map(({ name }) => (name === undefined ? {} : { stream: name }));
  const before = process.cpuUsage();
  let refuted = 0;
  for (let k = 0; k < instances / CASES_PER_TASK; k++) {
    const own = { claim, seed: seed + k, cases: CASES_PER_TASK, timeLimit: 60, ...streams[k % streams.length] };
    const task = { kind: 'instances', ...own } as const;
    if (runTask(task, CLAIMS).examination?.counterexample !== undefined) refuted++;
  }
  const { user, system } = process.cpuUsage(before);
  return { instances, seconds: (user + system) / 1e6, refuted };
}

function words(rates: readonly Rate[]): string {
  const [instances, refuted] = [sum(rates.map((rate) => rate.instances)), sum(rates.map((rate) => rate.refuted))];
  return `${median(rates.map(perSecond)).toFixed(0)} instances/s, ${refuted} of ${instances} refuted`;
}

function spread(ratios: readonly number[]): string {
  return `${median(ratios).toFixed(1)} (${ratios.map((ratio) => ratio.toFixed(1)).join(', ')})`;
}

function sum(values: readonly number[]): number {
  return values.reduce((so, value) => so + value, 0);
}

function perSecond({ instances, seconds }: Rate): number {
  return instances / seconds;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
