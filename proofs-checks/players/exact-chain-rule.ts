/**
 * Theorem 1 over F_p for every differentiable φ, ψ and f at once: at a point they enter by their values and slopes alone, and
 * those are any numbers. Representations move along a direction with any speed, so that no encoder is left out.
 */
import type { Comparison } from '../../src/claims/evidence.js';
import type { Dual } from '../../src/theory/algebra/dual.js';
import { entryAt } from '../../src/theory/algebra/exact-matrix.js';
import {
  dualMatrices,
  fixed,
  moving,
  randomFieldMatrix,
  type FieldMatrix,
} from '../../src/theory/algebra/field-matrix.js';
import { primeField, randomElement, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { exactly, randomWords } from '../exact-comparison.js';
import { energyByDistances, margins } from '../oracles/exact-covariance.js';

const [SAMPLES, FEATURES] = [3, 2];

/** αᵢⱼ from φ′(ξᵢ), [N], and ψ′ at every margin, [N, N]. */
export function importanceOfSlopes(phi: readonly FieldElement[], psi: FieldMatrix): FieldMatrix {
  return psi.map((row, i) => row.map((slope) => primeField.multiply(phi[i] as FieldElement, slope)));
}

/** dL + dE_α along a direction, which must be 0. */
export function exactTheorem1(pointSeed: number, importance: typeof importanceOfSlopes): Comparison {
  const word = randomWords(pointSeed);
  const draw = (rows: number, columns: number): FieldMatrix => randomFieldMatrix(word, rows, columns);
  const view = (): ReturnType<typeof moving> => moving(draw(SAMPLES, FEATURES), draw(SAMPLES, FEATURES));
  const [z, zPrime] = [view(), view()];
  const x = margins(dualMatrices, z, zPrime);
  const psi = { values: draw(SAMPLES, SAMPLES), slopes: draw(SAMPLES, SAMPLES) };
  const phi = z.map(() => ({ value: randomElement(word), slope: randomElement(word) }));
  const losses = phi.map(({ value, slope }, i) => {
    const terms = x.flatMap((row, k) =>
      k !== i
        ? []
        : row.flatMap((margin, j) =>
            j === i ? [] : [lifted(entryAt(psi.values, i, j), entryAt(psi.slopes, i, j), margin)],
          ),
    );
    return lifted(value, slope, dualMatrices.total(terms));
  });
  const alpha = importance(
    phi.map(({ slope }) => slope),
    psi.slopes,
  );
  const energy = energyByDistances(dualMatrices, fixed(alpha), z, zPrime);
  return exactly([[primeField.add(dualMatrices.total(losses).slope, energy.slope)]], [[0n]]);
}

/** g(x) of a differentiable g with this value and slope at x. */
function lifted(value: FieldElement, slope: FieldElement, x: Dual): Dual {
  return { value, slope: primeField.multiply(slope, x.slope) };
}
