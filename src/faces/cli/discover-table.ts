/** A ranking and its worth, for the terminal. */
import { CRITERIA, type Judgement } from '../../results/discover/criteria.js';
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
} from '../../results/discover/criteria-words.js';
import { REFERENCE_TEXT } from '../../results/discover/reference-distances.js';
import type { StudyResults } from '../../results/discover/study-results.js';
import { thousands } from '../../base/thousands.js';
import { left, right, textTable } from './text-table.js';

/**
 * Writes a ranking as a table.
 *
 * @param shown largest number of rows; given shapes and flagged ones are shown in addition
 */
export function rankingTable(judgements: readonly Judgement[], sortedBy: string, shown: number): string {
  const rows = judgements.flatMap((judgement, k) => {
    const { candidate, theory } = judgement;
    return k < shown || candidate.family === 'given' || theory.falls.outcome !== 'holds'
      ? [{ ...rowOf(judgement), place: String(k + 1) }]
      : [];
  });
  const more = judgements.length - rows.length;
  return [
    `${thousands(judgements.length)} shapes of α, by ${sortedBy}. Computed on ${REFERENCE_TEXT}.`,
    `${GRADE_LEGEND}.`,
    textTable(RANKING, rows),
    ...(more === 0 ? [] : [`${thousands(more)} more: --top ${judgements.length} shows all.`]),
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
    textTable(MEASURED, measured),
    spread,
    `Correlation of criteria with it over ${losses.length} losses; 95 % intervals by resampling losses and seeds:`,
    textTable(WORTH, correlations),
    '',
  ].join('\n');
}

const NUMBERS = [
  right('score'),
  right('hardness'),
  right('share', 'effective share'),
  right('peak'),
  right('preference'),
];

const RANKING = [
  right('place', '#'),
  left('alpha', 'α'),
  ...NUMBERS,
  right('temperature'),
  left('falls'),
  left('minPlayer', 'min player'),
  left('bounded'),
];

const MEASURED = [left('alpha', 'α'), right('accuracy', '20-NN'), right('seeds', 'by seed'), ...NUMBERS];

const WORTH = [left('criterion'), right('spearman', 'Spearman'), right('kendall', 'Kendall')];

function rowOf(judgement: Judgement) {
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
