/** Holds what an analysis says of a loss of distances against dense evaluation that shares no code with it. */
import type { DistanceAnalysis } from '../../../src/theory/analysis/analyse-distances.js';
import { RandomStream } from '../random-stream.js';
import type { Anchor, Batch, RandomLoss } from './generate.js';
import { isWitness } from './judge-witness.js';

/** A statement that evaluation contradicts. */
interface Contradiction {
  readonly id: string;
  readonly said: string;
  readonly grade: string;
  readonly why: string;
}

/** A batch, what averages remember of an earlier one, and the anchor, positive and negative that are looked at. */
interface Point {
  readonly at: Batch;
  readonly before: Batch;
  readonly a: number;
  readonly t: number;
  readonly j: number;
}

interface Found {
  readonly value: number;
  readonly scale: number;
}

/** A quantity that a statement says is never below 0, as differences of values: corners are seen from both sides. */
type Tried = (loss: RandomLoss, point: Point, step: number) => Found;

/** By how much the distances of an anchor move. */
interface Move {
  readonly p?: (t: number, x: number) => number;
  readonly n?: (j: number, x: number) => number;
}

const NOTHING: Found = { value: 0, scale: 1 };

/** Tells if all distances are some of rows of length 1. */
function isInside({ anchors }: Batch): boolean {
  return anchors.every(({ p, n }) => [...p, ...n].every((x) => x >= 0 && x <= 2));
}

/** The change of the loss from one batch to another, held parts as they are at the point. */
function change(loss: RandomLoss, { at, before }: Point, from: Batch, to: Batch): Found {
  if (!isInside(from) || !isInside(to)) return NOTHING;
  const [a, b] = [loss.value(from, at, before), loss.value(to, at, before)];
  return { value: b - a, scale: Math.abs(a) + Math.abs(b) + 1 };
}

/** The batch with the distances of one anchor moved, or of all of them. */
function moved({ samples, anchors }: Batch, which: number | 'all', { p, n }: Move): Batch {
  const changed = (one: Anchor): Anchor => ({
    view: one.view,
    p: p === undefined ? one.p : one.p.map((x, t) => x + p(t, x)),
    n: n === undefined ? one.n : one.n.map((x, j) => x + n(j, x)),
  });
  return { samples, anchors: anchors.map((one, a) => (which === 'all' || which === a ? changed(one) : one)) };
}

const only =
  (one: number, step: number) =>
  (k: number): number =>
    k === one ? step : 0;

/** The change of the loss along a move, of either sign. */
function along(loss: RandomLoss, point: Point, step: number, move: (by: number) => Move): Found {
  const to = moved(point.at, point.a, move(step));
  return step > 0 ? change(loss, point, point.at, to) : change(loss, point, to, point.at);
}

const TRIED: Readonly<Record<string, Tried>> = {
  'alpha-non-negative': (loss, point, step) => {
    const { value, scale } = along(loss, point, step, (by) => ({ n: only(point.j, by) }));
    return { value: -value, scale };
  },
  'beta-non-negative': (loss, point, step) => along(loss, point, step, (by) => ({ p: only(point.t, by) })),
  'importance-falls': (loss, point, step) => {
    const { n } = point.at.anchors[point.a] as Anchor;
    if (n.length < 2) return NOTHING;
    const [nearest, farthest] = [n.indexOf(Math.min(...n)), n.indexOf(Math.max(...n))];
    // α is minus the slope.
    const [near, far] = [nearest, farthest].map((j) => along(loss, point, step, (by) => ({ n: only(j, by) }))) as [
      Found,
      Found,
    ];
    if (near === NOTHING || far === NOTHING) return NOTHING;
    return { value: far.value - near.value, scale: near.scale + far.scale };
  },
  balanced: (loss, point, step) => {
    const { value, scale } = along(loss, point, step, (by) => ({ p: () => by, n: () => by }));
    return { value: -Math.abs(value), scale };
  },
  convex: (loss, { at }, step) => {
    const fits = (x: number): number => (Math.abs(x - 1) <= 1 - Math.abs(step) ? 1 : 0);
    const to = (by: number): Batch =>
      moved(at, 'all', {
        p: (t, x) => by * fits(x) * (t % 2 === 0 ? 0.5 : -1),
        n: (j, x) => by * fits(x) * (j % 2 === 0 ? 1 : -0.5),
      });
    const [a, b, middle] = [loss.value(to(step)), loss.value(to(-step)), loss.value(at)];
    return { value: a + b - 2 * middle, scale: Math.abs(a) + Math.abs(b) + Math.abs(middle) + 1 };
  },
};

/** Steps of two sizes: where an order of slopes is asked for, only small ones show them. */
const STEPS = [1e-4, -1e-4, 0.05, -0.05];

/** Points of one anchor, or of several where the loss sums over them. */
function pointsOf(random: RandomStream, isOfBatch: boolean): Point[] {
  return Array.from({ length: 60 }, () => {
    const [least, most] = random.pick([
      [0, 2],
      [0.25, 1.5],
    ] as const);
    const places = [least, 0.25, 0.3, 0.5, 1, 1.5, most];
    const place = (): number => (random.chance(0.4) ? random.pick(places) : random.between(least, most));
    const shapes = Array.from({ length: isOfBatch ? random.whole(1, 3) : 1 }, () => ({
      view: isOfBatch ? random.whole(0, 1) : 0,
      positives: random.pick([1, 1, 1, 2, 3]),
      negatives: random.pick(isOfBatch ? [1, 2, 3, 5] : [1, 2, 2, 3, 6, 20]),
    }));
    const samples = isOfBatch ? random.whole(2, 6) : 2;
    const batch = (): Batch => ({
      samples,
      anchors: shapes.map(({ view, positives, negatives }) => ({
        view,
        p: Array.from({ length: positives }, place),
        n: Array.from({ length: negatives }, place),
      })),
    });
    const at = batch();
    const a = random.whole(0, shapes.length - 1);
    const { p, n } = at.anchors[a] as Anchor;
    const before = random.chance(0.5) ? at : batch();
    return { at, before, a, t: random.whole(0, p.length - 1), j: random.whole(0, n.length - 1) };
  });
}

/** Lists what is said for certain and is not so. */
export function contradictions(loss: RandomLoss, { statements }: DistanceAnalysis, seed: number): Contradiction[] {
  const found: Contradiction[] = [];
  const points = pointsOf(new RandomStream(seed, 1), loss.isOfBatch);
  for (const { id, outcome, evidence, witness } of statements) {
    if (evidence.grade === 'sampled') continue;
    if (outcome === 'fails') {
      if (isWitness(loss, id, witness)) continue;
      found.push({ id, said: outcome, grade: evidence.grade, why: `not at ${JSON.stringify(witness?.at)}` });
      continue;
    }
    const tried = TRIED[id] as Tried;
    // An order of slopes is only seen to within the step times the curvature.
    const [steps, doubt] = id === 'importance-falls' ? [STEPS.slice(0, 2), 1e-6] : [STEPS, 1e-11];
    const least = { value: 0, at: '' };
    for (const point of points) {
      for (const step of steps) {
        const { value, scale } = tried(loss, point, step);
        if (value < -doubt * scale && value < least.value) Object.assign(least, { value, at: JSON.stringify(point) });
      }
    }
    if (least.value < 0) found.push({ id, said: outcome, grade: evidence.grade, why: `${least.value} at ${least.at}` });
  }
  return found;
}
