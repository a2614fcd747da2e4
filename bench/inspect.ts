/**
 * Time and peak memory of `inspect` with its default losses on made-up embeddings of two views, beside the same measures as a PyTorch
 * and NumPy user would write them (embeddings.py). Each run is a process of its own; the two take turns.
 *
 *   npm run bench:inspect -- [--rows 50000] [--columns 512] [--anchors 8192] [--turns 3] [--exact] [--alone]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inspectEmbeddings } from '../src/results/inspect/inspect-embeddings.js';
import { randomStream } from '../src/theory/algebra/random-stream.js';
import { readEmbeddings } from '../src/training/embeddings/read-embeddings.js';
import { encodeNpz } from '../src/training/arrays/write-npz.js';
import { blasOf, OWN_KERNELS } from './blas.js';
import { spawnedJson } from './spawned.js';

interface Run {
  readonly seconds: number;
  /** Processor time of all threads, which other work on the machine moves less. */
  readonly processor: number;
  readonly peakMib: number;
  /** λ_max(C_α)/Σα of each loss. */
  readonly largest: readonly number[];
}

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '50000' },
    columns: { type: 'string', default: '512' },
    anchors: { type: 'string', default: '8192' },
    turns: { type: 'string', default: '3' },
    exact: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
    library: { type: 'string' },
  },
});
const PYTHON = '/usr/bin/python3';
const SPREAD = 1.5;
const AUGMENTATION = 0.3;

if (options.library === undefined) compare();
else process.stdout.write(JSON.stringify(await libraryRun(options.library, Number(options.anchors))));

function compare(): void {
  const [rows, columns] = [Number(options.rows), Number(options.columns)];
  const anchors = options.exact ? rows : Math.min(rows, Number(options.anchors));
  const folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-bench-'));
  try {
    const file = path.join(folder, 'embeddings.npz');
    writeEmbeddings(file, rows, columns);
    print(
      `${rows} rows of ${columns} float32, two views, ${anchors} anchors against all; best of ${options.turns} turns`,
    );
    if (!options.alone) print(`NumPy's BLAS: ${blasOf(PYTHON)}`);
    const [ours, theirs]: [Run[], Run[]] = [[], []];
    for (let turn = 0; turn < Number(options.turns); turn++) {
      ours.push(
        spawnedJson(process.execPath, [
          fileURLToPath(import.meta.url),
          '--library',
          file,
          '--anchors',
          `${anchors}`,
        ]) as Run,
      );
      if (options.alone) continue;
      const script = fileURLToPath(new URL('../../bench/embeddings.py', import.meta.url));
      theirs.push(spawnedJson(PYTHON, [script, file, `${anchors}`], OWN_KERNELS) as Run);
    }
    const best = (runs: readonly Run[]): Run => runs.toSorted((a, b) => a.seconds - b.seconds)[0] as Run;
    say('alpha-cl', best(ours));
    if (theirs.length === 0) return;
    say('PyTorch and NumPy', best(theirs));
    print(`alpha-cl / PyTorch and NumPy: ${(best(ours).seconds / best(theirs).seconds).toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function libraryRun(file: string, anchors: number): Promise<Run> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const { losses } = await inspectEmbeddings(await readEmbeddings(file), { anchors });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peakMib = process.resourceUsage().maxRSS / 1024;
  return {
    seconds,
    processor: (user + system) / 1e6,
    peakMib,
    largest: losses.map(({ covariance }) => covariance.largest.value),
  };
}

/** Samples around 100 centres, with variances that fall as 1/k. */
function writeEmbeddings(file: string, rows: number, columns: number): void {
  const random = randomStream('bench', 'embeddings');
  const centres = Float32Array.from({ length: 100 * columns }, () => random.normal());
  const view = (): Float32Array => new Float32Array(rows * columns);
  const [z1, z2] = [view(), view()];
  for (let k = 0; k < z1.length; k++) {
    const [row, column] = [Math.floor(k / columns), k % columns];
    const sample = (centres[(row % 100) * columns + column] as number) + SPREAD * random.normal();
    const scale = 1 / Math.sqrt(1 + column);
    z1[k] = scale * (sample + AUGMENTATION * random.normal());
    z2[k] = scale * (sample + AUGMENTATION * random.normal());
  }
  const shape = [rows, columns];
  writeFileSync(file, encodeNpz({ z1: { shape, values: z1 }, z2: { shape, values: z2 } }));
}

function say(who: string, { seconds, processor, peakMib, largest }: Run): void {
  const values = largest.map((value) => value.toPrecision(5)).join(', ');
  print(
    `${who.padEnd(18)} ${seconds.toFixed(1)} s, ${processor.toFixed(0)} s of processor time, peak ${(peakMib / 1024).toFixed(2)} GiB; largest eigenvalues of C/Σα ${values}`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
