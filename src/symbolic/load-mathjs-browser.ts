/** mathjs in a browser, of which a bundler takes along the parser alone. */
import { create, parseDependencies } from 'mathjs/number';
import type { MathJs } from './load-mathjs.js';

export function loadMathJs(): MathJs {
  return create({ ...parseDependencies });
}
