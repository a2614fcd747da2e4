/** Holds what an analysis says of a loss of distances against dense evaluation that shares no code with it. */
import type { DistanceAnalysis } from '../../../src/theory/analysis/analyse-distances.js';
import type { FailurePoint } from '../../../src/theory/analysis/statement.js';
import { RandomStream } from '../random-stream.js';
import type { Point, RandomLoss } from './generate.js';

/** A statement that evaluation contradicts. */
export interface Contradiction {
  readonly id: string;
  readonly said: string;
  readonly found: string;
}

/** A quantity that a statement says is never below 0, as differences of values: corners are seen from both sides. */
type Tried = (loss: RandomLoss, at: Point, step: number) => { readonly value: number; readonly scale: number };

/** The change of the loss from one point to another, held parts as they are at `at`. */
function change(
  loss: RandomLoss,
  at: Point,
  from: Point,
  to: Point,
): { readonly value: number; readonly scale: number } {
  const [a, b] = [loss.value(from, at), loss.value(to, at)];
  return { value: b - a, scale: Math.abs(a) + Math.abs(b) + 1 };
}

function moved({ p, n }: Point, byP: number, byN: number | readonly number[]): Point {
  return { p: p + byP, n: n.map((x, j) => x + (typeof byN === 'number' ? byN : (byN[j] ?? 0))) };
}

const TRIED: Readonly<Record<string, Tried>> = {
  // Both sides of a corner: the step goes either way.
  'alpha-non-negative': (loss, at, step) =>
    step > 0 ? change(loss, at, moved(at, 0, [step]), at) : change(loss, at, at, moved(at, 0, [step])),
  'beta-non-negative': (loss, at, step) =>
    step > 0 ? change(loss, at, at, moved(at, step, 0)) : change(loss, at, moved(at, step, 0), at),
  'importance-falls': (loss, at, step) => {
    if (at.n.length < 2) return { value: 0, scale: 1 };
    const nearest = at.n.indexOf(Math.min(...at.n));
    const farthest = at.n.indexOf(Math.max(...at.n));
    const along = (j: number): ReturnType<typeof change> => {
      const by = at.n.map((_, k) => (k === j ? step : 0));
      return change(loss, at, moved(at, 0, by), at);
    };
    // α is minus the slope; steps towards larger distances make the changes of α·step.
    const [near, far] = [along(nearest), along(farthest)];
    return { value: Math.sign(step) * (near.value - far.value), scale: near.scale + far.scale };
  },
  balanced: (loss, at, step) => {
    const { value, scale } = change(loss, at, at, moved(at, step, step));
    return { value: -Math.abs(value), scale };
  },
  convex: (loss, at, step) => {
    const by = at.n.map((_, j) => step * (j % 2 === 0 ? 1 : -0.5));
    const [a, b, middle] = [
      loss.value(moved(at, step / 2, by)),
      loss.value(
        moved(
          at,
          -step / 2,
          by.map((x) => -x),
        ),
      ),
      loss.value(at),
    ];
    return { value: a + b - 2 * middle, scale: Math.abs(a) + Math.abs(b) + Math.abs(middle) + 1 };
  },
};

/** Steps of two sizes: where an order of slopes is asked for, only small ones show them. */
const STEPS = [1e-4, -1e-4, 0.05, -0.05];

function pointsOf(random: RandomStream): Point[] {
  const places = [0, 0.25, 0.3, 0.5, 1, 1.5, 2];
  const place = (): number => (random.chance(0.4) ? random.pick(places) : random.between(0, 2));
  return Array.from({ length: 60 }, () => {
    const count = random.pick([1, 2, 2, 3, 8, 40]);
    return { p: place(), n: Array.from({ length: count }, place) };
  });
}

/** Lists what is said for certain and is not so. */
export function contradictions(loss: RandomLoss, { statements }: DistanceAnalysis, seed: number): Contradiction[] {
  const found: Contradiction[] = [];
  const points = pointsOf(new RandomStream(seed, 1));
  for (const { id, outcome, evidence, witness } of statements) {
    if (evidence.grade === 'sampled') continue;
    const tried = TRIED[id] as Tried;
    const least = { value: Infinity, at: '' };
    for (const at of points) {
      for (const step of id === 'importance-falls' ? STEPS.slice(0, 2) : STEPS) {
        const inside = [at.p + step, at.p - step, ...at.n.flatMap((x) => [x + step, x - step])].every(
          (x) => x >= 0 && x <= 2,
        );
        if (!inside) continue;
        const { value, scale } = tried(loss, at, step);
        // An order of slopes is only seen to within the step times the curvature.
        const doubt = id === 'importance-falls' ? 1e-6 : 1e-11;
        if (value < -doubt * scale && value < least.value) Object.assign(least, { value, at: JSON.stringify(at) });
      }
    }
    if (outcome === 'holds' && least.value < 0) {
      found.push({ id, said: `holds (${evidence.grade})`, found: `${least.value} at ${least.at}` });
    }
    if (outcome === 'fails' && !isWitness(loss, id, witness)) {
      found.push({ id, said: `fails (${evidence.grade})`, found: `not at ${JSON.stringify(witness?.at)}` });
    }
  }
  return found;
}

/** Whether evaluation agrees that a statement fails at the distances that are named. */
function isWitness(loss: RandomLoss, id: string, witness: FailurePoint | undefined): boolean {
  const { at = {}, value = { lower: 0, upper: 0 } } = witness ?? {};
  const pointNamed = (mark: string): Point => ({
    p: at[`p${mark}`] as number,
    n: Object.keys(at)
      .filter((name) => new RegExp(`^n\\d+${mark}$`).test(name))
      .map((name) => at[name] as number),
  });
  const point = pointNamed('');
  const slope = (j: number): number => {
    const by = (step: number): Point =>
      j < 0
        ? moved(point, step, 0)
        : moved(
            point,
            0,
            point.n.map((_, k) => (k === j ? step : 0)),
          );
    const h = 1e-6;
    return (loss.value(by(h), point) - loss.value(by(-h), point)) / (2 * h);
  };
  const alpha = point.n.map((_, j) => -slope(j));
  switch (id) {
    case 'alpha-non-negative':
      return Math.min(...alpha) < 1e-9;
    case 'beta-non-negative':
      return slope(-1) < 1e-9;
    case 'importance-falls':
      return (alpha[0] as number) < (alpha[1] as number) + 1e-9;
    case 'balanced': {
      // Within what was enclosed, which at a corner is more than a number; a small gap is seen to within rounding.
      const gap = -Math.abs(slope(-1) - alpha.reduce((so, one) => so + one, 0));
      const doubt = 1e-4 * (1 + Math.abs(gap));
      return gap >= value.lower - doubt && gap <= value.upper + doubt;
    }
    default: {
      const one = pointNamed(' of one of them');
      const other = { p: 2 * point.p - one.p, n: point.n.map((x, j) => 2 * x - (one.n[j] as number)) };
      return loss.value(one) + loss.value(other) < 2 * loss.value(point) + 1e-9;
    }
  }
}
