/**
 * The parser and the nodes of mathjs, the one place where they are loaded: on first use, since they take longer to load than
 * most commands take to run. Formulae are of numbers: matrices, units, fractions and big numbers are left out.
 *
 * `mathjs/number` gives the same, but loads every function of mathjs and takes twice as long. Its files below are no
 * documented entries; package.json pins the version that has them.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as MathJsModule from 'mathjs';

type MathJs = Pick<typeof MathJsModule, 'parse' | 'ConstantNode' | 'SymbolNode' | 'OperatorNode' | 'FunctionNode'>;

let loaded: MathJs | undefined;

/** No formula is ever evaluated by mathjs. */
export function mathjs(): MathJs {
  loaded ??= load();
  return loaded;
}

function load(): MathJs {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('mathjs/number'));
  const { create } = require(path.join(folder, 'core/create.js')) as Pick<typeof MathJsModule, 'create'>;
  const { parseDependencies } = require(
    path.join(folder, 'entry/dependenciesNumber/dependenciesParse.generated.js'),
  ) as { readonly parseDependencies: MathJsModule.FactoryFunctionMap };
  // Classes of nodes are made with the parser; the types list functions alone.
  return create(parseDependencies) as unknown as MathJs;
}
