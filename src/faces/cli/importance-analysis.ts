/** Analyses an α that is chosen directly, and writes the result as text, JSON and LaTeX. */
import { formatNumber } from '../../base/format-number.js';
import {
  analyseChosen,
  lossOfImportance,
  CHOSEN_NAMES,
  type ChosenAnalysis,
  type Finding,
} from '../../theory/analysis/chosen-importance.js';
import { toLatex } from '../../theory/formula/to-latex.js';
import { importanceFromFormula } from '../../theory/losses/importance-from-formula.js';
import { IMPORTANCES, normalised } from '../../theory/losses/importances.js';
import { lossEntry } from '../../theory/losses/named-losses.js';
import type { ImportanceChoice } from '../../training/step/importance-choice.js';
import { importanceCandidate } from '../../results/discover/candidate.js';
import {
  CRITERIA,
  CRITERION_NAMES,
  effectiveTemperature,
  judged,
  type Judgement,
} from '../../results/discover/criteria.js';
import { parameterWords, valueWords } from '../../results/discover/criteria-words.js';
import { REFERENCE_TEXT } from '../../results/discover/reference-distances.js';
import { statementLines } from './analysis-text.js';

export interface ImportanceAnalysis {
  readonly title: string;
  readonly latex: string;
  readonly judgement: Judgement;
  readonly loss: ChosenAnalysis['loss'];
  /** Further findings on the importances of the paper, at the defaults of their parameters. */
  readonly chosen: ChosenAnalysis | undefined;
}

/** The least temperature of a named loss. */
const COLDEST = 1e-6;

export function importanceAnalysis(title: string, choice: ImportanceChoice): ImportanceAnalysis {
  const judgement = judged(importanceCandidate(choice));
  const { importance, options } = judgement.candidate;
  // Without the rounding of its enclosure.
  const temperature = Number(effectiveTemperature(judgement).toPrecision(12));
  return {
    title,
    latex: latexOf(choice),
    judgement,
    loss:
      temperature >= COLDEST && Number.isFinite(temperature)
        ? lossOfImportance((distances) => normalised(importance(distances)), { temperature })
        : undefined,
    chosen: chosenAt(choice, options),
  };
}

/** Analyses one of the four importances of the paper, where its parameters are the defaults. */
function chosenAt(choice: ImportanceChoice, options: Readonly<Record<string, unknown>>): ChosenAnalysis | undefined {
  const name = 'name' in choice ? CHOSEN_NAMES.find((known) => known === choice.name) : undefined;
  const isUsual =
    name !== undefined && Object.entries(IMPORTANCES[name].defaults).every(([key, value]) => options[key] === value);
  return isUsual ? analyseChosen(name) : undefined;
}

function latexOf(choice: ImportanceChoice): string {
  if ('name' in choice) return IMPORTANCES[choice.name].latex;
  const alpha = toLatex(importanceFromFormula(choice).formula).replaceAll(/\bx\b/g, 'd_{ij}^2');
  return String.raw`\alpha_{ij}\propto ${alpha}`;
}

/** Returns the analysis as plain data. */
export function importanceJson({ title, latex, judgement, loss, chosen }: ImportanceAnalysis): object {
  const { candidate, theory, values, grades } = judgement;
  const { alpha, parameters } = candidate;
  return {
    name: title,
    alpha,
    parameters,
    latex,
    ...theory,
    values,
    grades,
    ...(loss && { loss }),
    ...(chosen && { chosen }),
  };
}

export function importanceLatex({ title, latex }: ImportanceAnalysis): string {
  return `% ${title}\n${latex}\n`;
}

export function importanceText({ title, judgement, loss, chosen }: ImportanceAnalysis): string {
  const { candidate, theory, grades } = judgement;
  const { minPlayer, falls, bounded } = theory;
  const values = parameterWords(judgement);
  const [multiplier] = Object.entries(candidate.parameters).flatMap(([name, value]) =>
    typeof value === 'number' ? [] : [name],
  );
  const temperature = formatNumber(effectiveTemperature(judgement));
  const lines = [
    `${title}: α ∝ ${candidate.alpha}${values === '' ? '' : `, ${values}`}`,
    `  where r = d² = 1 − cosine ∈ [0, 2] for unit vectors, and ${multiplier === undefined ? 'a row of α is normalised' : `${multiplier} is one number for all pairs of an anchor`}`,
    '',
    ...[falls, ...(chosen ? [chosen.fallsStrictly] : []), bounded].flatMap(statementLines),
    '',
    `  hard negatives   −∂ log α/∂r = ${valueWords(judgement, 'preference')} at r = 1, effective temperature ${temperature} (${grades.preference})`,
    `  min player       ${MIN_PLAYER[minPlayer.kind]} (${minPlayer.evidence.grade}: ${minPlayer.evidence.reason})`,
    ...(chosen
      ? [
          `  regulariser      −R adds ${chosen.minusRegulariser.text} for a weight x, at distances ${chosen.distance.text} of x = d²: ${found(chosen.bestResponse)}`,
          `  pairs alone      a ratio of weights depends on its two pairs alone: ${found(chosen.ratiosAlone)}`,
          `  margins alone    a constant added to all distances changes nothing: ${found(chosen.marginsAlone)}`,
        ]
      : []),
    `  loss             ${loss === undefined ? 'none found with this α' : `the α of ${lossWords(loss)}`} (sampled)`,
    ...CRITERION_NAMES.filter((name) => name !== 'preference').map(
      (name) => `  ${CRITERIA[name].title.padEnd(15)}  ${valueWords(judgement, name)} (${grades[name]})`,
    ),
    `  computed on      ${REFERENCE_TEXT}`,
  ];
  return `${lines.join('\n')}\n`;
}

const MIN_PLAYER = {
  row: 'each row of α is a best response to its distances',
  pair: 'each weight is a best response while the normaliser is held fixed; the whole row is not',
  none: 'α is not a best response',
  open: 'not decided',
} as const;

function lossWords({ name, parameters }: NonNullable<ImportanceAnalysis['loss']>): string {
  return [
    lossEntry(name).title,
    ...Object.entries(parameters).map(([key, value]) => `${key} = ${formatNumber(value)}`),
  ].join(', ');
}

function found({ outcome, at, apart }: Finding): string {
  return outcome === 'holds'
    ? 'yes (sampled)'
    : `no: ${at.replaceAll('$', '')}, differs by ${formatNumber(apart)} (sampled)`;
}
