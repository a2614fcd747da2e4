/** The table: mean ± standard deviation over seeds at the end of training. */
import { atEnd, grouped, MEASURES, PARTS, spread, WORDS, type Group, type Measure, type Run } from './summary.js';

const DIGITS: Readonly<Record<Measure, number>> = { concentration: 3, coverage: 3, components: 1 };

export function table(runs: readonly Run[]): string {
  const groups = grouped(runs);
  return PARTS.map(({ title, holds }) => {
    const members = groups.filter(({ configuration }) => holds(configuration));
    return `### ${title}\n\n${HEADER}\n${members.map(line).join('\n')}\n`;
  }).join('\n');
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
