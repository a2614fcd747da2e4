/**
 * `npm run test:soundness`: many random losses, every certified or symbolic statement held against dense evaluation.
 *
 *     npm run test:soundness -- [--losses 100000] [--seed 1] [--from 0] [--log FOLDER] [--analysis MODULE]
 *     npm run test:soundness -- --distances [--losses 20000] …
 *
 * Losses are of the paper's family φ(Σψ(x)), or with `--distances` of each anchor's distances: formulae in p, n and several sums.
 *
 * Chunks of losses are shared among as many processes as there are cores, or one process does those of
 * `ALPHA_CL_SOUNDNESS_SHARD=i/n`, i from 1. What is done is kept in the log folder, under a fingerprint of the code: a run that was
 * ended goes on where it was, and the shards of several machines are added up by a run that finds all their logs.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzzDistances, type AnalyseDistances } from './distances/fuzz.js';
import { added, fuzz, noCounts, type Analyse, type Findings } from './fuzz.js';
import { reportOf } from './report.js';

const CHUNK = 50;
const DIST = path.resolve(import.meta.dirname, '..', '..');

const { values: given } = parseArgs({
  options: {
    distances: { type: 'boolean', default: false },
    losses: { type: 'string' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    log: { type: 'string', default: path.join(DIST, '..', 'reports', 'soundness') },
    analysis: { type: 'string' },
  },
});
const kind = given.distances
  ? { name: 'distances-', module: 'analyse-distances.js', losses: 20_000 }
  : { name: '', module: 'analyse-loss.js', losses: 100_000 };
const analysis = given.analysis ?? path.join(DIST, 'src', 'theory', 'analysis', kind.module);
const [losses, from] = [Number(given.losses ?? kind.losses), Number(given.from)];
const seed = given.seed === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(given.seed);
if (![losses, from, seed].every(Number.isSafeInteger)) throw new Error('losses, from and seed are whole numbers');

const chunks = Array.from({ length: Math.ceil(losses / CHUNK) }, (_, k) => k);

/** Of a chunk, as a line of a log. */
interface Line extends Findings {
  readonly chunk: number;
}

const prefix = `${kind.name}seed-${seed}-from-${from}-of-${losses}-${fingerprint()}`;

/** A digest of all code that decides what a run finds. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const sources = path.resolve(path.dirname(analysis), '..');
  for (const folder of ['analysis', 'algebra', 'formula', 'losses', 'distance-losses']
    .map((name) => path.join(sources, name))
    .concat(import.meta.dirname, path.join(import.meta.dirname, 'distances'))) {
    for (const file of readdirSync(folder).toSorted())
      if (file.endsWith('.js')) hash.update(readFileSync(path.join(folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

function linesOfLogs(): Map<number, Line> {
  const found = new Map<number, Line>();
  if (!existsSync(given.log)) return found;
  for (const file of readdirSync(given.log).filter((name) => name.startsWith(prefix))) {
    for (const text of readFileSync(path.join(given.log, file), 'utf8').split('\n')) {
      const line = lineOf(text);
      if (line !== undefined) found.set(line.chunk, line);
    }
  }
  return found;
}

/** The last line of a run that was ended may be cut. */
function lineOf(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

async function work(shard: number, shards: number): Promise<void> {
  const { analyseLoss, analyseDistances } = (await import(pathToFileURL(analysis).href)) as {
    readonly analyseLoss: Analyse;
    readonly analyseDistances: AnalyseDistances;
  };
  mkdirSync(given.log, { recursive: true });
  const log = path.join(given.log, `${prefix}.${shard}-of-${shards}.jsonl`);
  const done = linesOfLogs();
  for (const chunk of chunks.filter((k) => k % shards === shard - 1 && !done.has(k))) {
    const first = from + chunk * CHUNK;
    const indices = Array.from({ length: Math.min(CHUNK, losses - chunk * CHUNK) }, (_, k) => first + k);
    const found = given.distances ? fuzzDistances(seed, indices, analyseDistances) : fuzz(seed, indices, analyseLoss);
    appendFileSync(log, `${JSON.stringify({ chunk, ...found } satisfies Line)}\n`);
  }
}

async function workOnAllCores(): Promise<void> {
  const shards = Number(process.env['ALPHA_CL_THREADS'] ?? os.availableParallelism());
  const codes = await Promise.all(
    Array.from({ length: shards }, async (_, k) => {
      const child = fork(
        fileURLToPath(import.meta.url),
        process.argv.slice(2).concat(given.seed === 'random' ? ['--seed', String(seed)] : []),
        {
          env: { ...process.env, ALPHA_CL_SOUNDNESS_SHARD: `${k + 1}/${shards}` },
        },
      );
      return new Promise<number>((resolve) => {
        child.on('close', (code) => resolve(code ?? 1));
      });
    }),
  );
  if (codes.some((code) => code !== 0)) throw new Error('a process of the fuzz failed: what it says is above');
}

const asked = process.env['ALPHA_CL_SOUNDNESS_SHARD'];
if (asked === undefined) {
  await workOnAllCores();
  const lines = [...linesOfLogs().values()].filter(({ chunk }) => chunk < chunks.length);
  const counts = lines.map((line) => line.counts).reduce(added, noCounts());
  const contradictions = lines.flatMap((line) => line.contradictions).toSorted((a, b) => a.index - b.index);
  process.stdout.write(reportOf({ seed, counts, contradictions }));
  if (contradictions.length > 0 || counts.losses < losses) process.exitCode = 1;
} else {
  const [shard = Number.NaN, shards = Number.NaN] = asked.split('/').map(Number);
  if (!(Number.isInteger(shard) && shard >= 1 && shard <= shards))
    throw new Error(`ALPHA_CL_SOUNDNESS_SHARD is ${asked}: give i/n, such as 1/4`);
  await work(shard, shards);
}
