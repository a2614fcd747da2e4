/** The page of a search, in Markdown: the shapes, the criteria, the ranking, and the worth of the ranking. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Figure } from '../../claims/figure.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { renderFigure } from '../figures/figure-files.js';
import { counted, thousands } from '../../base/thousands.js';
import { markdownTable } from './markdown-table.js';
import type { TableRun } from '../../results/tables/table-runs.js';
import { CRITERIA, CRITERION_NAMES, type Judgement } from '../../results/discover/criteria.js';
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
import { shapesFigure, tradeOffFigure, worthFigure } from '../figures/discover-figures.js';
import { REFERENCE_TEXT } from '../../results/discover/reference-distances.js';
import type { StudyResults } from '../../results/discover/study-results.js';

export interface DiscoverPage {
  readonly folder: string;
  /** The command that makes the page again. */
  readonly command: string;
  /** Judgements in the order of the ranking. */
  readonly judgements: readonly Judgement[];
  readonly study?: { readonly results: StudyResults; readonly runs: readonly TableRun[] };
}

/** Writes `FOLDER/discover.md`, and its drawings under `FOLDER/figures`. @returns path of the page */
export async function writeDiscoverPage({ folder, command, judgements, study }: DiscoverPage): Promise<string> {
  await mkdir(path.join(folder, 'figures'), { recursive: true });
  const drawn = async (figure: Figure): Promise<string> => {
    const { svg } = await renderFigure(figure);
    await writeWhole(path.join(folder, 'figures', `${figure.id}.svg`), svg);
    return `![${figure.title}](figures/${figure.id}.svg)\n\n${figure.caption}\n`;
  };
  const sections = [
    `# Shapes of α, ranked by theory and held against training\n`,
    `Again: \`${command}\`\n`,
    ...(study === undefined ? [] : [summaryText(study.results)]),
    `## How shapes are judged\n\n${criteriaText()}`,
    await drawn(tradeOffFigure(judgements)),
    ...(study === undefined
      ? []
      : [
          `## What the ranking is worth\n\n${settingText(study.results, study.runs)}\n`,
          worthTable(study.results),
          await drawn(worthFigure(study.results)),
          `## The losses that were trained\n\n${lossTable(study.results, judgements)}`,
          await drawn(shapesFigure(study.results)),
        ]),
    `## The ranking\n\n${thousands(judgements.length)} shapes, by score. ${GRADE_LEGEND}; what has no letter is computed ` +
      `on the reference distances.\n`,
    rankingTable(judgements),
  ];
  const page = path.join(folder, 'discover.md');
  await writeWhole(page, sections.join('\n'));
  return page;
}

function criteriaText(): string {
  const lines = CRITERION_NAMES.map((name) => `- **${CRITERIA[name].title}**: ${CRITERIA[name].meaning}.`);
  return `Numbers are computed on reference distances: ${REFERENCE_TEXT}.

${lines.join('\n')}
- **falls**: α never rises with d, the property that Tian (2022) finds essential; shapes of which it is not known rank last.
- **min player**: of the row where α is the best response under a convex regulariser of the whole row. Among weights divided by
  their sum these are exp(−r/τ) and the constant alone, since the derivatives of a best response are symmetric; the
  variants of Tian (2022) have a multiplier in place of the sum. Of each pair where that is so at a fixed sum: then α falls, and no more.
- **bounded**: no pair weighs more than a bound, whatever its distance.
`;
}

function summaryText({ losses, worth, seedAgreement }: StudyResults): string {
  const score = worth.find(({ criterion }) => criterion === 'score');
  const best = losses[0];
  if (score === undefined || best === undefined) return '';
  const { interval } = score;
  const verdict =
    interval === null || (interval.lower <= 0 && interval.upper >= 0)
      ? 'The interval contains 0: on these losses the score is not shown to be worth anything.'
      : interval.lower > 0
        ? 'The interval lies above 0: the score is worth something on these losses.'
        : 'The interval lies below 0: the score ranks these losses the wrong way round.';
  const strongest = worth.toSorted((a, b) => Math.abs(b.spearman) - Math.abs(a.spearman))[0] ?? score;
  return (
    `**In one paragraph.** Over ${losses.length} trained losses, Spearman's correlation of the score with k-NN accuracy is ` +
    `${correlationWords(score)}, 95 % interval. ${verdict} ` +
    `The strongest single criterion is ${CRITERIA[strongest.criterion].title}, ${correlationWords(strongest)}; it was found by ` +
    `looking at ${worth.length} of them. The best loss was \`${best.judgement.candidate.alpha}\` with ` +
    `${(100 * best.mean).toFixed(2)} %.` +
    (seedAgreement === null ? '' : ` Two seeds rank the losses alike to ${signed(seedAgreement)}.`) +
    '\n'
  );
}

