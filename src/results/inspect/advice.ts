/**
 * Advice: rules of a condition, the words that a person reads, and the measurement that says so. A rule speaks where its condition holds
 * at the cautious end of what was measured; thresholds are those of the libraries named, or derived beside them.
 */
import { formatNumber } from '../../base/format-number.js';
import { counted } from '../../base/thousands.js';
import { ERRORS_99 } from './estimate.js';
import type { Advice, Inspection, WeightInspection } from './inspection.js';

type Measured = Omit<Inspection, 'advice'>;

/** A rule about embeddings. */
interface Rule {
  readonly words: string;
  /** The evidence, where the rule applies. */
  readonly evidence: (found: Measured) => string | undefined;
}

/** A rule about a loss on embeddings. */
interface LossRule {
  readonly words: (loss: WeightInspection) => string;
  readonly evidence: (loss: WeightInspection, found: Measured) => string | undefined;
}

const RULES: Readonly<Record<string, Rule>> = {
  'not-finite': {
    words:
      'Some rows hold NaN or infinite values: look for a division by zero, an overflow in half precision, or a broken image.',
    evidence: (found) => rowsWords(found, 'notFinite'),
  },
  'zero-rows': {
    words: 'Some rows are all zeros and have no direction: a ReLU that died, or samples that were never embedded.',
    evidence: (found) => rowsWords(found, 'zeros'),
  },
  duplicates: {
    words: 'Rows occur more than once: leave repeated samples out, since each is the hardest negative of its copy.',
    // One in a hundred: below, no mean over anchors is moved by as much.
    evidence: ({ first: { duplicates, rows, examples } }) =>
      duplicates > 0.01 * rows
        ? `${counted(duplicates, 'row')} of ${rows} equal an earlier one, as ${examples.map(([row, earlier]) => `${row} equals ${earlier}`).join(', ')}`
        : undefined,
  },
  'complete-collapse': {
    words:
      'The embeddings have collapsed to one point: lower the learning rate, check that negatives reach the loss, or raise its repulsion.',
    // lightly's level: 0 where directions are uniform, 1 where all are one.
    evidence: ({ geometry: { collapse, meanDirection } }) =>
      collapse > 0.9
        ? `collapse level ${formatNumber(collapse)} (0 healthy, 1 collapsed); the mean direction has length ${formatNumber(meanDirection)}`
        : undefined,
  },
  'dimensional-collapse': {
    words:
      'The embeddings fill few of their dimensions: use stronger augmentation, a projector, or weaker weight decay.',
    // A tenth of the dimensions, or half of them without any variance: encoders that train well are far above both.
    evidence: ({ geometry: { effectiveRank, possible, used } }) =>
      possible >= 8 && (effectiveRank < 0.1 * possible || used < 0.5 * possible)
        ? `effective rank ${formatNumber(effectiveRank)}; ${used} of ${possible} directions have a millionth of the largest variance or more`
        : undefined,
  },
  'equal-views': {
    words: 'Both views are the same: augmentation is off, or one file was given twice.',
    evidence: ({ pairs: { alignment } }) =>
      alignment !== undefined && alignment < 1e-10 ? `mean ‖u − u′‖² is ${formatNumber(alignment)}` : undefined,
  },
  'views-do-not-match': {
    words:
      'The second view of a sample is about as far as any other sample: check that row i of both files is one sample (a shuffled loader?), and that the augmentation leaves something in common.',
    // Of shuffled rows one in N − 1 has its positive nearest, and d² is that of negatives, up to the spread of a mean.
    evidence: ({ pairs: { alignment, meanDistance, positiveNearest } }) =>
      alignment !== undefined &&
      positiveNearest !== undefined &&
      alignment / 2 > 0.8 * meanDistance.to &&
      positiveNearest.to < 0.1
        ? `d² to the own second view is ${formatNumber(alignment / 2)} on average, to other samples ${formatNumber(meanDistance.value)}; it is the nearest for ${percent(positiveNearest.value)}`
        : undefined,
  },
  'labels-do-not-match': {
    words:
      'Labels have nothing to do with the embeddings: check that they are in the order of the rows, or train longer.',
    evidence: ({ classes, anchors }) =>
      classes !== undefined && classes.count > 1 && isChance(classes, anchors)
        ? `mean d² within classes ${formatNumber(classes.within)}, between them ${formatNumber(classes.between)}; the nearest row has the label of ${percent(classes.neighbours.nearest.value)} of rows, ${percent(classes.sameLabel.value)} by chance`
        : undefined,
  },
};

