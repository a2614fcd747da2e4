/**
 * Loads mathjs in Node.js, when it is called and no sooner; `load-mathjs-browser.ts` stands in for this file where there is
 * no Node.js. `imports` in package.json chooses between the two.
 *
 * `mathjs/number` gives the same, but loads every function of mathjs and takes twice as long. Its files below are no
 * documented entries; package.json pins the version that has them.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as MathJsModule from 'mathjs';
import type { MathJs } from './load-mathjs-browser.js';

export function loadMathJs(): MathJs {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('mathjs/number'));
  const { create } = require(path.join(folder, 'core/create.js')) as Pick<typeof MathJsModule, 'create'>;
  const { parseDependencies } = require(
    path.join(folder, 'entry/dependenciesNumber/dependenciesParse.generated.js'),
  ) as { readonly parseDependencies: MathJsModule.FactoryFunctionMap };
  return create(parseDependencies);
}
