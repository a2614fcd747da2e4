/** A random point of the polynomials that Theorem 1 is about, and both sides of the theorem there. */
import { constant, type Dual } from '../../src/theory/algebra/dual.js';
import { fixed, dualMatrices, moving, randomFieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import type { DualMatrix, FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { randomElement, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { randomWords } from '../exact-comparison.js';
import { polynomialLoss, representation, type PolynomialLoss, type PolynomialNetwork } from './polynomial-loss.js';

interface Point {
  readonly loss: PolynomialLoss<FieldElement>;
  readonly network: PolynomialNetwork<FieldElement>;
  /** V, of the shapes of W₁ and W₂. */
  readonly direction: { readonly first: FieldMatrix; readonly second: FieldMatrix };
  /** Two views, [N, d] each. */
  readonly x: FieldMatrix;
  readonly xPrime: FieldMatrix;
}

export interface PolynomialSubject {
  /** α, or what stands in for it, of a representation that moves; itself it stands still where its slope is 0. */
  readonly importance: (loss: PolynomialLoss<Dual>, z: DualMatrix, zPrime: DualMatrix) => DualMatrix;
  /** E_α. */
  readonly energy: (alpha: DualMatrix, z: DualMatrix, zPrime: DualMatrix) => Dual;
}

export const SAMPLES = 3;
const [FEATURES, HIDDEN, OUTPUTS] = [2, 3, 2];
/** Degrees of φ and ψ. */
export const LOSS_DEGREE = 4;
/** Degree of h. */
export const ACTIVATION_DEGREE = 2;

/** The formal derivatives of L and of E_α along V at the point of a seed. */
export function derivativesAt(
  pointSeed: number,
  { importance, energy }: PolynomialSubject,
): { readonly loss: FieldElement; readonly energy: FieldElement } {
  const point = pointOf(pointSeed);
  const loss = { phi: point.loss.phi.map(constant), psi: point.loss.psi.map(constant) };
  const path: PolynomialNetwork<Dual> = {
    activation: point.network.activation.map(constant),
    first: moving(point.network.first, point.direction.first),
    second: moving(point.network.second, point.direction.second),
  };
  const z = representation(dualMatrices, path, fixed(point.x));
  const zPrime = representation(dualMatrices, path, fixed(point.xPrime));
  return {
    loss: polynomialLoss(dualMatrices, loss, z, zPrime).slope,
    energy: energy(importance(loss, z, zPrime), z, zPrime).slope,
  };
}

/** Independent, uniformly random elements. */
function pointOf(seed: number): Point {
  const word = randomWords(seed);
  const polynomial = (degree: number): FieldElement[] => Array.from({ length: degree + 1 }, () => randomElement(word));
  const weights = (): Point['direction'] => ({
    first: randomFieldMatrix(word, HIDDEN, FEATURES),
    second: randomFieldMatrix(word, OUTPUTS, HIDDEN),
  });
  return {
    loss: { phi: polynomial(LOSS_DEGREE), psi: polynomial(LOSS_DEGREE) },
    network: { activation: polynomial(ACTIVATION_DEGREE), ...weights() },
    direction: weights(),
    x: randomFieldMatrix(word, SAMPLES, FEATURES),
    xPrime: randomFieldMatrix(word, SAMPLES, FEATURES),
  };
}
