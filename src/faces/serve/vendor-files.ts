/** Files that other packages ship for browsers, served from where they are installed, so that the package holds no copy. */
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

const BUILT: ReadonlyMap<string, readonly [name: string, file: string]> = new Map([
  ['vega.js', ['vega', 'vega.min.js']],
  ['vega-lite.js', ['vega-lite', 'vega-lite.min.js']],
  ['vega-embed.js', ['vega-embed', 'vega-embed.min.js']],
  ['katex/katex.mjs', ['katex', 'katex.mjs']],
  ['katex/katex.min.css', ['katex', 'katex.min.css']],
]);

const FONT = /^katex\/(fonts\/KaTeX_[\w-]+\.woff2)$/;

/** Returns the path on disk of `/vendor/NAME`; undefined for an unknown name. */
export function vendorFile(name: string): string | undefined {
  const [, font] = FONT.exec(name) ?? [];
  const [owner, file] = font === undefined ? (BUILT.get(name) ?? []) : ['katex', font];
  if (owner === undefined || file === undefined) return undefined;
  // Their main files lie beside the built ones.
  return path.join(path.dirname(require.resolve(owner)), file);
}
