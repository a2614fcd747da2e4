/** The sizes by which the rounding of a loss is measured. */
import { norm, row, type Rows } from '../../src/theory/algebra/matrix.js';
import { anchorLoss, importanceOfMargins, type Loss } from '../../src/theory/losses/loss.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';

/**
 * Σᵢ |φ(ξᵢ)| + Σ α (4r² + 8), r the longest row: L is off by ε times a few of this. A margin is off by ε times 4r², an
 * exponent by its offset of up to 2 as well, and L sees both through α; φ and its sum are off by ε times their size.
 */
export function lossTerms(loss: Loss, z: Rows, zPrime: Rows): number {
  const margins = pairMargins(z, zPrime);
  const weights = importanceOfMargins(loss, margins).data.reduce((sum, weight) => sum + weight, 0);
  let longest = 0;
  let terms = 0;
  for (let i = 0; i < z.rows; i++) {
    longest = Math.max(longest, norm(row(z, i)), norm(row(zPrime, i)));
    terms += Math.abs(anchorLoss(loss, row(margins, i), i));
  }
  return terms + weights * (4 * longest ** 2 + 8);
}
