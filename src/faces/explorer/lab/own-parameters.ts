/** Parameters of formulae that a reader types: every name that may be a parameter gets a slider. */
import { InvalidInput } from '../../../base/invalid-input.js';
import { DISTANCE_FUNCTIONS } from '../../../theory/distance-losses/distance-program.js';
import { requireParameterName } from '../../../theory/formula/parse-formula.js';
import { tokensOf, type Token } from '../../../theory/formula/tokens.js';
import type { Values } from './chosen.js';

/** Initial values, the same as in `alpha-cl analyse`. */
const USUAL: Values = { tau: 0.5, eps: 1 };

/**
 * Returns the values of the names that may be parameters: the earlier value, or else the initial one. While a text cannot be
 * read, all earlier parameters stay; its fault is reported by the parser.
 *
 * @param variables names that are no parameters
 */
export function ownParameters(texts: readonly string[], before: Values, variables: readonly string[]): Values {
  const found = texts.flatMap((text) => namesIn(text) ?? Object.keys(before));
  const names = new Set(found.filter((name) => !variables.includes(name)));
  const valueOf = (name: string): number => valueIn(before, name) ?? valueIn(USUAL, name) ?? 1;
  return Object.fromEntries([...names].map((name) => [name, valueOf(name)]));
}

function valueIn(values: Values, name: string): number | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

const FUNCTIONS: ReadonlySet<string> = new Set(DISTANCE_FUNCTIONS);

function namesIn(text: string): string[] | undefined {
  let tokens: readonly Token[];
  try {
    tokens = tokensOf(text, '', FUNCTIONS);
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
  return tokens
    .filter(({ kind }, k) => kind === 'name' && tokens[k + 1]?.kind !== 'open')
    .map((token) => token.text)
    .filter(mayNameParameter);
}

function mayNameParameter(name: string): boolean {
  try {
    requireParameterName(name);
    return true;
  } catch (error) {
    if (error instanceof InvalidInput) return false;
    throw error;
  }
}
