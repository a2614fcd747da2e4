/** The constraint on W₁ after each step: a sign, and the norm of the layer or of each row (filter). */
import { requireChoice, requirePositive } from '../../base/option-checks.js';
import { generate, at, map, norm, row, type Matrix } from '../algebra/matrix.js';

/** The set that a weight is kept in: the length of its rows, the sign of its entries. */
export interface WeightConstraint {
  /** `layer`: ‖W‖_F = ρ√(rows). `filter`: every row of length ρ. Both give the layer the same ‖W‖_F. */
  readonly norm: 'free' | 'layer' | 'filter';
  /** ρ > 0. Default 1. */
  readonly rowLength?: number;
  /** `non-negative` sets negative entries to 0, before the norm is restored. */
  readonly sign: 'free' | 'non-negative';
}

/**
 * Returns the nearest W with the sign, then scaled to the norm. A layer or row of zeros has no direction and stays.
 *
 * @throws InvalidInput on an unknown norm or sign, or a row length that is not positive
 * @example
 * constrained(fromNested([[3, -4]]), { norm: 'layer', sign: 'free' }); // [[0.6, -0.8]]
 * constrained(fromNested([[3, -4]]), { norm: 'layer', sign: 'non-negative' }); // [[1, 0]]
 */
export function constrained(weight: Matrix, constraint: WeightConstraint): Matrix {
  const { rowLength = 1 } = constraint;
  requireChoice('norm', constraint.norm, ['free', 'layer', 'filter']);
  requireChoice('sign', constraint.sign, ['free', 'non-negative']);
  requirePositive('rowLength', rowLength);
  const signed = constraint.sign === 'non-negative' ? map(weight, (entry) => Math.max(0, entry)) : weight;
  switch (constraint.norm) {
    case 'free':
      return signed;
    case 'layer': {
      const scale = inverse(norm(signed)) * rowLength * Math.sqrt(signed.rows);
      return map(signed, (entry) => entry * scale);
    }
    case 'filter': {
      const scales = Float64Array.from({ length: signed.rows }, (_, k) => rowLength * inverse(norm(row(signed, k))));
      return generate(signed.rows, signed.columns, (k, l) => at(signed, k, l) * (scales[k] as number));
    }
  }
}

function inverse(length: number): number {
  return length === 0 ? 0 : 1 / length;
}
