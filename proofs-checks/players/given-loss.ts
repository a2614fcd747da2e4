/**
 * Instances of a loss that a reader gives as formulae: short views.
 *
 * A formula need not be defined, or rise, beyond the margins of views of length 1, which is what encoders are trained with;
 * `lossFromFormulae` has tried it there. The named losses are checked on views of any length.
 */
import fc, { type Arbitrary } from 'fast-check';
import { views, type Views } from '../../src/claims/instances.js';
import { at, generate, map, norm, row, type Rows } from '../../src/theory/algebra/matrix.js';
import type { LossFormulae } from '../../src/theory/losses/loss-formulae.js';
import { lossOf } from './loss-instances.js';

/** d²ᵢ − d²ᵢⱼ of views of length 1 lies in [−2, 2]. */
const UNIT_REACH = 2;
const NEGATIVES = 8;

/** Sizes whose products stay far from overflow and underflow. */
const TAME = 1e100;

/** The largest margin on either side of 0: 2, or less where ψ or φ of a small batch nears the limits of doubles before. */
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

/**
 * Views of a given loss: second views near the first ones, far from them, and all of them opposite, where margins are as
 * large as their lengths let them be. So a loss that is level on most margins is met where it is not.
 */
export function givenViews(features: number): Arbitrary<Views> {
  const close = fc.oneof(...[0.2, 0.02].map((size) => views({ features, spread: size, augmentation: size })));
  return fc.oneof(
    views({ features }),
    views({ features, spread: 1, augmentation: 3 }),
    close.map(({ z, zPrime }) => ({ z: shifted(z, 1), zPrime: shifted(zPrime, -1) })),
  );
}

/** Rows moved along the first feature. */
function shifted(rows: Rows, by: number): Rows {
  return generate(rows.rows, rows.columns, (i, j) => at(rows, i, j) + (j === 0 ? by : 0));
}

/** The longest step of a slope test where F bends at a rate of 10 at most, as the named losses do, is divided by this. */
export function steepnessOf(given: LossFormulae): number {
  const key = JSON.stringify([given.phi, given.psi, given.parameters]);
  const known = STEEPNESS.get(key) ?? measuredSteepness(given);
  STEEPNESS.set(key, known);
  return known;
}

/** By the text of the formulae. */
const STEEPNESS = new Map<string, number>();

function measuredSteepness(given: LossFormulae): number {
  const { phi, psi } = lossOf({ name: 'formulae', parameters: {}, ...given });
  const reach = marginReach(given);
  const gap = reach / RATE_POINTS;
  /** |d log f′/dx| over a gap; 0 where a slope is 0. */
  const rate = (slopeAt: (x: number) => number, x: number): number => {
    const [near, far] = [slopeAt(x), slopeAt(x + gap)];
    return near > 0 && far > 0 && Number.isFinite(near + far) ? Math.abs(Math.log(far / near)) / gap : 0;
  };
  const margins = Array.from({ length: 2 * RATE_POINTS }, (_, k) => -reach + k * gap);
  const rates = margins.map(
    (x) =>
      rate(psi.derivative, x) +
      Math.max(...[1, NEGATIVES].map((n) => rate((margin) => phi.derivative(n * psi.value(margin)), x))),
  );
  return Math.max(1, Math.max(...rates) / 10);
}

const RATE_POINTS = 80;

/** The same views, scaled so that no margin lies beyond the reach. */
export function shortViews({ z, zPrime }: Views, reach: number): Views {
  const longest = Math.max(longestRow(z), longestRow(zPrime));
  const scale = longest === 0 ? 1 : Math.min(1, Math.sqrt(reach / UNIT_REACH) / longest);
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
