/** The words of an inspection, the same in the terminal and on its page. */
import { formatNumber } from '../../base/format-number.js';
import { counted, thousands } from '../../base/thousands.js';
import type { Estimate } from './estimate.js';
import type { HardPair, Inspection, WeightInspection } from './inspection.js';

/** A fact with its name. */
export interface Fact {
  readonly name: string;
  readonly words: string;
}

/** Says what was inspected: `5,000 samples of 128 dimensions, two views; all of them anchors`. */
export function subjectWords({ samples, dimensions, views, usable, anchors, seed }: Inspection): string {
  const asked =
    anchors === usable
      ? 'every row is an anchor, against all others: nothing is sampled'
      : `${thousands(anchors)} anchors drawn with seed ${seed}, against all others; ± is 99 %`;
  const left = usable === samples ? '' : `, ${counted(samples - usable, 'row')} left out`;
  return `${counted(samples, 'sample')} of ${counted(dimensions, 'dimension')}, ${views === 2 ? 'two views' : 'one view'}${left}; ${asked}`;
}

/** Returns the state of embeddings as facts. */
export function stateFacts({ first, second, geometry, pairs, classes }: Inspection): Fact[] {
  const { norms, duplicates } = first;
  const both = second === undefined ? [first] : [first, second];
  const bad = both.reduce((sum, state) => sum + state.notFinite.length, 0);
  const zeros = both.reduce((sum, state) => sum + state.zeros.length, 0);
  const { effectiveRank, rankMe, participationRatio, possible, used, collapse, meanDirection } = geometry;
  return [
    {
      name: 'rows',
      words: `${thousands(duplicates)} equal to an earlier one, ${estimate(pairs.nearDuplicates, percent)} near duplicates, ${thousands(zeros)} of zeros, ${thousands(bad)} not finite`,
    },
    {
      name: 'lengths',
      words: `median ${formatNumber(norms.median)}, from ${formatNumber(norms.least)} to ${formatNumber(norms.most)}`,
    },
    {
      name: 'dimensions',
      words: `effective rank ${formatNumber(effectiveRank)}, RankMe ${formatNumber(rankMe)}, participation ratio ${formatNumber(participationRatio)}, of ${thousands(possible)}; ${thousands(used)} with a millionth of the largest variance`,
    },
    {
      name: 'collapse',
      words: `level ${formatNumber(collapse)} (0 healthy, 1 collapsed), mean direction of length ${formatNumber(meanDirection)}`,
    },
    {
      name: 'distances',
      words: `mean d² of negatives ${estimate(pairs.meanDistance)}, median to the nearest ${formatNumber(pairs.nearestDistance)}; uniformity ${estimate(pairs.uniformity)}`,
    },
    ...(pairs.alignment === undefined
      ? []
      : [
          {
            name: 'views',
            words: `alignment ${formatNumber(pairs.alignment)}; the positive is nearer than every negative for ${estimate(pairs.positiveNearest as Estimate, percent)} of anchors`,
          },
        ]),
    ...(classes === undefined
      ? []
      : [
          {
            name: 'classes',
            words: `${thousands(classes.count)} of ${thousands(classes.least)} to ${thousands(classes.most)} rows; ${classes.neighbours.count}-NN accuracy ${estimate(classes.neighbours.weighted, percent)}, 1-NN ${estimate(classes.neighbours.nearest, percent)} (leaving one out); mean d² ${formatNumber(classes.within)} within classes, ${formatNumber(classes.between)} between`,
          },
        ]),
  ];
}

/** A column of the table of losses. */
export interface WeightColumn {
  readonly title: string;
  readonly cell: (loss: WeightInspection) => string;
}

/** Returns the columns of the table of losses; those that nothing was measured for are left out. */
export function lossColumns({ classes }: Inspection): WeightColumn[] {
  return [
    { title: 'effective negatives', cell: (loss) => estimate(loss.effectiveNegatives) },
    { title: 'on the heaviest', cell: (loss) => estimate(loss.heaviestShare, percent) },
    { title: 'on the nearest 1\u00A0%', cell: (loss) => estimate(loss.nearestShare, percent) },
    {
      title: 'on the nearest tenth',
      cell: ({ tenths: [nearest] }) => (nearest === undefined ? '–' : estimate(nearest, percent)),
    },
    ...(classes === undefined
      ? []
      : [
          {
            title: 'on the own label',
            cell: ({ falseNegativeShare }: WeightInspection) =>
              falseNegativeShare === undefined ? '–' : estimate(falseNegativeShare, percent),
          },
        ]),
    { title: 'Σα', cell: (loss) => estimate(loss.weight) },
    { title: 'energy', cell: (loss) => estimate(loss.energy) },
    { title: 'λ_max(C_α)', cell: ({ covariance: { largest } }) => rangeWords(largest) },
    {
      title: 'agreement',
      cell: ({ covariance: { agreement } }) => (agreement === undefined ? '–' : formatNumber(agreement)),
    },
  ];
}

/** Explains the columns. */
export const LOSS_NOTE =
  'Weights are in the form of the paper: anchor and negatives in the first view, positive in the second. Energy and C_α are divided by Σα. ' +
  'Agreement is the mean squared cosine between the first 8 directions of C_α and of the embeddings’ covariance.';

/** Pairs that a page shows of each loss. */
export const SHOWN_PAIRS = 10;

/** Says which rows a pair is of. */
export function pairWords({ anchor, negative, distance, share, isSameLabel }: HardPair): string {
  const label = isSameLabel === undefined ? '' : isSameLabel ? ', same label' : ', other label';
  return `rows ${anchor} and ${negative}: d² ${formatNumber(distance)}, ${percent(share)} of the anchor's weight${label}`;
}

/** Errors below this share of a value are rounding. */
const ROUNDING = 1e-9;

/** Writes an estimate: `0.512 ± 0.004`, or the value alone where it is exact. */
function estimate({ value, from, to }: Estimate, write: (x: number) => string = formatNumber): string {
  if (!Number.isFinite(value)) return '–';
  const error = Math.max(value - from, to - value);
  return error > ROUNDING * Math.abs(value) ? `${write(value)} ± ${write(error)}` : write(value);
}

/** Writes an estimate whose two sides differ. */
function rangeWords({ value, from, to }: Estimate): string {
  return to > from ? `${formatNumber(value)} [${formatNumber(from)}, ${formatNumber(to)}]` : formatNumber(value);
}

export function percent(share: number): string {
  return `${(100 * share).toPrecision(3)} %`;
}
