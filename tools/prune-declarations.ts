/**
 * Removes the declarations that no entry of the package leads to: `node dist/tools/prune-declarations.js`. The compiler writes one
 * for every file, and nobody can import what `exports` does not name.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/** @param dist the folder of the built package, with `src` and `proofs-checks` */
export function pruneDeclarations(dist: string): void {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
      if (fileName.startsWith('.')) visit(path.join(path.dirname(file), fileName.replace(/\.js$/, '.d.ts')));
    }
  };
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
  const isEntry = /^(src\/index|src\/entries\/[^/]+|proofs-checks\/index)\.d\.ts$/;
  for (const file of files) if (isEntry.test(file)) visit(path.join(dist, file));
  for (const file of files) if (!reached.has(path.join(dist, file))) rmSync(path.join(dist, file));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  pruneDeclarations(path.resolve(import.meta.dirname, '..'));
}
