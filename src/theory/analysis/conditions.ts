/**
 * Finds conditions on a parameter of a loss: the values for which a property is proven, all of them at once, and one next to them at
 * which it is refuted. One parameter is moved at a time, the others stay as given.
 */
import type { Interval } from '../algebra/interval.js';
import { isProven, type Statement } from './statement.js';

/** The values of one parameter for which a property holds. */
export interface Condition {
  /** The id of the statement. */
  readonly id: string;
  readonly parameter: string;
  /** The statement is proven for every value of this range. */
  readonly holds: Interval;
  /** The statement is refuted at this value, the nearest to the range that was found. */
  readonly fails?: number;
}

/** Decides a statement with some values and ranges in place of the given ones; undefined where the loss cannot be analysed there. */
type Decide = (id: string, parameters: Readonly<Record<string, number | Interval>>) => Statement | undefined;

/** The limits of a search for conditions. */
export interface SearchLimits {
  /** The values that parameters may have at all, where that is known. */
  readonly allowed?: Readonly<Record<string, Interval>>;
  /** Tells if the search is to stop; what was found until then is returned. */
  readonly isOver: () => boolean;
}

/** A search for conditions. */
interface ConditionSearch extends SearchLimits {
  readonly parameters: Readonly<Record<string, number | Interval>>;
  /** The statements of the loss as it is given. */
  readonly statements: readonly Statement[];
  /** The ids of the statements that are searched. */
  readonly ids: readonly string[];
  readonly decide: Decide;
}

/** Searches conditions on each parameter that has one value: ranges as a whole first, then edges, those of what fails before others. */
export function searchConditions(given: ConditionSearch): Condition[] {
  const found: Condition[] = [];
  for (const step of ['whole', 'edge'] as const) {
    for (const { id, parameter, search } of questionsOf(given)) {
      if (given.isOver()) return found;
      if (found.some((one) => one.id === id && one.parameter === parameter)) continue;
      const range = search[step]();
      if (range !== undefined) found.push({ id, parameter, ...range });
    }
  }
  return found;
}

/** Lists what may be asked, failing statements first; samples alone are no ground for a search. */
function questionsOf({ parameters, allowed = {}, statements, ids, decide, isOver }: ConditionSearch): {
  readonly id: string;
  readonly parameter: string;
  readonly search: OneParameter;
}[] {
  const decided = ids
    .map((id) => statements.find((statement) => statement.id === id))
    .filter((statement) => statement !== undefined && (statement.outcome === 'fails' || isProven(statement)))
    .filter((statement) => statement !== undefined);
  const failing = decided.filter(({ outcome }) => outcome === 'fails');
  return [...failing, ...decided.filter(({ outcome }) => outcome !== 'fails')].flatMap((statement) =>
    Object.entries(parameters).flatMap(([parameter, value]) => {
      // What is proven for every value is said by its domain.
      if (typeof value !== 'number' || coversAll(statement, parameter)) return [];
      const { id } = statement;
      const ask = (at: number | Interval): Statement | undefined => decide(id, { ...parameters, [parameter]: at });
      const range = allowed[parameter] ?? { lower: value > 0 ? LEAST : -MOST, upper: MOST };
      return [{ id, parameter, search: new OneParameter({ ask, isOver, value, given: statement, range }) }];
    }),
  );
}

function coversAll({ outcome, evidence }: Statement, parameter: string): boolean {
  return outcome === 'holds' && new RegExp(String.raw`(?<!\w)${parameter} (> 0|≥ 0)`).test(evidence.domain);
}

type Range = Pick<Condition, 'holds' | 'fails'>;

/** Factors of a positive value, and steps from another, that are tried. */
const FACTORS = [0.01, 0.1, 0.5, 1, 2, 10, 100];
const STEPS = [-100, -10, -1, 0, 1, 10, 100];
/** Ends of the ranges that are tried as a whole. */
const [LEAST, MOST] = [1e-6, 1e6];
/** Values are rounded to this many digits, and neighbours of as many digits end a bisection. */
const DIGITS = 2;

