/** Trains, evaluates and compares the runs of a sweep. */
import path from 'node:path';
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import type { FailedJob } from '../../results/launch/local-pool.js';
import { compareRuns } from '../../results/runs/compare-runs.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import { collectRuns } from '../../results/tables/table-runs.js';
import type { PresetName } from '../../training/train/presets.js';
import { resolveConfig } from '../../training/train/run-config.js';
import { parallelCoordinates } from '../figures/parallel-coordinates.js';
import { trainingCurves } from '../figures/training-curves.js';
import { compareTable, savedFigures } from './compare.js';
import { interruptible } from './interruptions.js';
import { failuresText, finishJobs } from './launch-here.js';
import { requireOutputFolder } from './output-folder.js';
import { progressLine } from './progress-line.js';
import type { SweepFlags } from './sweep-command.js';
import { sweepSettings, type Setting } from './sweep-settings.js';
import { configSources, withDataFolder } from './train-options.js';

/** Does what `alpha-cl sweep` is asked to. @returns 0 when every run is finished, 1 otherwise */
export async function sweep(flags: SweepFlags): Promise<number> {
  const { out, launcher, jobs: places, grid, collect, json } = flags;
  if (places !== undefined && launcher === undefined) {
    throw new InvalidInput('--jobs goes with --launcher: give --launcher local too');
  }
  const jobs = sweepSettings(flags).flatMap((setting) => jobsOf(setting, flags));
  if (grid !== undefined) {
    const { writeGrid } = await import('../../results/launch/grid-file.js');
    await writeGrid(grid, jobs);
    process.stdout.write(`${thousands(jobs.length)} runs in ${grid}: alpha-cl job ${grid} LINE finishes one\n`);
    return 0;
  }
  await requireOutputFolder('--out', out);
  const failed = collect === true ? [] : await finished(jobs, flags);
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

/** Finishes the jobs. @returns the failed ones; without a launcher the first failure is thrown */
async function finished(jobs: readonly TableJob[], flags: SweepFlags): Promise<FailedJob[]> {
  const display = progressLine('starting');
  try {
    return await interruptible((signal) => finishJobs(jobs, flags, { display, signal }));
  } finally {
    display.end();
  }
}
