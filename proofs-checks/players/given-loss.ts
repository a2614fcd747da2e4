/**
 * Instances of a loss that a reader gives as formulae: short views.
 *
 * A formula need not be defined, or rise, beyond the margins of views of length 1, which is what encoders are trained with;
 * `lossFromFormulae` has tried it there. The named losses are checked on views of any length.
 */
import type { Views } from '../../src/claims/instances.js';
import { map, norm, row, type Rows } from '../../src/linear-algebra/matrix.js';
import type { LossFormulae } from '../../src/symbolic/loss-from-formulae.js';
import { lossOf } from './loss-instances.js';

/** d²ᵢ − d²ᵢⱼ of views of length 1 lies in [−2, 2]. */
const UNIT_REACH = 2;
const NEGATIVES = 8;

/** Sizes whose products stay far from overflow and underflow. */
const TAME = 1e100;

/** How far margins go on either side of 0: 2, or less where ψ or φ of a small batch nears the limits of doubles before. */
export function marginReach(given: LossFormulae): number {
  const { phi, psi } = lossOf({ name: 'formulae', parameters: {}, ...given });
  const isTameAt = (x: number): boolean =>
    [
      ...[psi.value, psi.derivative, psi.secondDerivative].map((f) => f(x)),
      ...[1, NEGATIVES].flatMap((n) =>
        [phi.value, phi.derivative, phi.secondDerivative].map((f) => f(n * psi.value(x))),
      ),
    ].every(isTame);
  let reach = UNIT_REACH;
  while (reach > 2 ** -6 && !(isTameAt(reach) && isTameAt(-reach))) reach /= 2;
  return reach;
}

/** The same views, scaled so that no margin lies beyond the reach. */
export function shortViews({ z, zPrime }: Views, reach: number): Views {
  const longest = Math.max(longestRow(z), longestRow(zPrime));
  const scale = Math.min(1, Math.sqrt(reach / UNIT_REACH) / longest);
  return { z: map(z, (entry) => scale * entry), zPrime: map(zPrime, (entry) => scale * entry) };
}

/** The length of the longest row. */
export function longestRow(z: Rows): number {
  return Math.max(...Array.from({ length: z.rows }, (_, i) => norm(row(z, i))));
}

function isTame(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size > 1 / TAME && size < TAME);
}