/** The start of a search over one parameter. */
interface Start {
  readonly ask: (at: number | Interval) => Statement | undefined;
  readonly isOver: () => boolean;
  readonly value: number;
  readonly given: Statement;
  /** The values that it may have. */
  readonly range: Interval;
}

class OneParameter {
  readonly #known = new Map<number, 'holds' | 'fails' | 'unknown'>();

  constructor(private readonly start: Start) {
    const { value, given } = start;
    this.#known.set(value, given.outcome === 'fails' ? 'fails' : 'holds');
  }

  /** Tries all values at once. */
  whole(): Range | undefined {
    const { given, range } = this.start;
    return given.outcome === 'holds' && this.#holdsOver(range) ? { holds: range } : undefined;
  }

  /** Looks for the run of values nearest to the given one for which it holds, and for its edge. */
  edge(): Range | undefined {
    const { value, range } = this.start;
    const places = this.#places();
    const outcomes = places.map((at) => this.#at(at));
    const here = places.indexOf(value);
    const [nearest] = places
      .map((_, k) => k)
      .filter((k) => outcomes[k] === 'holds')
      .toSorted((a, b) => Math.abs(a - here) - Math.abs(b - here));
    if (nearest === undefined) return undefined;
    let [first, last] = [nearest, nearest];
    while (outcomes[first - 1] === 'holds') first--;
    while (outcomes[last + 1] === 'holds') last++;
    const below = this.#edge(places[first] as number, places[first - 1]);
    const above = this.#edge(places[last] as number, places[last + 1]);
    const fails = [below.fails, above.fails]
      .filter((at) => at !== undefined)
      .toSorted((a, b) => Math.abs(a - value) - Math.abs(b - value))[0];
    if (fails === undefined) return undefined;
    const tried = { lower: below.holds, upper: above.holds };
    const widest = {
      lower: first === 0 ? range.lower : tried.lower,
      upper: last === places.length - 1 ? range.upper : tried.upper,
    };
    const holds = [widest, tried].find((one) => !this.start.isOver() && this.#holdsOver(one));
    return holds && { holds, fails };
  }

  #places(): number[] {
    const { value, range } = this.start;
    const grid =
      value > 0 ? FACTORS.map((factor) => rounded(factor * value)) : STEPS.map((step) => rounded(value + step));
    const inside = grid.filter((at) => range.lower <= at && at <= range.upper);
    return [...new Set([...inside, value])].toSorted((a, b) => a - b);
  }

  /** Bisects between a place where it holds and the next, where it does not. */
  #edge(holds: number, beyond: number | undefined): { readonly holds: number; readonly fails?: number } {
    if (beyond === undefined) return { holds };
    let [inside, outside] = [holds, beyond];
    for (let k = 0; k < MOST_HALVINGS; k++) {
      const middle = rounded(inside > 0 && outside > 0 ? Math.sqrt(inside * outside) : (inside + outside) / 2);
      if (middle === inside || middle === outside || this.start.isOver()) break;
      if (this.#at(middle) === 'holds') inside = middle;
      else outside = middle;
    }
    return { holds: inside, ...(this.#at(outside) === 'fails' && { fails: outside }) };
  }

  #holdsOver(range: Interval): boolean {
    const statement = this.start.ask(range.lower === range.upper ? range.lower : range);
    return statement !== undefined && isProven(statement);
  }

  #at(value: number): 'holds' | 'fails' | 'unknown' {
    let known = this.#known.get(value);
    if (known === undefined) {
      const statement = this.start.isOver() ? undefined : this.start.ask(value);
      known =
        statement?.outcome === 'fails' ? 'fails' : statement !== undefined && isProven(statement) ? 'holds' : 'unknown';
      this.#known.set(value, known);
    }
    return known;
  }
}

const MOST_HALVINGS = 9;

function rounded(x: number): number {
  return Number(x.toPrecision(DIGITS));
}
