/** The pairs of a batch of two views: which rows are anchors, and which others are their positives and negatives. */
import { InvalidInput } from '../../base/invalid-input.js';

/** The views that a loss takes its anchors and negatives from. */
export interface PairChoice {
  /** Anchors are the rows of the first view, or of both. */
  readonly anchors: 'first' | 'both';
  /** An anchor's negatives are of its own view, of the other, or of both. */
  readonly negatives: 'same' | 'other' | 'both';
}

/** The pairs of a batch of N samples; rows 0 to N − 1 are the first view, rows N to 2N − 1 the second. */
export interface PairLayout {
  readonly samples: number;
  /** Rows of both views. */
  readonly rows: number;
  /** Views that have anchors: 1 or 2. */
  readonly views: number;
  /** One term for each positive of each anchor, those of an anchor side by side: rows of the anchor and of the positive. */
  readonly anchorOf: Int32Array;
  readonly positiveOf: Int32Array;
  /** The first term of the anchor of each term, and how many it has. */
  readonly firstTerm: Int32Array;
  readonly positives: Int32Array;
  /** The negatives of term t are `negativeOf` from `from[t]` up to `from[t + 1]`. */
  readonly from: Int32Array;
  readonly negativeOf: Int32Array;
  /** The term that each of those belongs to. */
  readonly termOf: Int32Array;
}

/**
 * Lists the pairs of a batch. An anchor's positives are its own sample in the other view and, with labels, all rows of its label
 * in the views that its negatives are taken from.
 *
 * @param samples at least 2
 * @param labels [samples], one label a sample; without, every sample has a label of its own
 * @throws InvalidInput on fewer than 2 samples, labels of another length, and labels that leave an anchor without negatives
 * @example
 * const { positiveOf, negativeOf } = pairLayout(2, { anchors: 'first', negatives: 'both' });
 * [...positiveOf]; // [2, 3]
 * [...negativeOf]; // [1, 3, 0, 2]
 */
export function pairLayout(samples: number, choice: PairChoice, labels?: ArrayLike<number>): PairLayout {
  if (!(Number.isInteger(samples) && samples >= 2)) {
    throw new InvalidInput(`${samples} samples: a contrast needs at least 2`);
  }
  if (labels !== undefined && labels.length !== samples) {
    throw new InvalidInput(`${labels.length} labels for ${samples} samples: give one for each`);
  }
  const views = choice.anchors === 'both' ? 2 : 1;
  const anchorOf: number[] = [];
  const positiveOf: number[] = [];
  const firstTerm: number[] = [];
  const positives: number[] = [];
  const from = [0];
  const negativeOf: number[] = [];
  const termOf: number[] = [];
  for (let anchor = 0; anchor < views * samples; anchor++) {
    const { own, others } = dividedRows(anchor, samples, choice.negatives, labels);
    if (others.length === 0) {
      throw new InvalidInput(`sample ${anchor % samples} has no negative: all samples have its label; give others too`);
    }
    const first = anchorOf.length;
    for (const positive of own) {
      const term = anchorOf.push(anchor) - 1;
      positiveOf.push(positive);
      firstTerm.push(first);
      positives.push(own.length);
      for (const other of others) {
        negativeOf.push(other);
        termOf.push(term);
      }
      from.push(negativeOf.length);
    }
  }
  const whole = (numbers: readonly number[]): Int32Array => Int32Array.from(numbers);
  return {
    samples,
    rows: 2 * samples,
    views,
    anchorOf: whole(anchorOf),
    positiveOf: whole(positiveOf),
    firstTerm: whole(firstTerm),
    positives: whole(positives),
    from: whole(from),
    negativeOf: whole(negativeOf),
    termOf: whole(termOf),
  };
}

/** Lists the pairs of a single anchor, row 0, with rows after it as its positives and after these as its negatives. */
export function anchorLayout(positives: number, negatives: number): PairLayout {
  const terms = Array.from({ length: positives }, (_, t) => t);
  const others = Array.from({ length: negatives }, (_, k) => 1 + positives + k);
  return {
    samples: 1,
    rows: 1 + positives + negatives,
    views: 1,
    anchorOf: new Int32Array(positives),
    positiveOf: Int32Array.from(terms, (t) => 1 + t),
    firstTerm: new Int32Array(positives),
    positives: new Int32Array(positives).fill(positives),
    from: Int32Array.from([...terms, positives], (t) => t * negatives),
    negativeOf: Int32Array.from(terms.flatMap(() => others)),
    termOf: Int32Array.from(terms.flatMap((t) => others.map(() => t))),
  };
}

/** The positives and the negatives of an anchor. */
function dividedRows(
  anchor: number,
  samples: number,
  negatives: PairChoice['negatives'],
  labels: ArrayLike<number> | undefined,
): { readonly own: number[]; readonly others: number[] } {
  const [view, sample] = [Math.floor(anchor / samples), anchor % samples];
  const [own, others]: [number[], number[]] = [[], []];
  for (let row = 0; row < 2 * samples; row++) {
    if (row === anchor) continue;
    const isOwnView = Math.floor(row / samples) === view;
    const isPartner = row % samples === sample;
    const isCandidate = negatives === 'both' || isOwnView === (negatives === 'same');
    if (!isCandidate && !isPartner) continue;
    const isPositive = isPartner || (labels !== undefined && labels[row % samples] === labels[sample]);
    (isPositive ? own : others).push(row);
  }
  return { own, others };
}
