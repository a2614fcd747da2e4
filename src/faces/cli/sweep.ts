/** Trains, evaluates and compares the runs of a sweep. */
import { PROGRAM } from '../../base/program-name.js';
import path from 'node:path';
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import { compareRuns } from '../../results/runs/compare-runs.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import { collectRuns } from '../../results/tables/table-runs.js';
import type { PresetName } from '../../training/train/presets.js';
import { flagOf, resolveConfig } from '../../training/train/run-config.js';
import { parallelCoordinates } from '../figures/parallel-coordinates.js';
import { trainingCurves } from '../figures/training-curves.js';
import { compareTable, savedFigures } from './compare.js';
import { requireLaunchFlags } from './launch-flags.js';
import { failuresText, finishJobs } from './launch-here.js';
import { printStatus, sendToSlurm, type LaunchedJobs } from './launched-jobs.js';
import { requireOutputFolder } from './output-folder.js';
import type { SweepFlags } from './sweep-command.js';
import { sweepSettings, type Setting } from './sweep-settings.js';
import { configSources, withDataFolder } from './train-options.js';

/** Does what `alpha-cl sweep` is asked to. @returns 1 when a run failed or is not finished, as far as they are asked for */
export async function sweep(flags: SweepFlags): Promise<number> {
  const { launcher, grid, status } = flags;
  requireLaunchFlags(flags, { '--grid': grid });
  const jobs = sweepSettings(flags).flatMap((setting) => jobsOf(setting, flags));
  if (grid !== undefined) {
    const { writeGrid } = await import('../../results/launch/grid-file.js');
    await writeGrid(grid, jobs);
    process.stdout.write(`${thousands(jobs.length)} runs in ${grid}: ${PROGRAM} job ${grid} LINE finishes one\n`);
    return 0;
  }
  const launched = launchedJobs(jobs, flags);
  if (status === true) await printStatus(launched, flags);
  else if (launcher === 'slurm') await sendToSlurm(launched, flags);
  else return made(jobs, flags);
  return 0;
}

/** Finishes the jobs, as far as the flags ask for it, and compares the finished ones. */
async function made(jobs: readonly TableJob[], flags: SweepFlags): Promise<number> {
  const { out, collect, json } = flags;
  await requireOutputFolder('--out', out);
  const failed = collect === true ? [] : await finishJobs(jobs, flags);
  const runs = collectRuns(jobs);
  process.stderr.write(failuresText(failed));
  if (runs.length === 0) throw new InvalidInput(`no run of the sweep is finished in ${out}: leave --collect out`);
  const compared = compareRuns(
    runs.map(({ job }) => job.folder),
    { test: flags.test },
  );
  const { comparison } = compared;
  for (const warning of comparison.warnings) process.stderr.write(`warning: ${warning}\n`);
  const folder = path.resolve(out, 'figures');
  const files = await savedFigures([...parallelCoordinates(comparison), ...trainingCurves(compared)], folder);
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ ...comparison, figures: files })}\n`
      : `${compareTable(comparison)}${thousands(runs.length)} of ${thousands(jobs.length)} runs are finished. Figures in ${folder}: ${files.join(', ')}\n`,
  );
  return runs.length === jobs.length ? 0 : 1;
}

/** Returns the jobs of a setting, one a seed. @throws InvalidInput when the setting is no configuration of a run */
function jobsOf({ name, flags }: Setting, { out, seeds, test }: SweepFlags): TableJob[] {
  const sources = withDataFolder(configSources(flags));
  const { file, preset = 'laptop' } = sources;
  // Checked for every setting before the first is trained.
  const { data, dataset } = resolveConfig({ ...sources, preset });
  return Array.from({ length: seeds }, (_, k): TableJob => {
    const id = path.join(name.replaceAll(/[^\w.,=+-]+/g, '_'), `seed-${k + 1}`);
    return {
      id,
      row: name,
      column: 'sweep',
      seed: k + 1,
      title: `${name}, seed ${k + 1}`,
      folder: path.resolve(out, id),
      preset: preset as PresetName,
      options: { ...(file?.content as object), ...sources.flags, dataset, data, seed: k + 1 },
      test,
      measuredEpochs: [],
      baselines: [],
    };
  });
}

function launchedJobs(jobs: readonly TableJob[], flags: SweepFlags): LaunchedJobs {
  const folder = path.resolve(flags.out);
  return { jobs, name: 'alpha-cl-sweep', folder, collect: collectArguments(jobs, folder, flags), about: {} };
}

/** Flags of a submission, which the command that collects its results leaves out. */
const SUBMITTING: ReadonlySet<string> = new Set<keyof SweepFlags>([
  'launcher',
  'jobs',
  'nodes',
  'time',
  'slurmArg',
  'dryRun',
  'json',
]);

/** Returns the arguments of the command that compares the same runs, from any folder. */
function collectArguments(jobs: readonly TableJob[], out: string, flags: SweepFlags): string[] {
  const config = flags.config && path.resolve(flags.config);
  const words = Object.entries({ ...flags, out, config, data: jobs[0]?.options.data })
    .filter(([name]) => !SUBMITTING.has(name))
    .flatMap(([name, values]) => [values ?? []].flat().map((value) => `${flagOf(name)}=${String(value)}`));
  return ['sweep', '--collect', ...words];
}
