/** The counterfeit α of a forgotten stop-gradient in Theorem 1: several claims must refute it. */
import { generate, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { pairwiseImportance, type Loss } from '../../src/theory/losses/loss.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';

/** α with the terms that appear when α is differentiated too: the weights of d(−Σ α x). */
export function backPropagatedImportance(loss: Loss, z: Rows, zPrime: Rows): Matrix {
  const margins = pairMargins(z, zPrime);
  const alpha = pairwiseImportance(loss, z, zPrime);
  const at = (i: number, j: number): number => margins.data[i * z.rows + j] as number;
  const others = (i: number): number[] => Array.from({ length: z.rows }, (_, j) => j).filter((j) => j !== i);
  const rows = Array.from({ length: z.rows }, (_, i) => {
    const xi = others(i).reduce((sum, j) => sum + loss.psi.value(at(i, j)), 0);
    const pull = others(i).reduce((sum, j) => sum + loss.psi.derivative(at(i, j)) * at(i, j), 0);
    return { outer: loss.phi.derivative(xi), curvature: loss.phi.secondDerivative(xi) * pull };
  });
  return generate(z.rows, z.rows, (i, j) => {
    if (i === j) return 0;
    const { outer, curvature } = rows[i] as { outer: number; curvature: number };
    const own = alpha.data[i * z.rows + j] as number;
    return own + outer * loss.psi.secondDerivative(at(i, j)) * at(i, j) + curvature * loss.psi.derivative(at(i, j));
  });
}
