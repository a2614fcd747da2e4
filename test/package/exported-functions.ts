/** Lists the functions that the package exports, by the compiler's own reading of the entries. */
import path from 'node:path';
import ts from 'typescript';
import { MANIFEST, ROOT } from './packed.js';

/** Types that a person does not write but is given: a loss is made by functions that are tried themselves. */
const MADE: ReadonlySet<string> = new Set(['Loss']);

/** A name that an entry exports: a function, a class or a value, but no type. */
export interface ExportedValue {
  /** The entry without `./`: `losses`, and `.` for the root. */
  readonly entry: string;
  readonly name: string;
  readonly symbol: ts.Symbol;
  /** No signatures: not a function. */
  readonly signatures: readonly ts.Signature[];
}

/** Lists all values of all entries, in their order, with the checker that knows them. */
export function exportedValues(): { readonly values: readonly ExportedValue[]; readonly checker: ts.TypeChecker } {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    readonly config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  // What `alpha-cl` itself has is in the other entries too.
  const entries = Object.entries(MANIFEST.exports).filter(([entry]) => entry !== '.' && entry !== './package.json');
  const fileOf = (built: string): string => path.join(ROOT, built.replace('./dist/', '').replace(/\.js$/, '.ts'));
  const program = ts.createProgram(
    entries.map(([, built]) => fileOf(built)),
    options,
  );
  const checker = program.getTypeChecker();
  const values = entries.flatMap(([entry, built]) => {
    const file = program.getSourceFile(fileOf(built));
    const module = file && checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${entry} is no module`);
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      if ((symbol.flags & ts.SymbolFlags.Value) === 0) return [];
      const signatures = checker.getTypeOfSymbol(symbol).getCallSignatures();
      return [{ entry: entry.replace('./', ''), name: exported.name, symbol, signatures }];
    });
  });
  return { values, checker };
}

/**
 * Functions with a parameter that is an object with optional properties, or whose type is called options: `losses/viewBatchLoss`.
 */
export function functionsWithOptions(): string[] {
  const { values, checker } = exportedValues();
  return values.flatMap(({ entry, name, signatures }) => {
    const parameters = signatures.flatMap((signature) => signature.parameters);
    const takes = parameters.some((parameter) => areOptions(checker, checker.getTypeOfSymbol(parameter)));
    return takes ? [`${entry}/${name}`] : [];
  });
}

function areOptions(checker: ts.TypeChecker, given: ts.Type): boolean {
  const type = checker.getNonNullableType(given);
  const name = type.aliasSymbol?.name ?? type.symbol?.name ?? '';
  const parts = type.isUnion() ? type.types : [type];
  if (MADE.has(name)) return false;
  return parts.some((part) => {
    const isObject = (part.flags & ts.TypeFlags.Object) !== 0 && part.getCallSignatures().length === 0;
    if (!isObject || checker.isArrayLikeType(part)) return false;
    return name.endsWith('Options') || part.getProperties().some((property) => isOptionalAndOurs(property));
  });
}

function isOptionalAndOurs(property: ts.Symbol): boolean {
  if ((property.flags & ts.SymbolFlags.Optional) === 0) return false;
  return (property.declarations ?? []).some((one) => !one.getSourceFile().fileName.includes('/node_modules/'));
}
