/**
 * Counts how easily a stranger finds the way: `npm run house [-- FOLDER]`, of this checkout or of another.
 *
 * An export's users are the files of the tree that name it in an import, one that passes it on left out. A type names a loss where
 * it is exported and Loss, Objective, Formulae or Contrast is part of its name.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { importsOf, sourceFiles } from './import-graph.js';

const TOPS = ['src', 'proofs-checks', 'experiments', 'bench', 'tools'];
const NAMES_A_LOSS = /Loss|Objective|Formulae|Contrast/;
const NO_SENTENCE = /\/\*\*\s*(?:\*\s*)?(?:What|Of|How|Where|Whether)\b/g;

/** A figure by what it counts. */
export type HouseFigures = Readonly<Record<string, number>>;

/** @param root folder of the repository */
export function houseFigures(root: string): HouseFigures {
  const files = TOPS.flatMap((top) => sourceFiles(path.join(root, top))).map((file) => read(file));
  const inSrc = files.filter(({ file }) => path.relative(root, file).startsWith(`src${path.sep}`));
  const places = inSrc.map(({ file }) => path.relative(path.join(root, 'src'), file).split(path.sep));
  const lengths = inSrc.map(({ text }) => text.split('\n').length - 1);
  const exported = inSrc.flatMap(exportsOf);
  const users = usersOf(files);
  const withOneUser = exported.filter(({ key }) => users.get(key)?.size === 1);
  const linter = JSON.parse(readFileSync(path.join(root, '.oxlintrc.json'), 'utf8')) as { overrides: unknown[] };
  return {
    'folders in src, not in each other': new Set(places.filter(({ length }) => length > 1).map(([top]) => top)).size,
    'pairs of these, one importing from the other': folderPairs(inSrc, path.join(root, 'src'), 1),
    'pairs of folders one level below, where there is one': folderPairs(inSrc, path.join(root, 'src'), 2),
    'loose files in src': places.filter(({ length }) => length === 1).length,
    'pairs of folders at any depth': folderPairs(inSrc, path.join(root, 'src'), Infinity),
    'lines of src': lengths.reduce((a, b) => a + b, 0),
    'lines of the longest file of src': Math.max(...lengths),
    'exports of src': exported.length,
    '% of them with one user': Math.round((1000 * withOneUser.length) / exported.length) / 10,
    'types that name a loss': exported.filter(({ name, isType }) => isType && NAMES_A_LOSS.test(name)).length,
    'override blocks of the linter': linter.overrides.length,
    'doc comments that begin What, Of, How, Where, Whether': files.reduce(
      (so, { text }) => so + (text.match(NO_SENTENCE) ?? []).length,
      0,
    ),
  };
}

interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly source: ts.SourceFile;
}

function read(file: string): SourceText {
  const text = readFileSync(file, 'utf8');
  return { file, text, source: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
}

interface Export {
  readonly key: string;
  readonly name: string;
  readonly isType: boolean;
}

/** Names that a file declares and exports; those that it only passes on are another file's. */
function exportsOf({ file, source }: SourceText): Export[] {
  return source.statements.flatMap((statement): Export[] => {
    const isExported = ts.canHaveModifiers(statement)
      ? ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      : false;
    if (isExported !== true) return [];
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    return declaredNames(statement).map((name) => ({ key: keyOf(file, name), name, isType }));
  });
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((one) => namesOfElement(one)),
    );
  }
  const { name } = statement as ts.DeclarationStatement;
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}

function namesOfElement(element: ts.ArrayBindingElement): string[] {
  return ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [];
}

/** Pairs of folders, those nested deeper counted with the one above; files that stand in `src` itself belong to none. */
function folderPairs(files: readonly SourceText[], src: string, depth: number): number {
  const folderOf = (file: string): string =>
    path.relative(src, path.dirname(file)).split(path.sep).slice(0, depth).join('/');
  const isIn = (folder: string): boolean => folder !== '' && !folder.startsWith('..') && folder !== 'entries';
  const pairs = files.flatMap(({ file, text }) => {
    const from = folderOf(file);
    if (!isIn(from)) return [];
    return importsOf(file, text)
      .map(folderOf)
      .filter(isIn)
      .filter((to) => to !== from)
      .map((to) => `${from} ${to}`);
  });
  return new Set(pairs).size;
}

/** Files that import each export, by its key. */
function usersOf(files: readonly SourceText[]): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const { file, source } of files) {
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const from = statement.moduleSpecifier.text;
      const bindings = statement.importClause?.namedBindings;
      if (!from.startsWith('.') || bindings === undefined || !ts.isNamedImports(bindings)) continue;
      const target = path.resolve(path.dirname(file), from).replace(/\.jsx?$/, '');
      for (const { name, propertyName } of bindings.elements) {
        const key = keyOf(target, (propertyName ?? name).text);
        users.set(key, (users.get(key) ?? new Set()).add(file));
      }
    }
  }
  return users;
}

function keyOf(file: string, name: string): string {
  return `${file.replace(/\.tsx?$/, '')} ${name}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
  for (const [what, figure] of Object.entries(houseFigures(root))) {
    process.stdout.write(`${figure.toLocaleString('en').padStart(8)}  ${what}\n`);
  }
}
