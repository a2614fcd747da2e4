/** The tables: both variants side by side with 95 % intervals, and mean ± standard deviation over seeds at the end of training. */
import { statistic, type Statistic } from '../../src/results/runs/statistic.js';
import { welchDifference } from '../../src/results/runs/difference.js';
import { twoSidedQuantile } from '../../src/results/runs/student-t.js';
import type { Axes } from './configuration.js';
import { atEnd, grouped, MEASURES, PARTS, spread, WORDS, type Group, type Measure, type Run } from './summary.js';

const DIGITS: Readonly<Record<Measure, number>> = { concentration: 3, coverage: 3, components: 1 };

export function table(runs: readonly Run[]): string {
  const groups = grouped(runs);
  const parts = PARTS.map(({ title, holds }) => {
    const members = groups.filter(({ configuration }) => holds(configuration));
    return members.length === 0 ? '' : `### ${title}\n\n${HEADER}\n${members.map(line).join('\n')}\n`;
  });
  return [sideBySide(groups), ...parts].filter((part) => part !== '').join('\n');
}

/** Configurations that both variants have, in a line each: means with 95 % intervals, and Welch's difference. */
function sideBySide(groups: readonly Group[]): string {
  const lines = groups
    .filter(({ configuration }) => PARTS[0].holds(configuration))
    .flatMap((own) => {
      const other = groups.find(
        ({ configuration }) =>
          configuration.variant === 'as-coded' && axesText(configuration) === axesText(own.configuration),
      );
      return other === undefined ? [] : [pairLine(own, other)];
    });
  if (lines.length === 0) return '';
  const columns = (['concentration', 'coverage'] as const).flatMap((measure) => [
    `${measure}, ours`,
    'as coded',
    'as coded − ours',
  ]);
  const header = ['network, hidden, norm, α', ...columns, 'n'];
  const rule = header.map((_, k) => (k === 0 ? '---' : '---:'));
  return `### Both variants, mean [95 %]\n\n| ${header.join(' | ')} |\n| ${rule.join(' | ')} |\n${lines.join('\n')}\n`;
}

function pairLine(own: Group, other: Group): string {
  const cells = (['concentration', 'coverage'] as const).flatMap((measure) => {
    const [ours, coded] = [own, other].map(({ runs }) => statistic(runs.map((run) => atEnd(run)[measure]))) as [
      Statistic,
      Statistic,
    ];
    const { mean, halfWidth } = welchDifference(coded, ours);
    return [meanText(ours), meanText(coded), intervalText(mean, halfWidth)];
  });
  return `| ${[axesText(own.configuration), ...cells, String(own.runs.length)].join(' | ')} |`;
}

function meanText({ n, mean, deviation }: Statistic): string {
  return intervalText(mean, deviation === null ? null : (twoSidedQuantile(0.95, n - 1) * deviation) / Math.sqrt(n));
}

function intervalText(mean: number, halfWidth: number | null): string {
  const text = (value: number): string => value.toFixed(2).replace('-', '−');
  return halfWidth === null ? text(mean) : `${text(mean)} [${text(mean - halfWidth)}, ${text(mean + halfWidth)}]`;
}

function axesText({ activation, hiddenNorm, weightNorm, importance }: Axes): string {
  return [
    WORDS.activation[activation],
    WORDS.hiddenNorm[hiddenNorm],
    WORDS.weightNorm[weightNorm],
    WORDS.importance[importance],
  ].join(', ');
}

const HEADER = [
  '| network | hidden | norm of W₁ | α | concentration | coverage | components | n |',
  '| --- | --- | --- | --- | ---: | ---: | ---: | ---: |',
].join('\n');

function line({ configuration, runs }: Group): string {
  const { activation, hiddenNorm, weightNorm, importance } = configuration;
  const words = [
    WORDS.activation[activation],
    WORDS.hiddenNorm[hiddenNorm],
    WORDS.weightNorm[weightNorm],
    WORDS.importance[importance],
  ];
  const figures = MEASURES.map((measure) => {
    const { mean, deviation } = spread(runs.map((run) => atEnd(run)[measure]));
    return `${mean.toFixed(DIGITS[measure])} ± ${deviation.toFixed(DIGITS[measure])}`;
  });
  return `| ${[...words, ...figures, String(runs.length)].join(' | ')} |`;
}
