/** The package's own imports, which lead to dist, as the sources that are mutated. */
import path from 'node:path';

const formula = path.resolve(import.meta.dirname, '../../src/theory/formula');

export const SOURCE_IMPORTS = {
  '#line-function': path.join(formula, 'generated-line.ts'),
  '#load-mathjs': path.join(formula, 'load-mathjs.ts'),
};
