import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from './documents.js';

/** Entries of the package: an index of each public folder. */
function entries(): string[] {
  const folders = readdirSync(path.join(ROOT, 'src'), { withFileTypes: true }).filter((one) => one.isDirectory());
  const indexes = folders.map(({ name }) => path.join(ROOT, 'src', name, 'index.ts'));
  return [path.join(ROOT, 'src/index.ts'), ...indexes.filter((file) => ts.sys.fileExists(file))];
}

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
}

/** `export { a, type B } from './c.js'` → a of c.ts, B of c.ts. */
function reexports(entry: string): { name: string; file: string }[] {
  return parsed(entry).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return [];
    const file = path.resolve(path.dirname(entry), (statement.moduleSpecifier as ts.StringLiteral).text);
    const names = (statement.exportClause as ts.NamedExports).elements;
    return names.map(({ name, propertyName }) => ({
      name: (propertyName ?? name).text,
      file: file.replace(/\.js$/, '.ts'),
    }));
  });
}

function isShape(statement: ts.Statement): boolean {
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
}

/** Names that a file declares with a comment: of its own, or, for an interface, of one of its members. */
function documented(file: string): Set<string> {
  const names = new Set<string>();
  for (const statement of parsed(file).statements) {
    const own = ts.getJSDocCommentsAndTags(statement).length > 0;
    const speaks = own || (isShape(statement) && statement.getText().includes('/**'));
    if (!speaks) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) names.add(name.getText());
    } else if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined) {
      for (const { name } of (statement.exportClause as ts.NamedExports).elements) names.add(name.text);
    } else if ('name' in statement) names.add((statement as ts.FunctionDeclaration).name?.text ?? '');
  }
  return names;
}

describe('the entries of the package', () => {
  it('export nothing without a comment, and say themselves what they are', () => {
    const silent: string[] = [];
    const known = new Map<string, Set<string>>();
    for (const entry of entries()) {
      if (!/@packageDocumentation/.test(readFileSync(entry, 'utf8'))) silent.push(path.relative(ROOT, entry));
      for (const { name, file } of reexports(entry)) {
        if (!known.has(file)) known.set(file, documented(file));
        if (known.get(file)?.has(name) !== true) silent.push(`${path.relative(ROOT, file)}: ${name}`);
      }
    }
    expect(silent).toEqual([]);
  });
});
