/** `alpha-cl discover`: shapes of α judged by the theory, and, if asked, by short trainings. */
import path from 'node:path';
import { Command, Option } from 'commander';
import { requireOutputFolder } from './output-folder.js';
import { INTERRUPTED, withHelp, type HelpPage } from './command-help.js';
import { CRITERION_NAMES, type CriterionName, type Judgement } from '../../results/discover/criteria.js';
import type { Candidate } from '../../results/discover/candidate.js';
import type { StudyResults } from '../../results/discover/study-results.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { TableRun } from '../../results/tables/table-runs.js';
import { PRESET_NAMES, type PresetName } from '../../training/train/presets.js';
import { shellWord } from '../../base/shell-word.js';
import { chosenCandidates, type ShapeFlags } from './discover-choice.js';
import { rankingTable, studyTable } from './discover-table.js';
import { requireDataFolder } from './data-folder.js';
import { infiniteAsText } from './infinite-as-text.js';
import { withLossOptions } from './loss-options.js';
import { interruptible } from './interruptions.js';
import { collected, positiveInteger, seedNumber } from './option-values.js';
import { progressLine } from './progress-line.js';
import { tableProgressText } from './train-progress.js';

interface DiscoverFlags extends ShapeFlags {
  readonly sort: CriterionName;
  readonly top: number;
  readonly train?: number;
  readonly seeds: number;
  readonly preset: PresetName;
  readonly epochs?: number;
  readonly images?: number;
  readonly batch?: number;
  readonly engine?: string;
  readonly data?: string;
  readonly out?: string;
  readonly page?: string;
  readonly json?: true;
}

export function discoverCommand(): Command {
  const command = new Command('discover').option(
    '--families <names>',
    'families of the grammar, separated by commas: uniform, exponent, power, … (default: all)',
  );
  return withHelp(
    withLossOptions(command, 'alphas')
      .addOption(new Option('--formula <α>', 'former spelling of --alpha').argParser(collected).hideHelp())
      .option('--limit <n>', 'sample at most n shapes of the grammar (default: all)', positiveInteger)
      .option('--sample-seed <n>', 'seed of that sample', seedNumber, 1)
      .addOption(new Option('--sort <criterion>', 'criterion to sort by').choices(CRITERION_NAMES).default('score'))
      .option('--top <n>', 'rows of the table in the terminal', positiveInteger, 20)
      .option('--train <n>', 'train n of them, spread over the grammar, and correlate', positiveInteger)
      .option('--seeds <n>', 'seeds 1 to n of every loss that is trained', positiveInteger, 2)
      .addOption(new Option('--preset <name>', 'settings of the trainings').choices(PRESET_NAMES).default('laptop'))
      .option('--epochs <n>', 'epochs of a training (default: that of the preset)', positiveInteger)
      .option('--images <n>', 'train on the first n images, measure on the others', positiveInteger)
      .option('--batch <n>', 'images in a batch (default: that of the preset)', positiveInteger)
      .option('--engine <name>', 'engine that runs the training steps (default: that of the preset)')
      .option('--data <dir>', 'folder of the image data sets (default: the environment’s ALPHA_CL_DATA)')
      .option('--out <dir>', 'folder of the runs and of the page; the same command goes on from the runs')
      .option('--page <dir>', 'folder of the page (default: that of --out)')
      .option('--json', 'print everything as one JSON object on standard output')
      .action(discover),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'Shapes: 1, exp(−dᵖ/τ), (1 + r^a/τ)^(−g), [1 − r^a/τ]₊, mixtures, and square and power of Tian (2022). Each is judged by ' +
      'whether α falls with distance (proven), whether a min player exists, the effective temperature, hardness 1 − E_α[r]/E[r] and ' +
      'the effective number of negatives on stated distances. A shape of which it is not known that it falls ranks last.',
    'A loss that is given, or an α (--alpha is repeatable here), is ranked beside them and trained with them. A loss stands there with ' +
      'its αᵢⱼ = φ′(ξᵢ)ψ′(d²ᵢ − r), computed at d²ᵢ = ½; what is said to hold of it holds at every d²ᵢ.',
    '--train makes ordinary runs under OUT/discover, evaluates each on held-out images, and prints how each criterion correlates ' +
      'with accuracy. Nothing is done twice; Ctrl-C writes a checkpoint and leaves.',
  ],
  examples: [
    'alpha-cl discover',
    'alpha-cl discover --families exponent,power --sort hardness --top 50',
    'alpha-cl discover --loss soft-triplet --families exponent',
    "alpha-cl discover --alpha 'w*exp(-r^a/tau)+(1-w)/(r+1)' --set w=0.7,a=2,tau=0.5 --limit 30 --json",
    'alpha-cl discover --train 14 --seeds 2 --epochs 2 --images 20000 --data ~/datasets --out study',
  ],
  exitCodes: { 0: 'done', 2: 'bad usage or input', ...INTERRUPTED },
};

interface Study {
  readonly results: StudyResults;
  readonly runs: readonly TableRun[];
}

async function discover(flags: DiscoverFlags): Promise<void> {
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
