/**
 * Finds the named losses that a loss tends to, or is the limit of, as one parameter goes to an end: sampled.
 *
 * For anchors with n margins, F of one loss tends to λₙF + μₙ of the other; a factor and a constant that depend on n alone
 * change no direction of a gradient. λₙ and μₙ are fitted at each value of the parameter; the limit is recognised by a residual
 * that falls with every step towards it.
 */
import { lossEntry, lossNames, namedFormulae } from '../losses/named-losses.js';
import { anchorFunction, probe } from './anchor-function.js';
import { lossExpressions, middleOf, type LossExpressions } from './loss-expressions.js';
import { rememberedFor } from './remembered.js';

/** A named loss that is the limit of this one, or of which this one is the limit. */
export interface LimitRelation {
  /** `tends-to`: this loss goes to the named one; `limit-of`: the named one goes to this. */
  readonly kind: 'tends-to' | 'limit-of';
  readonly name: string;
  readonly title: string;
  /** The named loss's parameters by symbol, without the one that moves where the named loss is what moves. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly parameter: string;
  readonly towards: '0' | '∞';
  readonly grade: 'sampled';
}

/**
 * Parameter values towards each end: near enough that exp(x/τ) is finite and the difference of two large values of F keeps
 * digits.
 */
const SEQUENCES: Readonly<Record<'0' | '∞', readonly number[]>> = {
  '0': [0.1, 0.03, 0.01],
  '∞': [1e1, 1e2, 1e3],
};
const ENDS = ['0', '∞'] as const;

/** Largest residual that counts as rounding: the two are equal. */
const EQUAL = 1e-9;
/** Largest residual at the last value, relative to the target's spread, and the factor by which each step must shrink it. */
const LAST = 0.02;
const SHRINKS = 0.5;

/** Lists the limits between a loss and the named ones, with one choice of parameters for each name, kind, parameter and end. */
export function limitRelations(loss: LossExpressions): LimitRelation[] {
  return lossNames().flatMap((name) => {
    const found = choices(name, loss).flatMap((values) => {
      const named = lossExpressions(lossEntry(name), values);
      return [...relationsOf('tends-to', name, loss, named), ...relationsOf('limit-of', name, named, loss)];
    });
    const keyOf = ({ kind, parameter, towards }: LimitRelation): string => `${kind} ${parameter} ${towards}`;
    return found.filter((one, k) => found.findIndex((other) => keyOf(other) === keyOf(one)) === k);
  });
}

/** Lists the parameters, and their ends, at which `moving` tends to `target`. */
function relationsOf(
  kind: LimitRelation['kind'],
  name: string,
  moving: LossExpressions,
  target: LossExpressions,
): LimitRelation[] {
  const { title } = lossEntry(name);
  const parameters = middleOf(kind === 'tends-to' ? target : moving);
  return Object.keys(moving.parameters).flatMap((parameter) =>
    ENDS.filter((towards) => goesTo(moving, target, parameter, towards)).map((towards) => {
      const { [parameter]: moved, ...others } = parameters;
      const kept = kind === 'tends-to' || moved === undefined ? parameters : others;
      return { kind, name, title, parameters: kept, parameter, towards, grade: 'sampled' as const };
    }),
  );
}

function goesTo(moving: LossExpressions, target: LossExpressions, parameter: string, towards: '0' | '∞'): boolean {
  return SIZES.every((size) => {
    const goal = onProbes(target, { size });
    const rests: number[] = [];
    for (const value of SEQUENCES[towards]) {
      const rest = restOf(onProbes(moving, { size, moved: { parameter, value } }), goal);
      const before = rests.at(-1);
      // What is equal from the start has no need of a limit.
      const goesOn = before === undefined ? rest > EQUAL : rest <= Math.max(EQUAL, SHRINKS * before);
      if (!goesOn) return false;
      rests.push(rest);
    }
    return (rests.at(-1) as number) < LAST;
  });
}

interface Probing {
  readonly size: number;
  readonly moved?: { readonly parameter: string; readonly value: number };
}

/** Evaluates F at ten anchors of one size, with one parameter moved to a value. */
const onProbes = rememberedFor(
  (loss: LossExpressions, { size, moved }: Probing): number[] => {
    const range = moved && { lower: moved.value, upper: moved.value };
    const at = moved && range ? { ...loss, parameters: { ...loss.parameters, [moved.parameter]: range } } : loss;
    const valueOf = anchorFunction(at);
    return Array.from({ length: 10 }, (_, k) => valueOf(probe(k, size)));
  },
  ({ size, moved }) => `${size} ${moved?.parameter} ${moved?.value}`,
);

/** Numbers of negatives at which the limit is tried. */
const SIZES = [3, 5];

/**
 * Returns the largest residual of the goal that a least-squares factor > 0 and constant of the values leave, relative to the
 * goal's spread; NaN where there is no such factor.
 */
function restOf(values: readonly number[], goal: readonly number[]): number {
  const n = goal.length;
  const [meanOfValues, meanOfGoal] = [values, goal].map((all) => all.reduce((a, b) => a + b, 0) / n) as [
    number,
    number,
  ];
  let [cross, square] = [0, 0];
  goal.forEach((value, k) => {
    const apart = (values[k] as number) - meanOfValues;
    cross += apart * (value - meanOfGoal);
    square += apart * apart;
  });
  const factor = cross / square;
  if (!(factor > 0) || !Number.isFinite(factor)) return Number.NaN;
  const spread = Math.max(...goal) - Math.min(...goal);
  const rests = goal.map((value, k) => Math.abs(value - meanOfGoal - factor * ((values[k] as number) - meanOfValues)));
  return Math.max(...rests) / spread;
}

/** Lists values for the named loss's symbols: this loss's own of the same name, or the default and 1. */
function choices(name: string, loss: LossExpressions): Record<string, number>[] {
  const own = middleOf(loss);
  return Object.entries(namedFormulae(name).parameters).reduce<Record<string, number>[]>(
    (so, [symbol, usual]) => {
      const mine = own[symbol];
      const values = mine === undefined ? [...new Set([usual, 1])] : [mine];
      return so.flatMap((chosen) => values.map((value) => ({ ...chosen, [symbol]: value })));
    },
    [{}],
  );
}
