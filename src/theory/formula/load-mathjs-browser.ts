/** mathjs in a browser, of which a bundler takes along the parser alone. */
import type * as MathJsModule from 'mathjs';
import { create, parseDependencies } from 'mathjs/number';

export type MathJs = Pick<
  typeof MathJsModule,
  'parse' | 'ConstantNode' | 'SymbolNode' | 'OperatorNode' | 'FunctionNode'
>;

export function loadMathJs(): MathJs {
  return create({ ...parseDependencies });
}
