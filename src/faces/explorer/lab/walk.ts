/**
 * A game small enough to be drawn: a linear encoder z = wᵀx with one row, w on the unit sphere of ℝ³, and six samples with two
 * views each. The sphere has two parameters, so that the energy E_α(w) = ½ wᵀC_α w is a map; w and −w are one encoder.
 *
 * The library plays the game; this file only sets it up and cuts it into moves: after 2k moves the encoder is at its k-th place
 * and the min player has answered; after 2k + 1 the max player has moved on, and α is still the answer to the place before.
 */
import { contrastiveCovariance } from '../../../theory/losses/contrastive-covariance.js';
import { coordinateWiseLoop, type LoopOptions } from '../../../theory/landscape/coordinate-wise-loop.js';
import { jointDescent, type InputViews } from '../../../theory/landscape/joint-descent.js';
import { symmetricEigen } from '../../../theory/algebra/decompositions.js';
import { add, at, dot, generate, map, type Matrix } from '../../../theory/algebra/matrix.js';
import { deepLinearEnergy } from '../../../theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../../theory/algebra/random-stream.js';
import type { ChosenLoss } from './chosen.js';
import { madeLoss } from './made.js';
import { encoderAt, placeOn, type Place } from './sphere.js';

/**
 * The ways in which the two players move:
 *
 * - `step`: α is the exact answer, and w goes one step of fixed length up E_α
 * - `descent`: the same with steps so short that L falls in each
 * - `exact`: both answer exactly, w with the top eigenvector of C_α
 * - `averaged`: w answers exactly, and the min player goes a part 2/(k + 2) of the way
 */
export const PLAYERS = ['step', 'descent', 'exact', 'averaged'] as const;
export type Players = (typeof PLAYERS)[number];

export interface WalkChoice extends Place {
  readonly loss: ChosenLoss;
  /** Seed of the samples. */
  readonly seed: number;
  /** Standard deviation of the noise that is added to the first view to make the second. */
  readonly augmentation: number;
  readonly players: Players;
  /** Length of a step of the max player, for `step` alone. */
  readonly step: number;
}

interface Stop {
  /** The encoder w, [1, 3]; of ±w the one nearer to the stop before. */
  readonly encoder: Matrix;
  readonly place: Place;
  /** The loss L(w); for `averaged`, L at the averaged margins. */
  readonly loss: number;
}

export interface Walk {
  readonly choice: WalkChoice;
  readonly views: InputViews;
  readonly stops: readonly Stop[];
}

const SAMPLES = 6;
/** Scales of the three features, which differ so that one principal component is the largest. */
const SPREAD = [1.2, 0.9, 0.6] as const;
const ROUNDS = 30;
/** Stationarity at which a descent ends; smaller steps could not be seen. */
const STATIONARITY = 1e-4;

/** Draws the two views x and x′ of the samples, each [6, 3]. */
export function viewsOf({ seed, augmentation }: Pick<WalkChoice, 'seed' | 'augmentation'>): InputViews {
  const random = randomStream(seed, 'explorer', 'landscape');
  const normal = normalMatrix(random, SAMPLES, SPREAD.length);
  const x = generate(SAMPLES, SPREAD.length, (i, j) => at(normal, i, j) * (SPREAD[j] as number));
  return { x, xPrime: add(x, normalMatrix(random, SAMPLES, SPREAD.length), augmentation) };
}

/**
 * Computes the walk of the two players.
 *
 * @throws InvalidInput on a loss that the library refuses, or that is undefined on the way
 */
export function walkOf(choice: WalkChoice): Walk {
  const { loss } = madeLoss(choice.loss);
  const views = viewsOf(choice);
  const start = encoderAt(choice);
  const found =
    choice.players === 'descent'
      ? descended(jointDescent(loss, views, start, { steps: ROUNDS, stationarity: STATIONARITY }))
      : coordinateWiseLoop(loss, views, start, optionsOf(choice)).rounds;
  const stops: Stop[] = [];
  for (const { encoder: given, loss: value } of found) {
    const before = stops.at(-1)?.encoder ?? start;
    const encoder = dot(before.data, given.data) < 0 ? map(given, (entry) => -entry) : given;
    stops.push({ encoder, place: placeOn(encoder), loss: value });
  }
  return { choice, views, stops };
}

/** Returns the number of moves from the start to the end of a walk. */
export function lastMove({ stops }: Walk): number {
  return 2 * (stops.length - 1);
}

export interface Position {
  /** The stop at which the encoder is. */
  readonly stop: Stop;
  /** True if the max player has moved and the min player has not yet answered. */
  readonly pending: boolean;
  /** Number of the stop that α answers; `reached`: of the one at which the encoder is. */
  readonly answered: number;
  readonly reached: number;
  /** α, [6, 6]. */
  readonly alpha: Matrix;
  /** C_α[x], [3, 3]. */
  readonly covariance: Matrix;
  /** E_α(w). */
  readonly energy: number;
}

/** Returns the position after a number of moves. @param move 0..lastMove; larger numbers give the last position */
export function positionAfter(walk: Walk, move: number): Position {
  const moves = Math.min(move, lastMove(walk));
  const [answered, reached] = [Math.floor(moves / 2), Math.ceil(moves / 2)];
  const stop = walk.stops[reached] as Stop;
  const alpha = answerAt(walk, answered);
  const covariance = contrastiveCovariance(alpha, walk.views.x, walk.views.xPrime);
  const energy = deepLinearEnergy([stop.encoder], covariance);
  return { stop, pending: reached > answered, answered, reached, alpha, covariance, energy };
}

/** An extreme place of a landscape: ± an eigenvector of C_α. */
export interface Extreme extends Place {
  readonly kind: 'maximum' | 'saddle' | 'minimum';
  readonly energy: number;
}

export function extremesOf(covariance: Matrix): Extreme[] {
  const { values, vectors } = symmetricEigen(covariance);
  return (['maximum', 'saddle', 'minimum'] as const).flatMap((kind, k) =>
    [1, -1].map((sign) => ({
      kind,
      ...placeOn(generate(1, 3, (_, j) => sign * at(vectors, j, k))),
      energy: (values[k] as number) / 2,
    })),
  );
}

/** Computes α after the min player has answered stop k, by the same loop ended there. */
function answerAt({ choice, views, stops }: Walk, k: number): Matrix {
  const { loss } = madeLoss(choice.loss);
  if (choice.players === 'averaged') {
    return coordinateWiseLoop(loss, views, encoderAt(choice), { ...optionsOf(choice), rounds: k + 1 }).alpha;
  }
  return coordinateWiseLoop(loss, views, (stops[k] as Stop).encoder, { rounds: 1 }).alpha;
}

function optionsOf({ players, step }: WalkChoice): LoopOptions {
  return {
    rounds: ROUNDS + 1,
    maxPlayer: players === 'step' ? { step } : 'exact',
    minPlayer: players === 'averaged' ? 'averaged' : 'exact',
  };
}

function descended({ path, losses }: { readonly path: readonly Matrix[]; readonly losses: readonly number[] }): {
  readonly encoder: Matrix;
  readonly loss: number;
}[] {
  return path.map((encoder, k) => ({ encoder, loss: losses[k] as number }));
}
