/** Judgements in words and numbers, the same in the terminal and on the page. */
import { gradeLegend, gradeLetter } from '../../base/evidence-grades.js';
import { formatNumber } from '../../base/format-number.js';
import { effectiveTemperature, type CriterionName, type Judgement } from './criteria.js';
import type { CriterionWorth } from './study-results.js';
import type { MinPlayer } from './theory.js';

/** The letters beside the values of criteria. */
export const GRADE_LEGEND = `Evidence: ${gradeLegend(['symbolic', 'interval-certified', 'sampled'])}`;

const MIN_PLAYER_WORDS: Readonly<Record<MinPlayer, string>> = {
  row: 'of the row',
  pair: 'of each pair',
  none: 'none',
  open: 'open',
};

/** Writes the parameters that have a value: `w = 0.7, a = 2`; a multiplier has none of its own. */
export function parameterWords({ candidate: { parameters } }: Judgement): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) => (typeof value === 'number' ? [`${name} = ${value}`] : []))
    .join(', ');
}

export function valueWords({ values }: Judgement, criterion: CriterionName): string {
  const value = values[criterion];
  return Math.abs(value) < NOUGHT ? '0' : formatNumber(value);
}

/** Largest share or slope that is only rounding. */
const NOUGHT = 1e-12;

/** Writes the preference with its grade: `2.00 S`. */
export function preferenceWords(judgement: Judgement): string {
  return `${valueWords(judgement, 'preference')} ${gradeLetter(judgement.grades.preference)}`;
}

export function temperatureWords(judgement: Judgement): string {
  const temperature = effectiveTemperature(judgement);
  return formatNumber(Math.abs(temperature) > 1 / NOUGHT ? Infinity : temperature);
}

/** Writes if α falls, with the grade of the evidence: `yes S`, `NO I`, `open ~`. */
export function fallsWords({ theory: { falls } }: Judgement): string {
  const outcome = { holds: 'yes', fails: 'NO', open: 'open' }[falls.outcome];
  return `${outcome} ${gradeLetter(falls.evidence.grade)}`;
}

export function minPlayerWords({ theory: { minPlayer } }: Judgement): string {
  return `${MIN_PLAYER_WORDS[minPlayer.kind]} ${gradeLetter(minPlayer.evidence.grade)}`;
}

export function boundedWords({ theory: { bounded } }: Judgement): string {
  return `${bounded.outcome === 'holds' ? 'yes' : 'NO'} ${gradeLetter(bounded.evidence.grade)}`;
}

/** Writes a correlation with its interval: `0.43 (−0.12 to 0.81)`. */
export function correlationWords({ spearman, interval }: CriterionWorth): string {
  const range = interval === null ? '' : ` (${signed(interval.lower)} to ${signed(interval.upper)})`;
  return `${signed(spearman)}${range}`;
}

/** Writes a number with two decimals and a typographic minus. */
export function signed(value: number): string {
  return value.toFixed(2).replace('-', '−');
}
