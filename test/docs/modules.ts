/** Compiles TypeScript of the documents, which imports the package by its name. */
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './documents.js';

/** Type-checks the modules by the types of the package's entries, and writes JavaScript beside them, which finds the package itself. */
export function compileModules(files: readonly string[]): void {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [path.join(ROOT, 'node_modules/@types')],
    paths: {
      'alpha-cl': [path.join(ROOT, 'src/index.ts')],
      'alpha-cl/proofs-checks': [path.join(ROOT, 'proofs-checks/index.ts')],
      'alpha-cl/*': [path.join(ROOT, 'src/entries/*.ts')],
    },
  });
  const modules = files.map((file) => program.getSourceFile(file)).filter((module) => module !== undefined);
  const faults = modules.flatMap((module) => [
    ...program.getSyntacticDiagnostics(module),
    ...program.getSemanticDiagnostics(module),
    ...program.emit(module).diagnostics,
  ]);
  const words = ts.formatDiagnostics(faults, {
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (file) => file,
    getNewLine: () => '\n',
  });
  if (faults.length > 0) throw new Error(`modules of the documents do not compile:\n${words}`);
}
