/**
 * Makes dist of what has changed since it was made last: `node tools/build.js [library] [explorer]`, both of them without a word.
 *
 * The library is a file of JavaScript for each of TypeScript; `npm run typecheck` checks their types. The command line is
 * bundled of it into dist/cli, with what it needs of small packages: Node.js takes as long to find and load 300 files as a short
 * command takes for its work. Worker threads and the files that a program imports are those of the library.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.resolve(import.meta.dirname, '..');
const DIST = path.join(ROOT, 'dist');
const COMMAND_LINE = path.join(DIST, 'cli');

const FOLDERS = ['src', 'proofs-checks', 'experiments', 'bench', 'tools', 'test'];
const EXPLORER = 'src/faces/explorer';
const PYTHON = 'src/training/engines/pytorch/runner.py';

/** All that is made depends on these. */
const RECIPES = ['tools/build.js', 'package.json', 'package-lock.json'];

/** The explorer depends on these too. */
const EXPLORER_RECIPES = ['vite.config.ts', 'tools/documentation.ts'];

/** Packages that are not bundled: large, with files beside their code, or not needed by a short command. */
const APART = [
  '@jsquash/jpeg',
  '@jsquash/png',
  '@jsquash/webp',
  '@resvg/resvg-js',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
  'dejavu-fonts-ttf',
  'fast-check',
  'hyparquet',
  'katex',
  'onnxruntime-node',
  'protobufjs',
  'tinypool',
  'vega',
  'vega-lite',
];

/**
 * Compiles the files of TypeScript that are newer than their JavaScript, and removes JavaScript whose source is gone.
 *
 * @param {string} out folder of the JavaScript @param {{ sourcemap?: boolean }} options
 * @returns {Promise<{ all: number, compiled: number, removed: number }>} numbers of files
 */
export async function compile(out, { sourcemap = false } = {}) {
  const sources = FOLDERS.flatMap((folder) => [...filesBelow(folder, '.ts'), ...filesBelow(folder, '.tsx')]).filter(
    (file) => !/\.(test|d)\.ts$/.test(file) && !file.startsWith(EXPLORER + path.sep),
  );
  const made = (/** @type {string} */ file) => path.join(out, file.replace(/\.tsx?$/, '.js'));
  const changed = sources.filter((file) => isOlder(made(file), [file, ...RECIPES]));
  if (changed.length > 0) {
    const { transformWithOxc } = await import('vite');
    for (const file of changed) {
      const { code, map } = await transformWithOxc(readFileSync(path.join(ROOT, file), 'utf8'), path.join(ROOT, file), {
        sourcemap,
        target: 'es2023',
        jsx: { runtime: 'automatic', importSource: 'preact' },
      });
      mkdirSync(path.dirname(made(file)), { recursive: true });
      writeFileSync(made(file), code);
      if (sourcemap) writeFileSync(`${made(file)}.map`, JSON.stringify(map));
    }
  }
  const known = new Set(sources.map(made));
  const gone = FOLDERS.flatMap((folder) => filesBelow(path.join(out, folder), '.js'))
    .map((file) => path.resolve(ROOT, file))
    .filter((file) => !known.has(file));
  for (const file of gone) rmSync(file);
  cpSync(path.join(ROOT, PYTHON), path.join(out, PYTHON));
  return { all: sources.length, compiled: changed.length, removed: gone.length };
}

/** Bundles the command line. */
async function bundle() {
  const { build } = await import('vite');
  const main = path.join(DIST, 'src/faces/cli/main.js');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    plugins: [
      { name: 'places', transform: inPlace },
      { name: 'licences', generateBundle: addLicences },
    ],
    resolve: { alias: { '#load-mathjs': path.join(DIST, 'src/theory/formula/load-mathjs-browser.js') } },
    ssr: { noExternal: true, external: APART },
    build: {
      ssr: main,
      target: 'es2023',
      outDir: COMMAND_LINE,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        checks: { pluginTimings: false },
        output: { entryFileNames: 'alpha-cl.js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
}

/** Lets a module of ours find the files beside it from within the bundle. @param {string} code @param {string} id */
function inPlace(code, id) {
  if (!id.startsWith(DIST) || !code.includes('import.meta.url')) return undefined;
  const place = JSON.stringify(path.relative(COMMAND_LINE, id).replaceAll(path.sep, '/'));
  return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), map: null };
}

/** Adds the licences of the packages that are in the bundle. @this {import('vite').Rolldown.PluginContext} */
function addLicences() {
  const folders = new Set(
    [...this.getModuleIds()].flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []),
  );
  const texts = [...folders].toSorted().map((folder) => {
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const { name, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return `${name} (${license})\n\n${file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8')}`;
  });
  this.emitFile({ type: 'asset', fileName: 'LICENCES.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
}

async function buildLibrary() {
  const started = performance.now();
  const { all, compiled, removed } = await compile(DIST);
  const isBundled = existsSync(path.join(COMMAND_LINE, 'alpha-cl.js'));
  if (compiled === 0 && removed === 0 && isBundled) return print(`library: nothing has changed`);
  await bundle();
  return print(`library: ${compiled} of ${all} files compiled, command line bundled, ${seconds(started)}`);
}

async function buildExplorer() {
  const started = performance.now();
  const inputs = [...['src', 'docs'].flatMap((folder) => filesBelow(folder, '')), ...EXPLORER_RECIPES, ...RECIPES];
  if (!isOlder(path.join(DIST, 'explorer/index.html'), inputs)) return print('explorer: nothing has changed');
  const { build } = await import('vite');
  await build({ configFile: path.join(ROOT, 'vite.config.ts') });
  return print(`explorer: built, ${seconds(started)}`);
}

/** @param {string} made @param {readonly string[]} inputs within the repository */
function isOlder(made, inputs) {
  if (!existsSync(made)) return true;
  const time = statSync(made).mtimeMs;
  return inputs.some((file) => statSync(path.join(ROOT, file)).mtimeMs > time);
}

/** @param {string} folder within the repository, or a whole path @param {string} ending @returns {string[]} */
function filesBelow(folder, ending) {
  const root = path.resolve(ROOT, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
}

/** @param {number} started */
function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

/** @param {string} line */
function print(line) {
  process.stderr.write(`${line}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const parts = process.argv.slice(2);
  const wanted = (/** @type {string} */ part) => parts.length === 0 || parts.includes(part);
  // Vite builds something else for tests than what is shipped.
  process.env['NODE_ENV'] = 'production';
  if (wanted('library')) await buildLibrary();
  if (wanted('explorer')) await buildExplorer();
}
