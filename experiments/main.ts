/**
 * Runs one experiment and writes its page of results.
 *
 *   npm run experiment -- relu-specialisation [--profile full] [--out DIR] [--page DIR] [--workers N]
 *
 * `--out` keeps finished runs, so that a run that was stopped goes on; `--page` is where the page goes.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InvalidInput, unknownName } from '../src/invalid-input.js';
import { formatSeconds } from '../src/report/format-number.js';
import type { Profile } from './experiment.js';
import { EXPERIMENTS } from './index.js';
import { writeResultsPage } from './results-page.js';
import { runExperiment } from './run-experiment.js';

const PROFILES: readonly Profile[] = ['quick', 'full'];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      profile: { type: 'string', default: 'quick' },
      out: { type: 'string', default: 'alpha-cl-report/experiments' },
      page: { type: 'string' },
      workers: { type: 'string' },
    },
  });
  const [id = ''] = positionals;
  const experiment = EXPERIMENTS.find((candidate) => candidate.id === id);
  const ids = EXPERIMENTS.map((candidate) => candidate.id);
  if (experiment === undefined) throw unknownName('experiment', id, ids);
  const profile = PROFILES.find((name) => name === values.profile);
  if (profile === undefined) throw unknownName('profile', values.profile, PROFILES);
  const workers = values.workers === undefined ? undefined : Number(values.workers);
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1)) {
    throw new InvalidInput(`--workers is ${values.workers}: give a whole number of at least 1`);
  }

  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new InvalidInput('stopped; the same command goes on from what is finished')));
  const results = await runExperiment(experiment, {
    profile,
    out: values.out,
    signal: stop.signal,
    ...(workers !== undefined && { workers }),
    onProgress: ({ done, total, secondsLeft }) => {
      const left = secondsLeft === undefined ? '' : `, ${formatSeconds(secondsLeft)} left`;
      process.stderr.write(`${id} ${done}/${total}${left}\n`);
    },
  });
  await mkdir(values.out, { recursive: true });
  await writeFile(path.join(values.out, `${id}.json`), JSON.stringify(results), { flush: true });
  const command = `npm run experiment -- ${id} --profile ${profile}`;
  const page = await writeResultsPage(experiment, results, { folder: values.page ?? values.out, command });
  process.stdout.write(`Results: ${page}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof InvalidInput)) throw error;
  process.stderr.write(`experiment: ${error.message}\n`);
  process.exitCode = 2;
}
