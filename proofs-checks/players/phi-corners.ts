/** Corners of φ, which no named loss has: the slope test must not step over one. */
import { row, type Matrix } from '../../src/theory/algebra/matrix.js';
import type { Loss } from '../../src/theory/losses/loss.js';

export function hasPhiCorners({ phi }: Loss): boolean {
  return phi.kinks.some(({ order }) => order === 1);
}

/** On which side of every corner each ξᵢ lies. @param margins [N, N]; the diagonal belongs to no pair */
export function sidesOfPhiCorners({ phi, psi }: Loss, margins: Matrix): boolean[] {
  const corners = phi.kinks.filter(({ order }) => order === 1);
  const sums = Array.from({ length: margins.rows }, (_, i) =>
    row(margins, i).reduce((sum, x, j) => (j === i ? sum : sum + psi.value(x)), 0),
  );
  return corners.flatMap(({ at }) => sums.map((xi) => xi > at));
}
