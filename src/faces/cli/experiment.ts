/** Runs an experiment and writes its page of results. */
import { PROGRAM } from '../../base/program-name.js';
import path from 'node:path';
import { requireOutputFolder } from './output-folder.js';
import { EXPERIMENTS } from '../../../experiments/index.js';
import { type Experiment } from '../../../experiments/experiment.js';
import { writeResultsPage } from '../../../experiments/results-page.js';
import { runExperiment, type ExperimentResults } from '../../../experiments/run-experiment.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { formatSeconds } from '../../base/format-number.js';
import { Interrupted, interruptions } from './interruptions.js';
import { progressLine } from './progress-line.js';
import type { ExperimentOptions } from './experiment-command.js';

/** Does what `alpha-cl experiment` is asked to. */
export async function experiment(id: string | undefined, options: ExperimentOptions): Promise<void> {
  if (options.list === true) {
    process.stdout.write(EXPERIMENTS.map((known) => `${known.id.padEnd(36)}${known.title}\n`).join(''));
    return;
  }
  const { profile, out } = options;
  const chosen = findExperiment(id);
  await requireOutputFolder('--out', out);
  if (options.page !== undefined) await requireOutputFolder('--page', options.page);
  const results = await experimentWithProgress(chosen, options);
  const command = `${PROGRAM} experiment ${chosen.id} --profile ${profile}`;
  const page = await writeResultsPage(chosen, results, { folder: options.page ?? out, command });
  if (options.json === true) process.stdout.write(`${JSON.stringify(results)}\n`);
  (options.json === true ? process.stderr : process.stdout).write(`Results: ${path.resolve(page)}\n`);
}

function findExperiment(id: string | undefined): Experiment {
  const ids = EXPERIMENTS.map((known) => known.id);
  if (id === undefined) throw new InvalidInput(`name an experiment: ${ids.join(', ')}`);
  const found = EXPERIMENTS.find((known) => known.id === id);
  if (found === undefined) throw unknownName('experiment', id, ids);
  return found;
}

/** Runs an experiment and shows its progress. @throws Interrupted on a signal; finished parts are kept */
export async function experimentWithProgress(
  chosen: Experiment,
  { profile, out, workers }: Pick<ExperimentOptions, 'profile' | 'workers'> & { readonly out?: string },
): Promise<ExperimentResults> {
  const interruption = interruptions();
  const line = progressLine(chosen.id);
  try {
    return await runExperiment(chosen, {
      profile,
      signal: interruption.signal,
      ...(out !== undefined && { out }),
      ...(workers !== undefined && { workers }),
      onProgress: ({ done, total, secondsLeft }) => {
        const left = secondsLeft === undefined ? '' : ` · ${formatSeconds(secondsLeft)} left`;
        line.show(`${chosen.id} ${done}/${total} runs${left}`);
      },
    });
  } catch (error) {
    if (interruption.exitCode() === 0) throw error;
    throw new Interrupted('stopped; the same command goes on from what is finished', interruption.exitCode());
  } finally {
    line.end();
    interruption.end();
  }
}
