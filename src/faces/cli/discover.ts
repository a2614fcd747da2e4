/** Ranks shapes of α, and trains some of them if asked to. */
import path from 'node:path';
import { requireOutputFolder } from './output-folder.js';
import { type Judgement } from '../../results/discover/criteria.js';
import type { Candidate } from '../../results/discover/candidate.js';
import type { StudyResults } from '../../results/discover/study-results.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { TableRun } from '../../results/tables/table-runs.js';
import { shellWord } from '../../base/shell-word.js';
import { chosenCandidates } from './discover-choice.js';
import { rankingTable, studyTable } from './discover-table.js';
import { requireDataFolder } from './data-folder.js';
import { infiniteAsText } from './infinite-as-text.js';
import { interruptible } from './interruptions.js';
import { progressLine } from './progress-line.js';
import { tableProgressText } from './train-progress.js';
import type { DiscoverFlags } from './discover-command.js';

interface Study {
  readonly results: StudyResults;
  readonly runs: readonly TableRun[];
}

/** Does what `alpha-cl discover` is asked to. */
export async function discover(flags: DiscoverFlags): Promise<void> {
  const { train, out, sort, top, json } = flags;
  if (train !== undefined && out === undefined) {
    throw new InvalidInput('--out is missing: --train needs a folder that keeps the runs');
  }
  if (train !== undefined && train < FEWEST) {
    throw new InvalidInput(
      `--train is ${train}: a correlation needs at least ${FEWEST} losses; give more, or leave it out`,
    );
  }
  if (out !== undefined) await requireOutputFolder('--out', out);
  if (flags.page !== undefined) await requireOutputFolder('--page', flags.page);
  const candidates = await chosenCandidates(flags);
  const { judged, ranked } = await import('../../results/discover/criteria.js');
  const judgements = ranked(candidates.map(judged), sort);
  const study =
    train === undefined
      ? undefined
      : await interruptible((signal) => studyOf(candidates, judgements, { ...flags, train }, signal));
  const page = await pageOf(judgements, study, flags);
  if (json === true) process.stdout.write(`${jsonText(judgements, study, page)}\n`);
  else {
    process.stdout.write(rankingTable(judgements, sort, top));
    if (study !== undefined) process.stdout.write(`\n${studyTable(study.results)}`);
  }
  if (page !== undefined) (json === true ? process.stderr : process.stdout).write(`Page: ${page}\n`);
}

const FEWEST = 3;

async function studyOf(
  candidates: readonly Candidate[],
  judgements: readonly Judgement[],
  flags: DiscoverFlags & { readonly train: number },
  signal: AbortSignal,
): Promise<Study> {
  const { train, seeds, preset, epochs, images, batch, engine, out = '' } = flags;
  const { studied, studyJobs } = await import('../../results/discover/study.js');
  const jobs = studyJobs(studied(candidates, train), {
    folder: path.resolve(out),
    data: path.resolve(requireDataFolder(flags.data)),
    seeds: Array.from({ length: seeds }, (_, k) => k + 1),
    preset,
    options: {
      ...(epochs !== undefined && { epochs }),
      ...(images !== undefined && { subset: images }),
      ...(batch !== undefined && { batch }),
      ...(engine !== undefined && { engine }),
    },
  });
  const display = progressLine('starting');
  try {
    // Only now: TensorFlow.js takes a while to load, and a ranking needs none of it.
    const { reproduceTable } = await import('../../results/tables/reproduce-table.js');
    const { collectRuns } = await import('../../results/tables/table-runs.js');
    await reproduceTable(jobs, {
      signal,
      onNotice: display.notice,
      onProgress: (progress) => display.show(tableProgressText(progress)),
    });
    const runs = collectRuns(jobs);
    const { studyResults } = await import('../../results/discover/study-results.js');
    return { results: studyResults(judgements, runs), runs };
  } finally {
    display.end();
  }
}

async function pageOf(
  judgements: readonly Judgement[],
  study: Study | undefined,
  flags: DiscoverFlags,
): Promise<string | undefined> {
  const folder = flags.page ?? flags.out;
  if (folder === undefined) return undefined;
  // Only now: Vega takes a while to load.
  const { writeDiscoverPage } = await import('../report/discover-page.js');
  return writeDiscoverPage({
    folder: path.resolve(folder),
    command: commandOf(flags),
    judgements,
    ...(study !== undefined && { study }),
  });
}

/** Returns the command that repeats the search; its folders are for the reader to fill in. */
function commandOf(flags: DiscoverFlags): string {
  const { families, alpha = [], formula = [], set = [], limit, sampleSeed, sort, train, seeds, preset } = flags;
  const { loss, phi, psi, epochs, images, batch } = flags;
  const trained = train !== undefined;
  return [
    'npx alpha-cl discover',
    families === undefined ? '' : `--families ${shellWord(families)}`,
    ...Object.entries({ loss, phi, psi }).map(([name, text]) =>
      text === undefined ? '' : `--${name} ${shellWord(text)}`,
    ),
    ...[...alpha, ...formula].map((one) => `--alpha ${shellWord(one)}`),
    set.length === 0 ? '' : `--set ${shellWord(set.join(','))}`,
    limit === undefined ? '' : `--limit ${limit} --sample-seed ${sampleSeed}`,
    sort === 'score' ? '' : `--sort ${sort}`,
    trained ? `--train ${train} --seeds ${seeds}` : '',
    trained && preset !== 'laptop' ? `--preset ${preset}` : '',
    ...Object.entries({ epochs, images, batch }).map(([name, value]) =>
      trained && value !== undefined ? `--${name} ${value}` : '',
    ),
    trained ? '--data DIR' : '',
    '--out DIR',
  ]
    .filter((word) => word !== '')
    .join(' ');
}

function jsonText(judgements: readonly Judgement[], study: Study | undefined, page: string | undefined): string {
  const shapes = judgements.map(({ candidate, ...judgement }, k) => {
    const { importance: _function, isBestResponse: _definition, ...shape } = candidate;
    return { place: k + 1, ...shape, ...judgement };
  });
  const { results } = study ?? {};
  const measured = results && {
    ...results,
    losses: results.losses.map(({ judgement, ...loss }) => ({ id: judgement.candidate.id, ...loss })),
  };
  return JSON.stringify({ shapes, ...(measured && { study: measured }), ...(page && { page }) }, infiniteAsText);
}