function settingText(results: StudyResults, runs: readonly TableRun[]): string {
  const [first] = runs;
  const { losses, untrained, seedDeviation, lossDeviation } = results;
  if (first === undefined) return '';
  const { record, measured } = first;
  const { config } = record;
  const images = measured.at(-1)?.evaluation.images;
  const seeds = [...new Set(runs.map(({ job }) => job.seed))];
  return [
    `\`${config.model}\`, ${counted(config.epochs, 'epoch')}, batch ` +
      `${thousands(config.batch)}, everything else as the preset \`${first.job.preset}\`; seeds ${seeds.join(', ')}. ` +
      `Trained on: ${images?.train.description ?? '–'}. Accuracy: 20 nearest neighbours on ` +
      `${images?.test.description ?? '–'}. Engine: ${record.engine.name} (${record.engine.device}).`,
    `The losses are those of Tian (2022) (α ≡ 1, InfoNCE's α, α-CL-direct, the square and the power regulariser) and others evenly ` +
      `along the enumeration, chosen by no criterion.`,
    `Accuracies of ${losses.length} losses: standard deviation ${points(lossDeviation)} between losses` +
      (seedDeviation === null ? '' : `, ${points(seedDeviation)} between seeds of a loss`) +
      (untrained.length === 0
        ? '.'
        : `; before training ${untrained.map((share) => (100 * share).toFixed(2)).join(', ')} %.`),
    `Correlation is with the mean over seeds; intervals are percentiles (2.5 %, 97.5 %) of 10,000 seeded resamplings of the ` +
      `losses and, within each, of its seeds. They say how the correlation would move with other losses drawn like these; at ±1 they ` +
      `cannot move and say too little. A small net trained briefly shows which losses learn fast, and nothing certain of long ` +
      `trainings.`,
  ].join('\n\n');
}

function points(share: number): string {
  return `${(100 * share).toFixed(2)} points`;
}

function worthTable({ worth }: StudyResults): string {
  return markdownTable(
    ['criterion', 'Spearman, 95 % interval', 'Kendall'],
    worth.map((one) => [CRITERIA[one.criterion].title, correlationWords(one), signed(one.kendall)]),
  );
}

function lossTable({ losses }: StudyResults, judgements: readonly Judgement[]): string {
  const place = new Map(judgements.map(({ candidate }, k) => [candidate.id, k + 1]));
  return markdownTable(
    ['α before it is normalised', '20-NN, %', 'by seed', 'rank by score', ...NUMBERS.map(([title]) => title)],
    losses.map(({ judgement, accuracies, mean }) => [
      alphaText(judgement),
      (100 * mean).toFixed(2),
      accuracies.map((share) => (100 * share).toFixed(2)).join(', '),
      String(place.get(judgement.candidate.id) ?? '–'),
      ...NUMBERS.map(([, words]) => words(judgement)),
    ]),
  );
}

const NUMBERS: readonly (readonly [string, (judgement: Judgement) => string])[] = [
  ['score', (judgement) => valueWords(judgement, 'score')],
  ['hardness', (judgement) => valueWords(judgement, 'hardness')],
  ['effective share', (judgement) => valueWords(judgement, 'effectiveShare')],
  ['peak', (judgement) => valueWords(judgement, 'peak')],
  ['preference', preferenceWords],
];

function rankingTable(judgements: readonly Judgement[]): string {
  return markdownTable(
    ['α before it is normalised', ...NUMBERS.map(([title]) => title), 'temperature', 'falls', 'min player', 'bounded'],
    judgements.map((judgement) => [
      alphaText(judgement),
      ...NUMBERS.map(([, words]) => words(judgement)),
      temperatureWords(judgement),
      fallsWords(judgement),
      minPlayerWords(judgement),
      boundedWords(judgement),
    ]),
  );
}

/** Writes α with its parameters: `\`exp(-r/tau)\`, tau = 0.5`. */
function alphaText(judgement: Judgement): string {
  const parameters = parameterWords(judgement);
  return `\`${judgement.candidate.alpha}\`${parameters === '' ? '' : `, ${parameters}`}`;
}
