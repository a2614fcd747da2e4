/** What is public, read from the sources: the entries, and the words that each thing in them has. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { MANIFEST, ROOT } from './packed.js';

describe('the public entries', () => {
  it('are src/index.ts, the files of src/entries, and the catalogue', () => {
    const inSources = sources('src').filter((file) => /^src\/(index|entries\/[^/]+)\.ts$/.test(file));
    expect(indexFiles().toSorted()).toEqual([...inSources, 'proofs-checks/index.ts'].toSorted());
  });

  it('are for the outside: no file within imports one', () => {
    const entries = new Set(indexFiles().filter((file) => file.startsWith('src/')));
    const imports = ['src', 'proofs-checks', 'experiments', 'bench'].flatMap(sources).flatMap((file) =>
      modulesOf(file)
        .filter((module) => module.startsWith('.'))
        .map((module) => ({ file, imported: sourceOf(file, module) })),
    );
    expect(imports.length).toBeGreaterThan(1000);
    expect(imports.filter(({ imported }) => entries.has(imported))).toEqual([]);
  });

  it('pass on what another entry has, in alpha-cl itself, besides the error of all', () => {
    const keyOf = ({ file, name }: { readonly file: string; readonly name: string }): string => `${name} of ${file}`;
    const others = new Set(
      indexFiles()
        .filter((file) => file !== 'src/index.ts')
        .flatMap(exported)
        .map(keyOf),
    );
    const alone = exported('src/index.ts').filter((one) => !others.has(keyOf(one)));
    expect(alone).toEqual([{ file: 'src/base/invalid-input.ts', name: 'InvalidInput' }]);
  });

  it('say of themselves, and of each thing in them, what it is', () => {
    const silent = indexFiles().filter((file) => !parsed(file).text.includes('@packageDocumentation'));
    expect(silent).toEqual([]);
    const things = indexFiles().flatMap(exported);
    expect(things.length).toBeGreaterThan(500);
    expect(things.filter(({ file, name }) => !isDescribed(file, name))).toEqual([]);
  });
});

/** Paths from the root, with ending `.ts`. */
function indexFiles(): string[] {
  return Object.entries(MANIFEST.exports)
    .filter(([entry]) => entry !== './package.json')
    .map(([, file]) => file.replace('./dist/', '').replace(/\.js$/, '.ts'));
}

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.posix.join(folder, file));
}

const parsedFiles = new Map<string, ts.SourceFile>();

function parsed(file: string): ts.SourceFile {
  const known = parsedFiles.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const made = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  parsedFiles.set(file, made);
  return made;
}

/** What a file imports or passes on. */
function modulesOf(file: string): string[] {
  return ts.preProcessFile(readFileSync(path.join(ROOT, file), 'utf8')).importedFiles.map(({ fileName }) => fileName);
}

function sourceOf(file: string, module: string): string {
  return path.posix.join(path.posix.dirname(file), module).replace(/\.js$/, '.ts');
}

/** What an index file has of other files, or of its own, with the file where it is declared, by its name there. */
function exported(index: string): { readonly file: string; readonly name: string }[] {
  return parsed(index).statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      const module = (statement.moduleSpecifier as ts.StringLiteral).text;
      const file = sourceOf(index, module);
      return statement.exportClause.elements.map((one) => ({ file, name: (one.propertyName ?? one.name).text }));
    }
    return declaredNames(statement).map((name) => ({ file: index, name }));
  });
}

/** One of several declarations of a name is enough. */
function isDescribed(file: string, name: string): boolean {
  return parsed(file).statements.some((statement) => {
    if (ts.isExportDeclaration(statement)) return statement.getText().includes(name) && hasWords(statement);
    return declaredNames(statement).includes(name) && hasWords(statement);
  });
}

function hasWords(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).length > 0;
}

/** What a statement declares for other files. */
function declaredNames(statement: ts.Statement): string[] {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  if (modifiers?.every(({ kind }) => kind !== ts.SyntaxKind.ExportKeyword) ?? true) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.DeclarationStatement;
  return name === undefined ? [] : [name.getText()];
}
