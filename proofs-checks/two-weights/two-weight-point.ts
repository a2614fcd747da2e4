/** The random points of F_p at which the identities of two weights are checked, and their mathematics there. */
import { fieldMatrices, randomFieldMatrix, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { randomElement, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { randomWords } from '../exact-comparison.js';
import {
  twoWeightCovarianceByDefinition,
  twoWeightEnergyByDistances,
  type ExactWeights,
} from '../oracles/exact-two-weights.js';

type ExactTwoWeights = ExactWeights<FieldElement>;

/** C_{α,β}[x, y] over F_p; C_{α,β}[x] where y is left out. */
export type ExactTwoWeightCovariance = (weights: ExactTwoWeights, x: FieldMatrix, y?: FieldMatrix) => FieldMatrix;

/** E_{α,β} over F_p. */
export type ExactTwoWeightEnergy = (weights: ExactTwoWeights, x: FieldMatrix) => FieldElement;

export const exactCovariance: ExactTwoWeightCovariance = (...input) =>
  twoWeightCovarianceByDefinition(fieldMatrices, ...input);

export const exactEnergy: ExactTwoWeightEnergy = (...input) => twoWeightEnergyByDistances(fieldMatrices, ...input);

/** N = 2 samples, so R = 4 rows, A = 3 of them anchors; d = 3 features. */
export interface TwoWeightPoint {
  readonly weights: ExactTwoWeights;
  /** [R, d] each. */
  readonly x: FieldMatrix;
  readonly y: FieldMatrix;
  readonly scalar: FieldElement;
  /** [1, d]. */
  readonly vector: FieldMatrix;
  /** [d, e], e = 2. */
  readonly w: FieldMatrix;
}

const [ROWS, ANCHORS, FEATURES, OUTPUTS] = [4, 3, 3, 2];

/** The way in which the point is drawn, as sentences of a claim's method. */
export const TWO_WEIGHT_POINT = String.raw`Exactly: at a uniformly random point of $\mathbb F_p$, $p=2^{61}-1$, with ${ANCHORS} anchors among ${ROWS} rows of ${FEATURES} features. Both sides are linear in $\alpha$ and $\beta$, and what stands beside a weight reads two rows and at most two features, so this size settles every other.`;

/** The point of a seed: independent, uniformly random elements. */
export function twoWeightPoint(seed: number): TwoWeightPoint {
  const word = randomWords(seed);
  const matrix = (rows: number, columns: number): FieldMatrix => randomFieldMatrix(word, rows, columns);
  return {
    weights: { alpha: matrix(ANCHORS, ROWS), beta: matrix(ANCHORS, ROWS) },
    x: matrix(ROWS, FEATURES),
    y: matrix(ROWS, FEATURES),
    scalar: randomElement(word),
    vector: matrix(1, FEATURES),
    w: matrix(FEATURES, OUTPUTS),
  };
}
