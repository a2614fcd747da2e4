/**
 * The parser and the nodes of mathjs, the one place where they are asked for: on first use, since they take longer to load
 * than most commands take to run. Formulae are of numbers: matrices, units, fractions and big numbers are left out.
 */
import { loadMathJs } from '#load-mathjs';
import type { MathJs } from './load-mathjs-browser.js';

let loaded: MathJs | undefined;

/** No formula is ever evaluated by mathjs. */
export function mathjs(): MathJs {
  loaded ??= loadMathJs();
  return loaded;
}
