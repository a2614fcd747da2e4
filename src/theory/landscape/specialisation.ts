/**
 * Measures of the specialisation of the rows of W₁: with |W₁| and every row scaled to length 1, concentration is the mean over
 * rows of the largest entry, coverage the mean over columns of the largest entry.
 *
 * Concentration is 1 when every neuron looks at one component alone, and 1/√d when all entries of a row are equal. Coverage is
 * 1 when every component has a neuron of its own.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { at, generate, map, maxAbs, row, shapeOf, transpose, type Matrix } from '../algebra/matrix.js';
import { constrained } from './weight-constraint.js';

/** The degree to which neurons have specialised in one component each. */
export interface Specialisation {
  /** Mean over rows of the largest entry, in [1/√d, 1]; rows of zeros count as 0. */
  readonly concentration: number;
  /** Mean over columns of the largest entry, in [0, 1]; components that no neuron sees count as 0. */
  readonly coverage: number;
  /** Number of components that are the largest of at least one row. */
  readonly components: number;
}

/**
 * Measures the specialisation of the rows of W₁.
 *
 * @param first W₁, [n, d]
 * @throws InvalidInput when it is empty
 * @example
 * specialisation(fromNested([[1, 0], [0, -2]])); // { concentration: 1, coverage: 1, components: 2 }
 * specialisation(fromNested([[1, 1], [1, 1]])); // { concentration: 0.7071, coverage: 0.7071, components: 1 }
 */
export function specialisation(first: Matrix): Specialisation {
  if (first.rows < 1 || first.columns < 1) {
    throw new InvalidInput(`W₁ is ${shapeOf(first)}: it must have at least one row and one column`);
  }
  const unit = unitMagnitudes(first);
  const winners = Array.from({ length: unit.rows }, (_, k) => row(unit, k)).filter((entries) => maxAbs(entries) > 0);
  return {
    concentration: meanOfLargest(unit),
    coverage: meanOfLargest(transpose(unit)),
    components: new Set(winners.map((entries) => entries.indexOf(maxAbs(entries)))).size,
  };
}

/** Returns |W₁| with every row of length 1; rows of zeros stay. */
function unitMagnitudes(first: Matrix): Matrix {
  return constrained(map(first, Math.abs), { norm: 'filter', sign: 'free' });
}

/** Returns |W₁| of unit rows with its rows in the order of their largest component, for a heat map. */
export function sortedByComponent(first: Matrix): Matrix {
  const unit = unitMagnitudes(first);
  const order = Array.from({ length: unit.rows }, (_, k) => ({ k, top: row(unit, k).indexOf(maxAbs(row(unit, k))) }));
  order.sort((a, b) => a.top - b.top || a.k - b.k);
  return generate(unit.rows, unit.columns, (place, l) => at(unit, order[place]?.k ?? 0, l));
}

function meanOfLargest(matrix: Matrix): number {
  let sum = 0;
  for (let i = 0; i < matrix.rows; i++) sum += maxAbs(row(matrix, i)) / matrix.rows;
  return sum;
}
