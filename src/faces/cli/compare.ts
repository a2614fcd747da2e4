/** Compares runs as a table and as curves. */
import path from 'node:path';
import type { Figure } from '../../claims/figure.js';
import { compareRuns } from '../../results/runs/compare-runs.js';
import type { Comparison, RunGroup } from '../../results/runs/comparison.js';
import { ACCURACY_NAMES, METRIC_NAMES, RUN_METRICS, type MetricName } from '../../results/runs/run-metrics.js';
import { runsAt } from '../../results/runs/runs-below.js';
import { describeShare } from '../../results/runs/share-words.js';
import { comparisonFigures } from '../figures/comparison-figures.js';
import { decidedText, differencesNote, metricText } from '../report/table-text.js';
import { requireOutputFolder } from './output-folder.js';
import { left, right, textTable } from './text-table.js';
import type { CompareFlags } from './compare-command.js';

/** Does what `alpha-cl compare` is asked to. */
export async function compare(folders: string[], { test, out, json }: CompareFlags): Promise<void> {
  if (out !== undefined) await requireOutputFolder('--out', out);
  const compared = compareRuns(folders.flatMap(runsAt), test === undefined ? {} : { test });
  const { comparison } = compared;
  for (const warning of comparison.warnings) process.stderr.write(`warning: ${warning}\n`);
  const files = out === undefined ? [] : await savedFigures(comparisonFigures(compared), out);
  const figures = out === undefined ? '' : `Figures in ${path.resolve(out)}: ${files.join(', ')}\n`;
  process.stdout.write(
    json === true ? `${JSON.stringify({ ...comparison, figures: files })}\n` : `${compareTable(comparison)}${figures}`,
  );
}

/** Draws and saves figures. @returns the names of their files */
export async function savedFigures(figures: readonly Figure[], out: string): Promise<string[]> {
  // Only now: Vega takes a while to load, and a table needs none of it.
  const { saveFigures } = await import('./save-figures.js');
  return (await saveFigures(figures, out)).flatMap(({ files }) => files);
}

/** Writes a comparison as tables: the groups below what all runs have in common, and their differences from the first. */
export function compareTable({ groups, differences }: Pick<Comparison, 'groups' | 'differences'>): string {
  const table = metricsTable(
    'runs (seeds)',
    METRIC_NAMES,
    groups.map(({ label, seeds, statistics }) => ({
      label,
      seeds: `${seeds.length} (${seeds.join(', ')})`,
      text: (name) => metricText(statistics[name], name, seeds.length),
    })),
  );
  return `${common(groups)}${table}\n${differencesTable(differences)}`;
}

function differencesTable(differences: Comparison['differences']): string {
  if (differences.length === 0) return '';
  const table = metricsTable(
    'shared seeds',
    ACCURACY_NAMES,
    differences.map(({ label, seeds, metrics }) => ({
      label,
      seeds: seeds.join(', ') || 'none',
      text: (name) => decidedText(metrics[name]),
    })),
  );
  return `${differencesNote(differences)}\n${table}\n`;
}

interface MetricsRow {
  readonly label: string;
  readonly seeds: string;
  readonly text: (name: MetricName) => string;
}

/** Writes a line for each configuration, with a column for each metric. */
function metricsTable(seedsTitle: string, names: readonly MetricName[], rows: readonly MetricsRow[]): string {
  return textTable<string>(
    [
      left('label', 'configuration'),
      left('seeds', seedsTitle),
      ...names.map((name) => right(name, RUN_METRICS[name].title)),
    ],
    rows.map(({ label, seeds, text }) => ({
      label,
      seeds,
      ...Object.fromEntries(names.map((name) => [name, text(name)])),
    })),
  );
}

/** Returns the properties that are the same in all groups: one line each for images, model and training. */
function common(groups: readonly RunGroup[]): string {
  const runs = groups.flatMap((group) => group.runs);
  const only = (of: (run: (typeof runs)[number]) => string | undefined): string | undefined => {
    const values = new Set(runs.map(of));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const lines = {
    'Trained on': only(({ dataset: { name, images, officialImages } }) =>
      describeShare({ name, count: images, officialCount: officialImages }),
    ),
    'Accuracy on': only(({ evaluated }) => evaluated?.test.description),
    Model: only(({ config }) => config.model),
    Loss: only(({ config }) => config.loss),
    Epochs: only(({ config }) => String(config.epochs)),
    Engine: only(({ engine: { name, device } }) => `${name} (${device})`),
  };
  return Object.entries(lines)
    .map(([name, value]) => (value === undefined ? '' : `${name}: ${value}\n`))
    .join('');
}
