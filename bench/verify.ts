/**
 * Instances a second of the Theorem 1 and PCA checks: the claims as a worker of the runner checks them, generation
 * included, against the same mathematics as a NumPy loop (verify.py). One thread each; the two take turns, and a ratio is
 * within a turn. Seconds are processor time of the process, so that other work on the machine does not count.
 *
 *   npm run bench:verify -- [turns]      default 5
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CLAIMS } from '../proofs-checks/index.js';
import { runTask } from '../src/claims/task.js';

interface Rate {
  readonly instances: number;
  readonly seconds: number;
  readonly refuted: number;
}

const CHECKS = ['theorem-1-gradient', 'pca-deep-linear'] as const;
const LIBRARY_INSTANCES = 1000;
const NUMPY_INSTANCES = 300;
/** As the runner cuts its tasks. */
const CASES_PER_TASK = 25;
const WARM_UP = 250;
const REQUIRED_RATIO = 5;

const [mode = '5', ...rest] = process.argv.slice(2);
if (mode === '--library') process.stdout.write(JSON.stringify(libraryRate(String(rest[0]), Number(rest[1]))));
else compare(Number(mode));

function compare(turns: number): void {
  const script = fileURLToPath(import.meta.url);
  const numpyScript = fileURLToPath(new URL('../../bench/verify.py', import.meta.url));
  for (const check of CHECKS) {
    const rates = Array.from({ length: turns }, (_, turn) => ({
      library: runJson(process.execPath, [script, '--library', check, String(turn)]),
      numpy: runJson('/usr/bin/python3', [numpyScript, check, String(NUMPY_INSTANCES), String(turn)]),
    }));
    const library = rates.flatMap((rate) => rate.library ?? []);
    const numpy = rates.flatMap((rate) => rate.numpy ?? []);
    print(`${check}, median of ${turns} turns`);
    print(`  library  ${words(library)}`);
    if (numpy.length === 0) {
      print('  NumPy    not found: /usr/bin/python3 has no numpy (Debian: apt-get install python3-numpy)');
      continue;
    }
    const ratios = rates.flatMap((rate) =>
      rate.library && rate.numpy ? [perSecond(rate.library) / perSecond(rate.numpy)] : [],
    );
    print(`  NumPy    ${words(numpy)}`);
    print(
      `  library / NumPy: ${median(ratios).toFixed(1)} (turns ${ratios.map((ratio) => ratio.toFixed(1)).join(', ')}; required: at least ${REQUIRED_RATIO})`,
    );
  }
}

/** Tasks of one claim, one after another, as a worker thread takes them. */
function libraryRate(claim: string, turn: number): Rate {
  const task = (seed: number): number => {
    const { examination } = runTask({ claim, kind: 'instances', seed, cases: CASES_PER_TASK, timeLimit: 60 }, CLAIMS);
    return examination?.counterexample === undefined ? 0 : 1;
  };
  for (let k = 0; k < WARM_UP / CASES_PER_TASK; k++) task(k);
  const before = process.cpuUsage();
  let refuted = 0;
  for (let k = 0; k < LIBRARY_INSTANCES / CASES_PER_TASK; k++) refuted += task(1000 * (turn + 1) + k);
  const { user, system } = process.cpuUsage(before);
  return { instances: LIBRARY_INSTANCES, seconds: (user + system) / 1e6, refuted };
}

/** NumPy gets one thread, and the kernels that its BLAS chooses for the machine by itself. */
function runJson(program: string, args: readonly string[]): Rate | undefined {
  const { OPENBLAS_CORETYPE: _kernel, OPENBLAS_L2_SIZE: _cache, ...environment } = process.env;
  const env = { ...environment, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', env });
  return status === 0 ? (JSON.parse(stdout) as Rate) : undefined;
}

function words(rates: readonly Rate[]): string {
  const refuted = rates.reduce((sum, rate) => sum + rate.refuted, 0);
  return `${median(rates.map(perSecond)).toFixed(0)} instances/s, ${refuted} refuted`;
}

function perSecond({ instances, seconds }: Rate): number {
  return instances / seconds;
}

function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  return ascending[Math.floor(ascending.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
