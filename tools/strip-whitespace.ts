/**
 * Takes the indentation and line ends out of the package's JavaScript, and shortens the names of local variables:
 * `node dist/tools/strip-whitespace.js`. Functions and classes keep their names, so that a stack trace reads as ever.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { minifySync } from 'vite';

/** @param dist the folder of the built package; what Vite built in it, the explorer, has none already */
export function stripWhitespace(dist: string): void {
  for (const folder of ['cli', 'src', 'proofs-checks', 'experiments']) {
    const isBundle = folder === 'cli';
    const root = path.join(dist, folder);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    for (const file of files.map((name) => path.join(root, name))) {
      const whole = {
        compress: isBundle,
        mangle: { toplevel: isBundle, keepNames: true },
        codegen: { removeWhitespace: true },
      };
      const { code, errors } = minifySync(file, readFileSync(file, 'utf8'), whole);
      if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join('; ')}`);
      writeFileSync(file, code);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  stripWhitespace(path.resolve(import.meta.dirname, '..'));
}
