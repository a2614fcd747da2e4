/** The page of a table of tuned losses, in Markdown. */
import { formatNumber } from '../../base/format-number.js';
import { counted, thousands } from '../../base/thousands.js';
import type { Estimated, PredictionWorth } from '../../results/discover/accuracy-model.js';
import { METRICS, type MetricId } from '../../results/tables/table-metrics.js';
import {
  EQUALITY_MARGIN,
  RANK_LIMIT,
  type TunedColumn,
  type TunedDifference,
  type TunedLine,
  type TunedSummary,
  type Verdict,
} from '../../results/tuned/tuned-summary.js';
import { markdownTable } from './markdown-table.js';
import { differenceText, hoursText, NOTHING, statisticText } from './table-text.js';

/** Writes the page. @param command that makes it again */
export function tunedPage(summary: TunedSummary, command: string): string {
  const { title, preset, columns, protocol, setting } = summary;
  return [
    `# ${title}: ${preset}\n`,
    `${extentText(summary)} Again, from the kept runs: \`${command}\`\n`,
    `## Conclusion\n\n${columns.map((column) => conclusionText(column, summary)).join('\n\n')}\n`,
    `## Protocol\n\n${protocol}\n`,
    `## Setting\n\n${setting}\n`,
    ...columns.map((column) => columnSection(column, summary)),
    `## Prediction of accuracy from α\n\n${modelText(summary)}\n\n${columns.map((column) => predictionText(column, summary)).join('\n\n')}\n`,
    `## Every run\n\n${runTable(summary)}`,
  ].join('\n');
}

function extentText({ runs, engines, software, deviceHours }: TunedSummary): string {
  if (runs.length === 0) return 'No run is finished yet.';
  return (
    `${counted(runs.length, 'run')} on ${engines.join('; ')}, with ${software.join('; ')}: ` +
    `${hoursText(deviceHours.training)} of training and ${hoursText(deviceHours.evaluation)} of evaluation, in device-hours.`
  );
}

const WORDS: Readonly<Record<Verdict, (reference: string) => string>> = {
  better: (reference) => `better than ${reference}`,
  worse: (reference) => `worse than ${reference}`,
  equal: (reference) => `equal to ${reference} within ${100 * EQUALITY_MARGIN} point`,
  undecided: (reference) => `not decided against ${reference}`,
};

/** Writes the conclusion on a data set from its numbers alone, whatever it is. */
function conclusionText(column: TunedColumn, { scale, reference }: TunedSummary): string {
  const { label, primary, others, lines } = column;
  if (primary === undefined) return `**${label}**: the primary comparison is not finished.`;
  const settingOf = (name: string): string => {
    const line = lines.find((one) => one.label === name);
    return line?.chosen === undefined ? '' : (line.grid[line.chosen]?.label ?? '');
  };
  const named = (verdict: Verdict): string => {
    const all = others.filter((one) => one.verdict === verdict);
    return all.length === 0
      ? ''
      : ` ${WORDS[verdict](reference)}: ${all.map((one) => `${one.label} (${differenceText(one)})`).join(', ')}.`;
  };
  return (
    `**${label}**, ${scale}: the best α-CL, ${primary.label} at ${settingOf(primary.label)}, is **${WORDS[primary.verdict](reference)}** at ` +
    `${settingOf(reference)}: ${differenceText(primary)} points over ${primary.n} seeds (95 %). ` +
    (others.length === 0
      ? 'The other losses are not finished.'
      : `Of the others, together at 95 %:${(['better', 'equal', 'worse', 'undecided'] as const).map(named).join('')}`) +
    ' It says nothing of longer trainings, larger networks or other data.'
  );
}

