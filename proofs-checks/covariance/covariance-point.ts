/** Subjects of the exact half of the covariance claims, and the random points of F_p at which they are checked. */
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { fieldMatrices, randomFieldMatrix, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { randomElement, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { randomWords } from '../exact-comparison.js';
import { covarianceByDefinition } from '../oracles/exact-covariance.js';

/** C_α[a, b] over F_p; C_α[a] where b is left out. */
export type ExactCovariance = (
  alpha: FieldMatrix,
  a: FieldMatrix,
  aPrime: FieldMatrix,
  b?: FieldMatrix,
  bPrime?: FieldMatrix,
) => FieldMatrix;

/** A statement about C_α is checked twice: of the library's code within rounding, of its definition exactly. */
export interface CovarianceSubject {
  readonly float: typeof contrastiveCovariance;
  readonly exact: ExactCovariance;
}

export const covarianceSubject: CovarianceSubject = {
  float: contrastiveCovariance,
  exact: (...input) => covarianceByDefinition(fieldMatrices, ...input),
};

/** One point for all of these claims; each reads what it needs. N = 4 samples, d = 3 features. */
export interface CovariancePoint {
  /** [N, N] with a zero diagonal. */
  readonly alpha: FieldMatrix;
  /** Views, [N, d] each. */
  readonly a: FieldMatrix;
  readonly aPrime: FieldMatrix;
  readonly b: FieldMatrix;
  readonly bPrime: FieldMatrix;
  readonly scalar: FieldElement;
  /** [1, d]. */
  readonly vector: FieldMatrix;
  /** [e, d], e = 2. */
  readonly w: FieldMatrix;
}

const [SAMPLES, FEATURES, OUTPUTS] = [4, 3, 2];

/** The way in which the point is drawn, as a sentence of a claim's method. */
export const POINT_METHOD = String.raw`Exactly: at a uniformly random point of $\mathbb F_p$, $p=2^{61}-1$, with $N=4$ samples of 3 features, where every entry must agree.`;

/** Why one size is enough, where both sides are linear in α. */
export const ALL_SIZES = String.raw`Both sides are linear in $\alpha$, and what stands beside $\alpha_{ij}$ reads samples $i$ and $j$ and at most two features at a time, so this size settles every other.`;

/** The point of a seed: independent, uniformly random elements. */
export function covariancePoint(seed: number): CovariancePoint {
  const word = randomWords(seed);
  const views = (): FieldMatrix => randomFieldMatrix(word, SAMPLES, FEATURES);
  const weights = randomFieldMatrix(word, SAMPLES, SAMPLES);
  return {
    alpha: weights.map((row, i) => row.map((entry, j) => (i === j ? 0n : entry))),
    a: views(),
    aPrime: views(),
    b: views(),
    bPrime: views(),
    scalar: randomElement(word),
    vector: randomFieldMatrix(word, 1, FEATURES),
    w: randomFieldMatrix(word, OUTPUTS, FEATURES),
  };
}
