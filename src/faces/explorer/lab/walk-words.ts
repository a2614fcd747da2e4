/** Descriptions of a walk in words. */
import { formatNumber } from '../../../base/format-number.js';
import { dot } from '../../../theory/algebra/matrix.js';
import { encoderAt } from './sphere.js';
import { extremesOf, lastMove, positionAfter, type Extreme, type Players, type Position, type Walk } from './walk.js';

/** Describes the last move and its effect. @param move at least 0 */
export function moveWords(walk: Walk, move: number, position: Position): string {
  const { pending, energy, reached, stop } = position;
  if (reached === 0) {
    return `The start: the min player has answered the first encoder with α; E = ${formatNumber(energy)}, L = ${formatNumber(stop.loss)}.`;
  }
  if (pending) {
    const before = positionAfter(walk, move - 1).energy;
    return `Round ${reached}: the max player has moved, and E has gone from ${formatNumber(before)} to ${formatNumber(energy)} while α stays fixed.`;
  }
  return `Round ${reached}: the min player has answered with α, and the landscape has changed: E = ${formatNumber(energy)}, L = ${formatNumber(stop.loss)}.`;
}

/** Describes the course of L over the whole walk, and the theory of it. */
export function courseWords(walk: Walk): string {
  const { choice, stops } = walk;
  const losses = stops.map(({ loss }) => loss);
  const rises = losses.filter((loss, k) => k > 0 && loss > (losses[k - 1] as number) + roundingOf(loss)).length;
  const rounds = losses.length - 1;
  const course =
    rises === 0 ? `$L$ never rises in these ${rounds} rounds.` : `$L$ rises in ${rises} of these ${rounds} rounds.`;
  return [course, THEORY[choice.players][rises === 0 ? 'falls' : 'rises'], endWords(walk)].join(' ');
}

/** Describes the extreme place at which a gradient path ends; empty for other players, or if none is near. */
function endWords(walk: Walk): string {
  if (walk.choice.players === 'exact' || walk.choice.players === 'averaged') return '';
  const { covariance, stop } = positionAfter(walk, lastMove(walk));
  const near = extremesOf(covariance).find((extreme) => degreesBetween(extreme, stop.encoder.data) < NEAR);
  return near === undefined ? '' : REST[near.kind];
}

/** Distance in degrees within which a path has reached an extreme place. */
const NEAR = 3;

const REST: Readonly<Record<Extreme['kind'], string>> = {
  maximum: String.raw`It converges to the maximum of its own landscape: each player plays a best response to the other, and where $\phi(\sum\psi)$ is convex no encoder has a lower $L$.`,
  saddle: String.raw`It converges to a saddle of its own landscape. Small steps find no lower $L$, since $\alpha$ responds to each of them; but the players are not best responses to each other, and encoders with more rows, or averaged responses, have a lower $L$ where $\phi(\sum\psi)$ is convex.`,
  minimum:
    'It converges to the minimum of its own landscape: $E$ rises in every direction, and the next best response brings it back.',
};

function degreesBetween(extreme: Extreme, encoder: Float64Array): number {
  return (Math.acos(Math.min(1, dot(encoderAt(extreme).data, encoder))) * 180) / Math.PI;
}

/** Returns a tolerance far above the rounding error of L, a sum of some thirty terms. */
function roundingOf(loss: number): number {
  return 1e-12 * Math.max(1, Math.abs(loss));
}

const THEORY: Readonly<Record<Players, { readonly falls: string; readonly rises: string }>> = {
  step: {
    falls: String.raw`By Theorem 1 ascent of $E_\alpha$ is descent of $L$: $\nabla_w E_\alpha=-\nabla_w L$ where $\alpha=\alpha(w)$.`,
    rises: String.raw`Theorem 1 speaks of directions, $\nabla_w E_\alpha=-\nabla_w L$: this step is too long for the curvature of $L$. Make it shorter.`,
  },
  descent: {
    falls: String.raw`By Theorem 1 ascent of $E_\alpha$ is descent of $L$, and each step is halved until $L$ falls.`,
    rises: 'This is only rounding: each step is halved until $L$ falls.',
  },
  exact: {
    falls: String.raw`Best responses need not lower $L$: what the max player gains on $E_\alpha$, the min player may take back. Here they lower it.`,
    rises: String.raw`This does not contradict Theorem 1, which is about small steps: best responses need not lower $L$, and may cycle for ever.`,
  },
  averaged: {
    falls: String.raw`$L$ is that of averaged margins: the method of Frank and Wolfe, which ends in a saddle point of the game where $\phi(\sum\psi)$ is convex.`,
    rises: String.raw`$L$ is that of averaged margins: the method of Frank and Wolfe closes the gap to the saddle point, and may rise on the way.`,
  },
};