function columnSection(column: TunedColumn, summary: TunedSummary): string {
  const { label, images, lines, primary, others } = column;
  const differences = [...(primary === undefined ? [] : [{ ...primary, isPrimary: true }]), ...others];
  return [
    `## ${label}\n`,
    ...(images.length === 0 ? [] : [`${images.join(' ')}\n`]),
    'Grid, seed 1, on the images that choose: linear evaluation, last epoch, per cent. Bold: chosen; \\*: at an end of the grid.\n',
    markdownTable(['loss', ...hardnessTitles(summary)], lines.map(gridCells)),
    'Report, fresh seeds, on the other images: mean ± standard deviation over n seeds, per cent.\n',
    markdownTable(
      ['loss', 'setting', 'n', 'linear, last', 'by seed'],
      lines.map(({ label: name, grid, chosen, report, statistic }) => [
        name,
        chosen === undefined ? NOTHING : (grid[chosen]?.label ?? NOTHING),
        String(report.size),
        statisticText(statistic),
        report.size === 0 ? NOTHING : [...report.values()].map(percent).join(', '),
      ]),
    ),
    ...(differences.length === 0
      ? []
      : [
          `Differences from ${summary.reference} in points: of the primary pair with its own 95 % interval, of the others with intervals that hold together.\n`,
          markdownTable(['difference', 'n', 'points', 'meaning'], differences.map(differenceCells)),
        ]),
  ].join('\n');
}

function hardnessTitles({ hardness }: TunedSummary): string[] {
  return hardness.map((value) => `hardness ${value.toFixed(2)}`);
}

function gridCells({ label, grid, chosen }: TunedLine): string[] {
  return [
    label,
    ...grid.map((cell, k) => {
      const text = `${cell.label}: ${cell.accuracy === null ? NOTHING : percent(cell.accuracy)}`;
      if (k !== chosen) return text;
      return `**${text}**${k === 0 || k === grid.length - 1 ? ' \\*' : ''}`;
    }),
  ];
}

function differenceCells(difference: TunedDifference & { readonly isPrimary?: boolean }): string[] {
  const { label, n, verdict, isPrimary } = difference;
  return [`${label}${isPrimary === true ? ' (primary)' : ''}`, String(n), differenceText(difference), verdict];
}

function modelText({ model: { constant, hardness, scarcity, residual } }: TunedSummary): string {
  return (
    `Fitted to the earlier study: 20-NN accuracy = ${percent(constant)} ${signed(hardness)}·hardness ` +
    `${signed(scarcity)}/n_eff, in per cent, with a residual of ${percent(residual)} points.`
  );
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'} ${percent(Math.abs(share))}`;
}

function predictionText({ label, lines, prediction }: TunedColumn, summary: TunedSummary): string {
  const rows = markdownTable(
    ['loss', ...hardnessTitles(summary)],
    lines.map((line) => [
      line.label,
      ...line.grid.map(
        ({ predicted, neighbours }) => `${percent(predicted)} / ${neighbours === null ? NOTHING : percent(neighbours)}`,
      ),
    ]),
  );
  return `**${label}**. ${worthText(prediction)} Predicted / observed:\n\n${rows}`;
}

function worthText(worth: PredictionWorth | undefined): string {
  if (worth === undefined) return 'The grid is not finished.';
  const { count, rank, slope, error, spread } = worth;
  return (
    `Over the ${count} runs of the grid, Spearman’s correlation of predicted and observed accuracy is ${estimateText(rank)}; the slope of ` +
    `the observed over the predicted is ${estimateText(slope)}, where a calibrated prediction has 1; the predictions err by ` +
    `${percent(error)} points beside an offset, where the runs themselves differ by ${percent(spread)}. ` +
    (rank.lower > RANK_LIMIT
      ? 'By the declared rule the prediction is fit to rank losses.'
      : 'By the declared rule the prediction is not fit to rank losses.')
  );
}

function estimateText({ value, lower, upper }: Estimated): string {
  const text = (one: number): string => one.toFixed(2).replace('-', '−');
  return `${text(value)} (${text(lower)} to ${text(upper)})`;
}

function runTable({ runs }: TunedSummary): string {
  const metrics: readonly MetricId[] = ['linearLast', 'linearBest', 'neighbours', 'effectiveRank'];
  return markdownTable(
    ['run', 'steps', 'measured on', ...metrics.map((id) => METRICS[id].title), 'training', 'evaluation'],
    runs.map(({ id, steps, images, metrics: own, seconds }) => [
      id,
      thousands(steps),
      images.choice,
      ...metrics.map((metric) => {
        const value = own[metric];
        if (value === undefined) return NOTHING;
        return METRICS[metric].kind === 'share' ? percent(value) : formatNumber(value);
      }),
      `${(seconds.training / 60).toFixed(1)} min`,
      `${(seconds.evaluation / 60).toFixed(1)} min`,
    ]),
  );
}

function percent(share: number): string {
  return statisticText({ n: 1, mean: share, deviation: null });
}
