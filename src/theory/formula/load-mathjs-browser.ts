/** mathjs in a browser, of which a bundler takes along the parser alone. */
import type * as MathJsModule from 'mathjs';
import { create, parseDependencies } from 'mathjs/number';

/** The parser of mathjs; no formula is ever evaluated by it. */
export type MathJs = Pick<typeof MathJsModule, 'parse'>;

export function loadMathJs(): MathJs {
  return create({ ...parseDependencies });
}
