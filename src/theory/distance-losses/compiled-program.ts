/** A loss of distances with values of its parameters, as steps; sums of exponentials are carried as their logarithms. */
import { call, substitute, symbol, type Expression } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { compileFormula } from '../formula/compile-formula.js';
import { logLineOf, straightLineOf, type StraightLine, type Symbols, type Values } from '../formula/straight-line.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { COUNTS, LEVEL, NEGATIVE, POSITIVE, type DistanceProgram, type Part, type Range } from './distance-program.js';

/** A part as steps, under the name that those after it use; `isLog` where it stands for the logarithm of what it was. */
type CompiledPart = { readonly name: string; readonly line: StraightLine<string> } & (
  | { readonly kind: 'sum'; readonly over: Range; readonly isLog: boolean }
  | { readonly kind: 'held' }
  | { readonly kind: 'average'; readonly rate: number; readonly isLog: boolean }
  | { readonly kind: 'level' }
);

/** A loss of distances as steps. */
export interface CompiledProgram {
  readonly parts: readonly CompiledPart[];
  readonly anchor: StraightLine<string>;
}

/**
 * Compiles a loss for values of its parameters.
 *
 * @param named parameters that keep their names, as variables do; their values tell their signs
 * @throws InvalidInput when a parameter has no value, or an average a rate outside [0, 1]
 */
export function compiledProgram(
  { parts, anchor }: DistanceProgram,
  values: Values,
  named: readonly string[] = [],
): CompiledProgram {
  const variables = new Set<string>([POSITIVE, NEGATIVE, ...COUNTS, LEVEL, ...named]);
  const positive = new Set<string>([...COUNTS, ...named.filter((name) => (values[name] ?? 0) > 0)]);
  const constants = Object.fromEntries(named.map((name) => [name, values[name] ?? Number.NaN]));
  const symbols: Symbols = { variables, positive, values, constants };
  /** Parts of which the logarithm is there in place of their value. */
  const asLogs = new Map<string, Expression>();
  const withLogs = (formula: Formula): Formula => {
    let { expression } = formula;
    for (const [name, log] of asLogs) if (formula.symbols.has(name)) expression = substitute(expression, name, log);
    return formulaOf(expression);
  };
  const compiledPart = (part: Part): CompiledPart => {
    const of = withLogs(part.of);
    const log = part.kind === 'level' ? undefined : logLineOf(of, symbols);
    const line = log ?? straightLineOf(of, symbols);
    const name = log === undefined ? part.name : `log ${part.name}`;
    if (log !== undefined) asLogs.set(part.name, call('exp', symbol(name)));
    variables.add(name);
    switch (part.kind) {
      case 'sum':
        return { kind: 'sum', over: part.over, isLog: log !== undefined, name, line };
      case 'held':
      case 'level':
        return { kind: part.kind, name, line };
      case 'average':
        return { kind: 'average', rate: rateOf(part.rate, values), isLog: log !== undefined, name, line };
    }
  };
  const compiledParts = parts.map(compiledPart);
  return { parts: compiledParts, anchor: straightLineOf(withLogs(anchor), symbols) };
}

function rateOf(rate: Formula, values: Values): number {
  const value = compileFormula(rate, values)(0);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidInput(`the rate of an average is ${rate.text} = ${value}: it must be from 0 to 1`);
}
