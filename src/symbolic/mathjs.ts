/**
 * mathjs, the one place where it is loaded: on first use, since it takes longer to load than most commands take to run.
 * `mathjs/number` leaves out matrices, units, fractions and big numbers; formulae have none.
 */
import { createRequire } from 'node:module';
import type * as MathJsModule from 'mathjs';

type MathJs = typeof MathJsModule;

let loaded: MathJs | undefined;

/** The nodes and the parser. No formula is ever evaluated by mathjs. */
export function mathjs(): Pick<MathJs, 'parse' | 'ConstantNode' | 'SymbolNode' | 'OperatorNode' | 'FunctionNode'> {
  loaded ??= createRequire(import.meta.url)('mathjs/number') as MathJs;
  return loaded;
}