const LOSS_RULES: Readonly<Record<string, LossRule>> = {
  'one-negative': {
    words: ({ parameters }) =>
      'tau' in parameters
        ? `Nearly all weight is on one negative per anchor: raise τ (now ${parameters['tau']}), or look for duplicates.`
        : 'Nearly all weight is on one negative per anchor: choose an importance that falls more slowly, or look for duplicates.',
    evidence: ({ heaviestShare, effectiveNegatives }, { usable }) =>
      usable > 8 && heaviestShare.from > 0.5
        ? `${percent(heaviestShare.value)} of an anchor's weight is on its heaviest negative; effective negatives ${formatNumber(effectiveNegatives.value)} of ${usable - 1}`
        : undefined,
  },
  'all-negatives-alike': {
    words: ({ parameters }) =>
      'tau' in parameters
        ? `All negatives weigh alike, so that no pair is hard: lower τ (now ${parameters['tau']}).`
        : 'All negatives weigh alike, so that no pair is hard: choose an importance that falls faster.',
    evidence: ({ effectiveNegatives, nearestShare }, { usable, geometry: { collapse } }) =>
      // Of collapsed embeddings all distances are equal, whatever the loss.
      usable > 8 && collapse < 0.9 && effectiveNegatives.from > 0.98 * (usable - 1)
        ? `effective negatives ${formatNumber(effectiveNegatives.value)} of ${usable - 1}; the nearest hundredth has ${percent(nearestShare.value)} of the weight`
        : undefined,
  },
  'no-weight': {
    words: () =>
      'Most anchors have no weight at all, and nothing left to learn from this loss: raise its margin, or choose another.',
    evidence: ({ idle, weight }, { anchors }) =>
      idle > 0.5 * anchors || weight.to < 1e-6
        ? `${counted(idle, 'anchor')} of ${anchors} without weight; Σα of an anchor is ${formatNumber(weight.value)} on average`
        : undefined,
  },
  'augmentation-moves-more': {
    words: () =>
      'λ_max(C_α) ≤ 0: the augmentation moves samples more than the samples that are weighed differ, so that no direction is worth keeping; use weaker augmentation.',
    evidence: ({ covariance: { largest } }, { views }) =>
      views === 2 && largest.to <= 0 ? `λ_max(C_α)/Σα = ${formatNumber(largest.value)}` : undefined,
  },
  'false-negatives': {
    words: () =>
      'More than half of the weight pushes samples of one label apart: use labels (SupCon), a debiased loss, or a larger temperature.',
    evidence: ({ falseNegativeShare }, { classes }) =>
      falseNegativeShare !== undefined &&
      classes !== undefined &&
      falseNegativeShare.from > Math.max(0.5, 1.5 * classes.sameLabel.to)
        ? `${percent(falseNegativeShare.value)} of the weight is on negatives of the anchor's label, which are ${percent(classes.sameLabel.value)} of all`
        : undefined,
  },
};

/** Returns the advice that embeddings call for, that on their state first. */
export function adviceOn(found: Measured): Advice[] {
  const advice: Advice[] = [];
  for (const [rule, { words, evidence }] of Object.entries(RULES)) {
    const said = evidence(found);
    if (said !== undefined) advice.push({ rule, words, evidence: said });
  }
  for (const [rule, { words, evidence }] of Object.entries(LOSS_RULES)) {
    for (const loss of found.losses) {
      const said = evidence(loss, found);
      if (said !== undefined) advice.push({ rule, words: `${loss.title}: ${words(loss)}`, evidence: said });
    }
  }
  return advice;
}

/** The names of all rules. */
export const ADVICE_RULES: readonly string[] = [...Object.keys(RULES), ...Object.keys(LOSS_RULES)];

/** Rows named in the evidence. */
const NAMED = 5;

function rowsWords({ first, second }: Measured, kind: 'notFinite' | 'zeros'): string | undefined {
  const said = (
    [
      ['first', first],
      ['second', second],
    ] as const
  ).flatMap(([view, state]) => {
    const rows = state?.[kind] ?? [];
    if (rows.length === 0) return [];
    const shown = rows.slice(0, NAMED).join(', ');
    return [`${counted(rows.length, 'row')} of the ${view} view: ${shown}${rows.length > NAMED ? ', …' : ''}`];
  });
  return said.length === 0 ? undefined : said.join('; ');
}

/** Tells if the nearest row has the own label no more often than a random one, within what so many anchors can tell (99.5 %). */
function isChance({ neighbours, sameLabel: { value } }: NonNullable<Measured['classes']>, anchors: number): boolean {
  return neighbours.nearest.value < value + ERRORS_99 * Math.sqrt((value * (1 - value)) / anchors);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
