/** Behaviour of −L around an assignment, by evaluating it. */
import { taylorSlope } from '../../src/claims/taylor-slope.js';
import { tangential } from '../../src/theory/landscape/two-layer-ascent.js';
import { add, generate, map, type Matrix } from '../../src/theory/algebra/matrix.js';
import { unitNorm } from '../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { ascended, rowsOf, termsOf, type DynamicAssignment } from './dynamic-importance-instance.js';

/** Longest step of the slope tests. Margins move by about 3e-2 at most. */
const LONGEST_STEP = 1e-4;
/** Into open gates: the first order is 1e-9 of the terms of L at least, a thousand times what the second is. */
const OPEN_STEP = 1e-7;
/** Into closed gates −L changes by ½G t², 5e-11 of the terms of L at least: far above rounding. */
const CLOSED_STEP = 1e-3;
const DIRECTIONS = 4;
/** Gates of an instance whose slope is tested; which ones is up to its seed. */
const SLOPES = 1;
/** Rounding of the terms of L, in units of ε: a change below this is none. */
const ROUNDING = 64;

interface Gate {
  readonly k: number;
  readonly l: number;
}

/** The pairs (k, l) with l ≠ m(k). */
function gatesOf({ assignment, x }: DynamicAssignment): Gate[] {
  return assignment.flatMap((m, k) =>
    Array.from({ length: x.columns }, (_, l) => ({ k, l })).filter(({ l }) => l !== m),
  );
}

/** Shortfall from 2 of the slopes of the Taylor remainders of −L, into open gates and into closed ones. */
export function gateShortfalls(
  point: DynamicAssignment,
  pull: Matrix,
): { readonly open: number; readonly closed: number } {
  const first = rowsOf(point);
  const terms = termsOf(point);
  const gates = gatesOf(point);
  const tried = gates.filter((_, n) => (n + point.seed) % Math.ceil(gates.length / SLOPES) === 0);
  const short = (value: (t: number) => number, derivative: number): number => {
    // The constant tells the slope test how far below the terms of L its rounding stands.
    const { slope } = taylorSlope((t) => terms + value(t), derivative, LONGEST_STEP);
    return Number.isNaN(slope) ? slope : Math.max(0, 2 - slope);
  };
  const entry = (k: number, l: number): number => pull.data[k * pull.columns + l] as number;
  const moved = ({ k, l }: Gate, t: number): number => ascended(point, add(first, unit(first, k, l), t));
  return {
    open: Math.max(...tried.map((gate) => short((t) => moved(gate, t), entry(gate.k, gate.l)))),
    // In u = t² the shrinking row is of first order.
    closed: Math.max(
      ...tried.map((gate) =>
        short((u) => moved(gate, -Math.sqrt(u)), -entry(gate.k, point.assignment[gate.k] as number) / 2),
      ),
    ),
  };
}

/** Tells whether −L rises, and whether it falls, in any of a few directions around the assignment. */
export function changesAround(point: DynamicAssignment): { readonly rises: boolean; readonly falls: boolean } {
  const first = rowsOf(point);
  const random = randomStream(point.seed, 'directions');
  const origin = ascended(point, first);
  const least = ROUNDING * Number.EPSILON * termsOf(point);
  const singles = gatesOf(point).map(({ k, l }) => unit(first, k, l));
  const mixed = Array.from({ length: DIRECTIONS }, () =>
    unitNorm(tangential(normalMatrix(random, first.rows, first.columns), first, 'row')),
  );
  // A direction that opens no gate by a fair part shows at the closed step only.
  const opening = mixed.filter((direction) => Math.max(...direction.data) > 0.1);
  const changes = [
    ...[...singles, ...opening].map((direction) => ascended(point, add(first, direction, OPEN_STEP)) - origin),
    ...[...singles, ...mixed.map((direction) => map(direction, Math.abs))].map(
      (direction) => ascended(point, add(first, direction, -CLOSED_STEP)) - origin,
    ),
  ];
  return { rises: changes.some((change) => change > least), falls: changes.every((change) => change < -least) };
}

/** One neuron k towards one component l. */
function unit(first: Matrix, k: number, l: number): Matrix {
  return generate(first.rows, first.columns, (i, j) => (i === k && j === l ? 1 : 0));
}
