/** The dynamics of the hidden layer over F_p: gates are numbers like all others, and eigenvectors come first. */
import type { Comparison } from '../../src/claims/evidence.js';
import { entryAt, transpose } from '../../src/theory/algebra/exact-matrix.js';
import {
  dualMatrices,
  fieldMatrices,
  fixed,
  moving,
  randomFieldMatrix,
  type DualMatrix,
  type FieldMatrix,
} from '../../src/theory/algebra/field-matrix.js';
import { inverse, randomElement, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { exactly, randomWords } from '../exact-comparison.js';
import { randomOrthogonal } from '../oracles/exact-aligned.js';
import { covarianceByDefinition, energyByDistances } from '../oracles/exact-covariance.js';

/** Two views of one neuron's gated inputs x̃_k = x·h′, [N, d] each. */
export type GatedViews = readonly [FieldMatrix, FieldMatrix];

const [SAMPLES, FEATURES, NEURONS, OUTPUTS] = [3, 2, 2, 2];

/** Σ_{k'} (W₂ᵀW₂)_{kk'} C_α[x̃_k, x̃_{k'}] w_{k'} for every k, [K, d]. */
export function exactGatedGradient(
  alpha: FieldMatrix,
  gated: readonly GatedViews[],
  first: FieldMatrix,
  gram: FieldMatrix,
): FieldMatrix {
  const { product, scale, sum } = fieldMatrices;
  return gated.map((own, k) => {
    const pulls = gated.map((other, j) => {
      const C = covarianceByDefinition(fieldMatrices, alpha, ...own, ...other);
      return scale(entryAt(gram, k, j), product([first[j] ?? []], transpose(C)));
    });
    return pulls.reduce(sum)[0] ?? [];
  });
}

/** The derivative of E_α along a direction of W₁ against the formula's, and the eigenvalue equation to first order. */
export function exactDynamics(pointSeed: number, gradient: typeof exactGatedGradient): Comparison {
  const word = randomWords(pointSeed);
  const draw = (rows: number, columns: number): FieldMatrix => randomFieldMatrix(word, rows, columns);
  const [first, direction, second] = [draw(NEURONS, FEATURES), draw(NEURONS, FEATURES), draw(OUTPUTS, NEURONS)];
  const alpha = draw(SAMPLES, SAMPLES);
  const views = [1, 2].map(() => ({ x: draw(SAMPLES, FEATURES), gates: draw(SAMPLES, NEURONS) }));

  const [z, zPrime] = views.map(({ x, gates }) => outputs(x, gates, moving(first, direction), second)) as [
    DualMatrix,
    DualMatrix,
  ];
  const { slope } = energyByDistances(dualMatrices, fixed(alpha), z, zPrime);
  const gated = first.map(
    (_, k) => views.map(({ x, gates }) => fieldMatrices.product(columnOf(gates, k), x)) as [FieldMatrix, FieldMatrix],
  );
  const gram = fieldMatrices.product(transpose(second), second);
  const claimed = fieldMatrices.inner(gradient(alpha, gated, first, gram), direction);
  const [left, right] = eigenvalueEquation(word);
  return exactly([[slope, ...left]], [[claimed, ...right]]);
}

/** z = (gates ∘ xW₁ᵀ)W₂ᵀ, [N, o]. */
function outputs(x: FieldMatrix, gates: FieldMatrix, first: DualMatrix, second: FieldMatrix): DualMatrix {
  const inputs = dualMatrices.product(fixed(x), transpose(first));
  const passed = inputs.map((row, i) =>
    row.map((input, k) => dualMatrices.multiply(fixed(gates)[i]?.[k] ?? dualMatrices.zero, input)),
  );
  return dualMatrices.product(passed, transpose(fixed(second)));
}

/** The gates of neuron k on a diagonal, [N, N]. */
function columnOf(gates: FieldMatrix, k: number): FieldMatrix {
  return fieldMatrices.diagonal(gates.map((row) => row[k] as FieldElement));
}

const SIZE = 3;

/** (C + εĊ)(s + εṡ) and (λ + ε sᵀĊs)(s + εṡ), and ‖s + εṡ‖² and 1, with ṡ = Σⱼ vⱼ vⱼᵀĊs/(λ − λⱼ). */
function eigenvalueEquation(word: () => number): [FieldElement[], FieldElement[]] {
  const { product, sum, scale, subtract, multiply, inner } = fieldMatrices;
  const V = randomOrthogonal(word, SIZE);
  const values = V.map(() => randomElement(word));
  const C = product(V, fieldMatrices.diagonal(values), transpose(V));
  const drawn = randomFieldMatrix(word, SIZE, SIZE);
  const change = sum(drawn, transpose(drawn));
  const vector = (j: number): FieldMatrix => V.map((row) => [row[j] as FieldElement]);
  const s = vector(0);
  const pushed = product(change, s);
  const parts = values.slice(1).map((value, j) => {
    const v = vector(j + 1);
    const share = multiply(inner(v, pushed), inverse(subtract(values[0] as FieldElement, value)));
    return scale(share, v);
  });
  const path = moving(s, parts.reduce(sum));
  const lambda = { value: values[0] as FieldElement, slope: inner(s, pushed) };
  const flat = (a: DualMatrix): FieldElement[] => a.flat().flatMap(({ value, slope }) => [value, slope]);
  const length = dualMatrices.inner(path, path);
  return [
    [...flat(dualMatrices.product(moving(C, change), path)), length.value, length.slope],
    [...flat(dualMatrices.scale(lambda, path)), 1n, 0n],
  ];
}
