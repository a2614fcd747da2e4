/** Findings of `alpha-cl inspect`, as plain data. */
import type { RowState } from '../../training/evaluate/row-state.js';
import type { Estimate } from './estimate.js';

/** A piece of advice with its evidence. */
export interface Advice {
  /** Name of the rule. */
  readonly rule: string;
  /** The fault, and what to do. */
  readonly words: string;
  /** The measurement that says so. */
  readonly evidence: string;
}

/** A pair that a loss weighs most, by rows of the file. */
export interface HardPair {
  readonly anchor: number;
  readonly negative: number;
  /** d² = 1 − cosine. */
  readonly distance: number;
  /** Its share of the weight of the anchor. */
  readonly share: number;
  /** Tells if both have one label; left out without labels. */
  readonly isSameLabel?: boolean;
}

/** Measures of a loss on the pairs. Shares are means over anchors. */
export interface WeightInspection {
  readonly title: string;
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** Anchors looked at whose weights are all 0. */
  readonly idle: number;
  /** Σα of an anchor. */
  readonly weight: Estimate;
  /** exp(entropy of α): how many negatives it is spread over, 1..N − 1. */
  readonly effectiveNegatives: Estimate;
  readonly heaviestShare: Estimate;
  /** Share of the nearest hundredth of the negatives. */
  readonly nearestShare: Estimate;
  /** Share of each tenth by distance, nearest first. */
  readonly tenths: readonly Estimate[];
  /** Mean distance by weight, Σα d²/Σα. */
  readonly weightedDistance: Estimate;
  /** Share of negatives that have the anchor's label. */
  readonly falseNegativeShare?: Estimate;
  /** E_α/Σα = Σ(α d²ᵢⱼ − β d²ᵢ)/Σα. */
  readonly energy: Estimate;
  /** C_α/Σα. */
  readonly covariance: {
    readonly largest: Estimate;
    /** Descending; empty where there are too many dimensions. */
    readonly eigenvalues: readonly number[];
    /** Mean squared cosine of its first directions with those of the embeddings' own covariance, 0..1. */
    readonly agreement?: number;
    /** Number of first directions that are compared. */
    readonly directions: number;
  };
  readonly hardest: readonly HardPair[];
}

/** The image that a row is the embedding of. */
export interface Thumbnail {
  /** A small PNG as an address of its own, `data:image/png;base64,…`. */
  readonly png: string;
  /** Its class, where it has one. */
  readonly className?: string;
}

/** Findings on the embeddings of one file. */
export interface Inspection {
  /** The file. */
  readonly file: string;
  readonly samples: number;
  readonly dimensions: number;
  readonly views: 1 | 2;
  /** Rows that pairs are made of: finite and not zero in every view. */
  readonly usable: number;
  /** Rows that were anchors; all of them where the measurement is exact. */
  readonly anchors: number;
  readonly seed: number;
  readonly first: RowState;
  readonly second?: RowState;
  readonly geometry: {
    /** Length of the mean of the unit rows: 1 where all point the same way. */
    readonly meanDirection: number;
    /** max(0, 1 − √d·σ) of unit rows, σ their mean deviation by column: 0 healthy, 1 collapsed (lightly). */
    readonly collapse: number;
    readonly effectiveRank: number;
    readonly rankMe: number;
    readonly participationRatio: number;
    /** Directions with at least a millionth of the largest variance, of at most min(N − 1, d). */
    readonly used: number;
    readonly possible: number;
    /** Eigenvalues of the covariance, descending. */
    readonly variances: readonly number[];
  };
  readonly pairs: {
    /** Mean of ‖u − u'‖² over samples; two views only. */
    readonly alignment?: number;
    readonly uniformity: Estimate;
    /** Mean d² of negatives. */
    readonly meanDistance: Estimate;
    /** Median d² to the nearest row. */
    readonly nearestDistance: number;
    /** Rows whose nearest is closer than 0.13 of that (cleanlab's threshold). */
    readonly nearDuplicates: Estimate;
    /** Samples whose positive is nearer than their nearest negative; two views only. */
    readonly positiveNearest?: Estimate;
  };
  readonly classes?: {
    readonly count: number;
    readonly least: number;
    readonly most: number;
    /** Mean d² within classes, and between them. */
    readonly within: number;
    readonly between: number;
    /** Share of the negatives that have the anchor's label. */
    readonly sameLabel: Estimate;
    /** Share of rows that their neighbours classify rightly. */
    readonly neighbours: { readonly count: number; readonly weighted: Estimate; readonly nearest: Estimate };
  };
  readonly losses: readonly WeightInspection[];
  /** Images of the hardest pairs that are shown, where the data set is known. */
  readonly thumbnails?: {
    /** Name of the images: `CIFAR-10 test`. */
    readonly images: string;
    /** By the number of the row. */
    readonly rows: Readonly<Record<string, Thumbnail>>;
  };
  readonly advice: readonly Advice[];
}
