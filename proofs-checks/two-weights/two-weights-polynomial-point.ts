/** A random point of polynomial losses of distances, and both sides of Theorem 1 with two weights there. */
import { constant, type Dual } from '../../src/theory/algebra/dual.js';
import { entryAt, mapEntries } from '../../src/theory/algebra/exact-matrix.js';
import {
  dualMatrices,
  fixed,
  moving,
  randomFieldMatrix,
  type DualMatrix,
} from '../../src/theory/algebra/field-matrix.js';
import { derivative, evaluate, type Polynomial } from '../../src/theory/algebra/polynomial.js';
import { randomElement, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { randomWords } from '../exact-comparison.js';
import { halfSquare, type ExactWeights } from '../oracles/exact-two-weights.js';
import { representation } from '../players/polynomial-loss.js';

/**
 * L = Σᵢ ρ(pᵢ)φ(uᵢ) + (Σᵢ vᵢ)² with uᵢ = Σⱼ sg(κ(nᵢⱼ))ψ(nᵢⱼ) and vᵢ = Σⱼ χ(nᵢⱼ): two sums, one of them over all pairs, a product of
 * both distances, and a held part.
 */
export interface DistancePolynomials {
  readonly rho: Polynomial<Dual>;
  readonly phi: Polynomial<Dual>;
  readonly psi: Polynomial<Dual>;
  readonly chi: Polynomial<Dual>;
  readonly kappa: Polynomial<Dual>;
}

export interface TwoWeightsSubject {
  /** α and β, or what stands in for them, of representations that move; what is held stands still. */
  readonly weights: (loss: DistancePolynomials, rows: DualMatrix) => ExactWeights<Dual>;
  readonly energy: (weights: ExactWeights<Dual>, rows: DualMatrix) => Dual;
}

export const SAMPLES = 2;
/** Degree of every polynomial of the loss. */
export const LOSS_DEGREE = 2;
/** Degree of the activation. */
export const ACTIVATION_DEGREE = 2;
const [FEATURES, HIDDEN, OUTPUTS] = [2, 2, 2];
const ROWS = 2 * SAMPLES;

const { add, multiply, subtract, total, zero } = dualMatrices;

/** The formal derivatives of L and of E_{α,β} along V at the point of a seed. */
export function twoWeightDerivatives(
  pointSeed: number,
  { weights, energy }: TwoWeightsSubject,
): { readonly loss: FieldElement; readonly energy: FieldElement } {
  const word = randomWords(pointSeed);
  const polynomial = (degree: number): Polynomial<Dual> =>
    Array.from({ length: degree + 1 }, () => constant(randomElement(word)));
  const [rho, phi, psi, chi, kappa] = Array.from({ length: 5 }, () => polynomial(LOSS_DEGREE)) as [
    Polynomial<Dual>,
    Polynomial<Dual>,
    Polynomial<Dual>,
    Polynomial<Dual>,
    Polynomial<Dual>,
  ];
  const loss = { rho, phi, psi, chi, kappa };
  const matrix = (rows: number, columns: number): DualMatrix =>
    moving(randomFieldMatrix(word, rows, columns), randomFieldMatrix(word, rows, columns));
  const network = {
    activation: polynomial(ACTIVATION_DEGREE),
    first: matrix(HIDDEN, FEATURES),
    second: matrix(OUTPUTS, HIDDEN),
  };
  const rows = representation(dualMatrices, network, fixed(randomFieldMatrix(word, ROWS, FEATURES)));
  return { loss: lossOf(loss, rows).slope, energy: energy(weights(loss, rows), rows).slope };
}

/** The distances to the positive, and the held factors and both sums of every anchor. */
function sumsOf({ psi, chi, kappa }: DistancePolynomials, rows: DualMatrix) {
  const between = (i: number, j: number): Dual => halfSquare(dualMatrices, rows[i] ?? [], rows[j] ?? []);
  const anchors = rows.map((_, i) => {
    const others = rows.flatMap((__, j) => (j % SAMPLES === i % SAMPLES ? [] : [j]));
    const n = new Map(others.map((j) => [j, between(i, j)]));
    const held = new Map(others.map((j) => [j, constant(evaluate(dualMatrices, kappa, n.get(j) as Dual).value)]));
    const u = total(others.map((j) => multiply(held.get(j) as Dual, evaluate(dualMatrices, psi, n.get(j) as Dual))));
    const v = total(others.map((j) => evaluate(dualMatrices, chi, n.get(j) as Dual)));
    return { p: between(i, partner(i)), n, held, u, v };
  });
  return { anchors, pairs: total(anchors.map(({ v }) => v)) };
}

function lossOf(loss: DistancePolynomials, rows: DualMatrix): Dual {
  const { anchors, pairs } = sumsOf(loss, rows);
  const own = anchors.map(({ p, u }) =>
    multiply(evaluate(dualMatrices, loss.rho, p), evaluate(dualMatrices, loss.phi, u)),
  );
  return add(total(own), multiply(pairs, pairs));
}

/** αᵢⱼ = −ρ(pᵢ)φ′(uᵢ)κ(nᵢⱼ)ψ′(nᵢⱼ) − 2(Σv)χ′(nᵢⱼ) and βᵢ = ρ′(pᵢ)φ(uᵢ), which move with the representations. */
export function movingWeights(loss: DistancePolynomials, rows: DualMatrix): ExactWeights<Dual> {
  const { anchors, pairs } = sumsOf(loss, rows);
  const slope = (of: Polynomial<Dual>, x: Dual): Dual => evaluate(dualMatrices, derivative(dualMatrices, of), x);
  const entries = (entry: (i: number, j: number) => Dual): DualMatrix =>
    rows.map((_, i) => rows.map((__, j) => entry(i, j)));
  return {
    alpha: entries((i, j) => {
      const own = anchors[i];
      const n = own?.n.get(j);
      if (own === undefined || n === undefined) return zero;
      const first = [
        evaluate(dualMatrices, loss.rho, own.p),
        slope(loss.phi, own.u),
        own.held.get(j) as Dual,
        slope(loss.psi, n),
      ];
      const second = [dualMatrices.fromInteger(2), pairs, slope(loss.chi, n)];
      return subtract(zero, add(first.reduce(multiply), second.reduce(multiply)));
    }),
    beta: entries((i, j) => {
      const own = anchors[i];
      if (own === undefined || j !== partner(i)) return zero;
      return multiply(slope(loss.rho, own.p), evaluate(dualMatrices, loss.phi, own.u));
    }),
  };
}

/** The same, held: they do not move. */
export function heldWeights(loss: DistancePolynomials, rows: DualMatrix): ExactWeights<Dual> {
  const { alpha, beta } = movingWeights(loss, rows);
  const stopped = (weights: DualMatrix): DualMatrix => mapEntries(weights, ({ value }) => constant(value));
  return { alpha: stopped(alpha), beta: stopped(beta) };
}

/** The rows of weights with β replaced by the row sums of α at the positives. */
export function rowSumsForBeta({ alpha }: ExactWeights<Dual>): ExactWeights<Dual> {
  const sums = alpha.map(total);
  return { alpha, beta: alpha.map((own, i) => own.map((_, j) => (j === partner(i) ? entryAt([sums], 0, i) : zero))) };
}

function partner(i: number): number {
  return (i + SAMPLES) % ROWS;
}
