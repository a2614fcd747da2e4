/** Compares runs as a table and as curves. */
import path from 'node:path';
import { formatNumber } from '../../base/format-number.js';
import type { Figure } from '../../claims/figure.js';
import { compareRuns } from '../../results/runs/compare-runs.js';
import type { Comparison, MetricName, RunGroup } from '../../results/runs/comparison.js';
import { runsAt } from '../../results/runs/runs-below.js';
import { describeShare } from '../../results/runs/share-words.js';
import type { Statistic } from '../../results/runs/statistic.js';
import { comparisonFigures } from '../figures/comparison-figures.js';
import { requireOutputFolder } from './output-folder.js';
import { left, right, textTable } from './text-table.js';
import type { CompareFlags } from './compare-command.js';

const COLUMNS: readonly { readonly name: MetricName; readonly title: string; readonly unit: 'share' | 'number' }[] = [
  { name: 'finalLoss', title: 'loss', unit: 'number' },
  { name: 'linearBest', title: 'linear, best', unit: 'share' },
  { name: 'linearLast', title: 'linear, last', unit: 'share' },
  { name: 'neighbours', title: 'k-NN', unit: 'share' },
  { name: 'nearest', title: '1-NN', unit: 'share' },
  { name: 'effectiveRank', title: 'effective rank', unit: 'number' },
  { name: 'alignment', title: 'alignment', unit: 'number' },
  { name: 'uniformity', title: 'uniformity', unit: 'number' },
];

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

/** Writes a comparison as a table, below what all runs have in common. */
export function compareTable({ groups }: Comparison): string {
  const table = textTable<string>(
    [
      left('label', 'configuration'),
      left('seeds', 'runs (seeds)'),
      ...COLUMNS.map(({ name, title }) => right(name, title)),
    ],
    groups.map(({ label, seeds, statistics }) => ({
      label,
      seeds: `${seeds.length} (${seeds.join(', ')})`,
      ...Object.fromEntries(COLUMNS.map(({ name, unit }) => [name, cell(statistics[name], unit, seeds.length)])),
    })),
  );
  return `${common(groups)}${table}\n`;
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

/** Writes a metric: `43.21 ± 0.35 %`; with the number of runs if it differs from that of the seeds. */
function cell(metric: Statistic | null, unit: 'share' | 'number', seeds: number): string {
  if (metric === null) return '–';
  const { n, mean, deviation } = metric;
  const [value, spread] =
    unit === 'share'
      ? [(100 * mean).toFixed(2), deviation === null ? '' : (100 * deviation).toFixed(2)]
      : [formatNumber(mean), deviation === null ? '' : formatNumber(deviation)];
  const text = `${value}${spread === '' ? '' : ` ± ${spread}`}${unit === 'share' ? ' %' : ''}`;
  return n === seeds ? text : `${text} (n = ${n})`;
}
