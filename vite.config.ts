/** Builds the explorer into dist/explorer: a script that starts it, and one a page; Vega’s builds for browsers stay in their packages. */
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { DARK, FONTS, LIGHT, variables } from './src/faces/report/report-colours.js';
import { ELEMENT_STYLE } from './src/faces/report/report-elements.js';
import { POLICY } from './src/faces/serve/policy.js';
import { documentation } from './tools/documentation.js';

/** The look of the report, as `import 'virtual:report-style.css'`; `color-scheme` chooses between light and dark. */
function reportStyle(): Plugin {
  const id = 'virtual:report-style.css';
  const colours = Object.fromEntries(
    Object.entries(LIGHT).map(([name, light]) => [name, `light-dark(${light}, ${DARK[name as keyof typeof LIGHT]})`]),
  );
  return {
    name: 'report-style',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) =>
      source === `\0${id}` ? `:root { ${variables({ ...colours, ...FONTS })} }\n${ELEMENT_STYLE}` : undefined,
  };
}

/** Writes the content security policy into the page, before anything that it rules. */
function policy(): Plugin {
  const attrs = { 'http-equiv': 'Content-Security-Policy', content: POLICY };
  return { name: 'policy', transformIndexHtml: () => [{ tag: 'meta', attrs, injectTo: 'head-prepend' }] };
}

export default defineConfig({
  root: path.resolve(import.meta.dirname, 'src/faces/explorer'),
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [reportStyle(), policy(), documentation(path.resolve(import.meta.dirname, 'docs'))],
  worker: { format: 'es' },
  build: {
    outDir: path.resolve(import.meta.dirname, 'dist/explorer'),
    emptyOutDir: true,
    target: 'es2023',
    // Browsers that know light-dark(): what stands for it in others would not follow the reader's choice.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: { entryFileNames: 'assets/[name]-[hash].js' },
    },
  },
});
