/**
 * Examples of the doc comments as modules: the names of the function's entry are in scope, and those of other entries that only one
 * has. A comment at the end of a statement shows its value; `= …` after the value is an expression that must give the same.
 */
import ts from 'typescript';
import { exportedValues, type ExportedValue } from '../package/exported-functions.js';
import { printsValue } from './printed.js';
import type { ExampleRun } from './shown.js';

/** A public function; the example of its doc comment, if it has one. */
interface PublicFunction {
  /** `losses/namedLoss`. */
  readonly name: string;
  readonly example: string | undefined;
}

export interface PublicNames {
  readonly functions: readonly PublicFunction[];
  /** Returns the module that exports a name, for an example of this entry: `alpha-cl/losses`. */
  readonly moduleOf: (name: string, entry: string) => string | undefined;
}

/** Reads the public functions from the sources, each under the first entry that exports it. */
export function readPublicNames(): PublicNames {
  const { values } = exportedValues();
  const first = values.filter(({ symbol }, k) => values.findIndex((other) => other.symbol === symbol) === k);
  return {
    functions: first
      .filter(({ signatures }) => signatures.length > 0)
      .map((value) => ({ name: `${value.entry}/${value.name}`, example: exampleOf(value) })),
    moduleOf: (name, entry) => {
      const found = values.filter((value) => value.name === name);
      const own = found.find((value) => value.entry === entry);
      const shared = new Set(found.map(({ symbol }) => symbol)).size === 1 ? found[0] : undefined;
      const value = own ?? shared;
      if (value === undefined) return undefined;
      return value.entry === '.' ? 'alpha-cl' : `alpha-cl/${value.entry}`;
    },
  };
}

function exampleOf({ symbol }: ExportedValue): string | undefined {
  const tags = (symbol.declarations ?? []).flatMap((declaration) => ts.getJSDocTags(declaration));
  const tag = tags.find(({ tagName }) => tagName.text === 'example');
  return tag && ts.getTextOfJSDocComment(tag.comment)?.trim();
}

/** An example as a module that shows its values, and what its comments say of them, in the same order. */
export interface ExampleModule {
  readonly text: string;
  readonly shown: readonly string[];
}

/** Makes the module of an example, which stands one folder below shown.ts. */
export function exampleModule(example: string, moduleOf: (name: string) => string | undefined): ExampleModule {
  const source = ts.createSourceFile('example.ts', example, ts.ScriptTarget.ES2023, true);
  const shown: string[] = [];
  const lines = source.statements.map((statement) => {
    const [comment] = ts.getTrailingCommentRanges(example, statement.end) ?? [];
    const text = statement.getText();
    if (comment === undefined) return text;
    const [value = '', ...same] = parts(example.slice(comment.pos, comment.end).replace(/^\/\/\s*/, ''));
    shown.push(value, ...same.map(() => value));
    const others = same.map((expression) => ` $show(await (${expression}));`).join('');
    if (!ts.isExpressionStatement(statement)) return `${text} $show(${variable(statement)});${others}`;
    const expression = statement.expression.getText();
    if (value.startsWith('throws ')) return `await $showThrown(async () => (${expression}));`;
    return `$show(await (${expression}));${others}`;
  });
  const imports = [...namesIn(lines.join('\n'))].flatMap((name) => {
    const from = moduleOf(name);
    return from === undefined ? [] : [`import { ${name} } from '${from}';`];
  });
  const own = `import { show as $show, showThrown as $showThrown } from '../shown.js';`;
  return { text: [own, ...imports, ...lines, 'export {};', ''].join('\n'), shown };
}

/** Splits `0.3133 = Math.log1p(Math.exp(-1))` at its equals signs, but not inside quotes. */
function parts(comment: string): string[] {
  return comment.match(/(?:'[^']*'|"[^"]*"|(?! = ).)+/g)?.map((part) => part.replace(/^ ?= /, '').trim()) ?? [];
}

function variable(statement: ts.Statement): string {
  const declaration = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : undefined;
  if (declaration === undefined || !ts.isIdentifier(declaration.name)) {
    throw new Error(`${statement.getText()}: only an expression or a variable has a value to show`);
  }
  return declaration.name.text;
}

/** Names that the statements use and do not declare. */
function namesIn(text: string): Set<string> {
  const source = ts.createSourceFile('example.ts', text, ts.ScriptTarget.ES2023, true);
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      (ts.isBindingElement(node) || ts.isVariableDeclaration(node) || ts.isParameter(node)) &&
      ts.isIdentifier(node.name)
    )
      declared.add(node.name.text);
    if (ts.isIdentifier(node) && !isProperty(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const name of declared) used.delete(name);
  return used;
}

function isProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}

/** Lists what is wrong with an example: it shows nothing, threw, or a value is not what its comment says. */
export function faultsOf({ shown }: ExampleModule, { values, error }: ExampleRun): string[] {
  if (shown.length === 0) return ['shows no value: end a line with `// …`'];
  if (error !== undefined) return [error];
  return shown.flatMap((comment, k) => {
    const value = values[k] ?? 'nothing';
    return printsValue(comment, value) ? [] : [`shows ${comment}, but gives ${value}`];
  });
}
