/**
 * Bounds of rounding in the norm lemma.
 *
 * A product with inner dimension n has the relative error n ε against the norms of its factors, so row i of the output is
 * off by S ε κᵢ rᵢ at most, S the sum of all widths, rᵢ the row's length, κᵢ as in `reaches`. L sees that through
 * ∂L/∂y. The way back adds errors of the same kind to ⟨W_l, ∂L/∂W_l⟩, whose terms are ‖∂L/∂yᵢ‖ κᵢ rᵢ at most.
 */
import { norm, row, stack } from '../../src/theory/algebra/matrix.js';
import { networkPass } from '../../src/theory/networks/normalised-network.js';
import { lossRounding } from '../players/given-rounding.js';
import { lossOf } from '../players/loss-instances.js';
import { lossTerms } from '../players/loss-terms.js';
import { lossSlopes, reaches, viewsOf, type NormLemmaInstance } from './norm-lemma-instance.js';

export interface NormLemmaRounding {
  /** Rounding of the difference of two evaluations of L that agree on paper. */
  readonly loss: number;
  /** Rounding of ⟨W_l, ∂L/∂W_l⟩, for every l. */
  readonly euler: number;
}

/** Two evaluations, each with a scaled copy of one layer: twice the error of products, twice that of normalisation. */
const EVALUATIONS = 4;

/** Below 2⁻⁹⁷⁰ products lose digits on their way back to the weights, as they near the least double. */
const UNDERFLOW = 2 ** -960;

export function roundingOf(instance: NormLemmaInstance): NormLemmaRounding {
  const output = networkPass(instance, stack(instance.x, instance.xPrime)).output;
  const N = instance.x.rows;
  const slopes = lossSlopes(instance, output);
  const kappa = reaches(instance);
  const widths = instance.layers.reduce((sum, { rows }) => sum + rows, instance.x.columns);
  let terms = 0;
  for (let i = 0; i < output.rows; i++) {
    terms += norm(row(slopes, i)) * norm(row(output, i)) * (kappa[i] as number);
  }

  const size = lossTerms(lossOf(instance.loss), ...viewsOf(instance, output));
  const products = EVALUATIONS * widths * Number.EPSILON * terms;
  // A named loss that is 0, as Triplet's may be, is so without rounding: ε stands for that.
  const own =
    'phi' in instance.loss
      ? EVALUATIONS * lossRounding(instance.loss, ...viewsOf(instance, output)) + UNDERFLOW
      : Number.EPSILON;
  return {
    loss: products + EVALUATIONS * (N + output.columns) * Number.EPSILON * size + own,
    // The sums over both views and over the entries of W_l come on top.
    euler: products + EVALUATIONS * (2 * N + output.columns ** 2) * Number.EPSILON * terms + UNDERFLOW,
  };
}
