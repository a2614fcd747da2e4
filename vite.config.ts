/** Builds the explorer into dist/explorer: one script and one style sheet; what other packages ship built stays theirs. */
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { DARK, FONTS, LIGHT, variables } from './src/faces/report/report-colours.js';
import { ELEMENT_STYLE } from './src/faces/report/report-elements.js';

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

export default defineConfig({
  root: path.resolve(import.meta.dirname, 'src/faces/explorer'),
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [reportStyle()],
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
      // Served from its own package: see src/faces/serve/routes.ts.
      external: ['katex'],
      output: {
        paths: { katex: '/vendor/katex/katex.mjs' },
        entryFileNames: 'assets/[name]-[hash].js',
      },
    },
  },
});
