/** A ranking and what it is worth, for the terminal. */
import { Table } from 'console-table-printer';
import { CRITERIA, type Judgement } from '../discover/criteria.js';
import {
  boundedWords,
  correlationWords,
  fallsWords,
  GRADE_LEGEND,
  minPlayerWords,
  parameterWords,
  preferenceWords,
  signed,
  temperatureWords,
  valueWords,
} from '../discover/criteria-words.js';
import { REFERENCE_TEXT } from '../discover/reference-distances.js';
import type { StudyResults } from '../discover/study-results.js';
import { formatCount } from '../report/format-number.js';

/** @param shown rows at most; what a person gave and shapes that are flagged are shown beyond it */
export function rankingTable(judgements: readonly Judgement[], sortedBy: string, shown: number): string {
  const rows = judgements.flatMap((judgement, k) => {
    const { candidate, theory } = judgement;
    return k < shown || candidate.family === 'given' || theory.falls.outcome !== 'holds'
      ? [{ ...rowOf(judgement), place: String(k + 1) }]
      : [];
  });
  const left = judgements.length - rows.length;
  return [
    `${formatCount(judgements.length)} shapes of α, by ${sortedBy}. Computed on ${REFERENCE_TEXT}.`,
    `${GRADE_LEGEND}.`,
    tableOf(rows, RANKING),
    ...(left === 0 ? [] : [`${formatCount(left)} more: --top ${judgements.length} shows all.`]),
    '',
  ].join('\n');
}

export function studyTable({ losses, worth, seedDeviation, lossDeviation, seedAgreement }: StudyResults): string {
  const measured = losses.map(({ judgement, accuracies, mean }) => ({
    ...rowOf(judgement),
    accuracy: (100 * mean).toFixed(2),
    seeds: accuracies.map((share) => (100 * share).toFixed(2)).join(', '),
  }));
  const correlations = worth.map((one) => ({
    criterion: CRITERIA[one.criterion].title,
    spearman: correlationWords(one),
    kendall: signed(one.kendall),
  }));
  const spread =
    `Standard deviation in points: ${(100 * lossDeviation).toFixed(2)} between losses` +
    (seedDeviation === null ? '' : `, ${(100 * seedDeviation).toFixed(2)} between seeds of a loss`) +
    (seedAgreement === null ? '.' : `; two seeds rank the losses alike to ${signed(seedAgreement)}.`);
  return [
    `Accuracy of 20 nearest neighbours on held-out images, in per cent:`,
    tableOf(measured, MEASURED),
    spread,
    `Correlation of criteria with it over ${losses.length} losses; 95 % intervals by resampling losses and seeds:`,
    tableOf(correlations, WORTH),
    '',
  ].join('\n');
}

interface Column {
  readonly name: string;
  readonly title: string;
  readonly alignment: 'left' | 'right';
}

const left = (name: string, title: string): Column => ({ name, title, alignment: 'left' });
const right = (name: string, title: string): Column => ({ name, title, alignment: 'right' });

const NUMBERS = [
  right('score', 'score'),
  right('hardness', 'hardness'),
  right('share', 'effective share'),
  right('peak', 'peak'),
  right('preference', 'preference'),
];

const RANKING = [
  right('place', '#'),
  left('alpha', 'α'),
  ...NUMBERS,
  right('temperature', 'temperature'),
  left('falls', 'falls'),
  left('minPlayer', 'min player'),
  left('bounded', 'bounded'),
];

const MEASURED = [left('alpha', 'α'), right('accuracy', '20-NN'), right('seeds', 'by seed'), ...NUMBERS];

const WORTH = [left('criterion', 'criterion'), right('spearman', 'Spearman'), right('kendall', 'Kendall')];

function rowOf(judgement: Judgement): Record<string, string> {
  const parameters = parameterWords(judgement);
  return {
    alpha: `${judgement.candidate.alpha}${parameters === '' ? '' : `, ${parameters}`}`,
    score: valueWords(judgement, 'score'),
    hardness: valueWords(judgement, 'hardness'),
    share: valueWords(judgement, 'effectiveShare'),
    peak: valueWords(judgement, 'peak'),
    preference: preferenceWords(judgement),
    temperature: temperatureWords(judgement),
    falls: fallsWords(judgement),
    minPlayer: minPlayerWords(judgement),
    bounded: boundedWords(judgement),
  };
}

function tableOf(rows: readonly Record<string, string>[], columns: readonly Column[]): string {
  const names = columns.map(({ name }) => name);
  return new Table({
    shouldDisableColors: true,
    columns: [...columns],
    rows: rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? '']))),
  }).render();
}
