/** Conditions and changes in words, the same in a terminal and on a page. */
import { PROGRAM } from '../../base/program-name.js';
import { shellWord } from '../../base/shell-word.js';
import type { Interval } from '../../theory/algebra/interval.js';
import type { Change } from '../../theory/analysis/changes.js';
import type { Condition } from '../../theory/analysis/conditions.js';
import { shortClaim } from './property-words.js';

/** Writes conditions, those with one range together: `for every p from 1 to 1e6: F is convex; not at p = 0.99`. */
export function conditionWords(conditions: readonly Condition[]): string[] {
  const groups = new Map<string, Condition[]>();
  for (const condition of conditions) {
    const { parameter, holds, fails } = condition;
    const key = JSON.stringify([parameter, holds, fails]);
    groups.set(key, [...(groups.get(key) ?? []), condition]);
  }
  return [...groups.values()].map((group) => {
    const [{ parameter, holds, fails } = group[0] as Condition] = group;
    const claims = listed(group.map(({ id }) => shortClaim(id)));
    const not = fails === undefined ? '' : `; not at ${parameter} = ${numberWords(fails)}`;
    return `${rangeWords(parameter, holds)}: ${claims}${not}`;
  });
}

function listed(claims: readonly string[]): string {
  const last = claims.at(-1) ?? '';
  return claims.length < 2 ? last : `${claims.slice(0, -1).join(', ')} and ${last}`;
}

function rangeWords(parameter: string, { lower, upper }: Interval): string {
  return lower === upper
    ? `at ${parameter} = ${numberWords(lower)}`
    : `for every ${parameter} from ${numberWords(lower)} to ${numberWords(upper)}`;
}

function numberWords(x: number): string {
  return Math.abs(x) >= 1e5 || (x !== 0 && Math.abs(x) < 1e-4) ? x.toExponential().replace('e+', 'e') : String(x);
}

/** Writes a change with what it proves: `softplus(x) in place of max(0, x): then ψ has no corner`. */
export function changeWords({ words, proves }: Change<object>): string {
  const claims = proves.filter((id) => id !== 'min-player').map(shortClaim);
  return `${words}: then ${listed(claims)}`;
}

/** Writes the command that analyses the changed loss. */
export function changeCommand({ formulae }: Change<object>): string {
  const {
    parameters = {},
    sums = {},
    ...texts
  } = formulae as Readonly<Record<string, unknown>> & {
    readonly parameters?: Readonly<Record<string, number | Interval>>;
    readonly sums?: Readonly<Record<string, string>>;
  };
  const values = Object.entries(parameters).map(
    ([name, value]) => `${name}=${typeof value === 'number' ? value : `${value.lower}..${value.upper}`}`,
  );
  return [
    `${PROGRAM} analyse`,
    ...['phi', 'psi', 'anchor'].flatMap((name) =>
      typeof texts[name] === 'string' ? [`--${name} ${shellWord(texts[name])}`] : [],
    ),
    ...Object.entries(sums).map(([name, formula]) => `--sum ${shellWord(`${name}=${formula}`)}`),
    ...(values.length === 0 ? [] : [`--set ${shellWord(values.join(','))}`]),
  ].join(' ');
}
