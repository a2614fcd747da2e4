/**
 * Lines of src that the tests run, from what every part of them left in coverage/: one figure, the files below it, and
 * coverage/report/index.html. Fails below the share that the project asks for.
 *
 *   npm run coverage                    all tests
 *   npm run coverage:part -- test/training/step  some; parts add up until coverage/ is removed
 *   npm run coverage:report             the figure of the parts so far
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { mergeProcessCovs } from '@bcoe/v8-coverage';
import { convert } from 'ast-v8-to-istanbul';
import libCoverage from 'istanbul-lib-coverage';
import libReport from 'istanbul-lib-report';
import reports from 'istanbul-reports';
import { build as buildForBrowsers, parseAst } from 'vite';
import { compile } from '../../tools/build.js';

const WANTED = 95;
const ROOT = path.resolve(import.meta.dirname, '../..');
const COVERAGE = path.join(ROOT, 'coverage');
/** The same JavaScript as in dist, and as in dist/explorer, with its source maps. */
const MAPPED = path.join(COVERAGE, 'dist');
const MAPPED_EXPLORER = path.join(COVERAGE, 'explorer');

await compile(MAPPED, { sourcemap: true });
await buildForBrowsers({
  configFile: path.join(ROOT, 'vite.config.ts'),
  build: { outDir: MAPPED_EXPLORER, sourcemap: 'hidden' },
});

const map = libCoverage.createCoverageMap({});
for (const part of filesIn('tests', 'coverage-final.json')) map.merge(JSON.parse(readFileSync(part, 'utf8')));
const ours = pathToFileURL(path.join(ROOT, 'dist/src')).href + '/';
const started = functionsRun('processes', (url) => (url.startsWith(ours) ? url.slice(ours.length) : undefined));
for (const file of filesIn('dist/src', '.js')) {
  map.merge(await linesOf(file, started.get(path.relative(path.join(MAPPED, 'src'), file))));
}
const opened = functionsRun('browser', (name) => name);
for (const file of filesIn('explorer/assets', '.js')) {
  const functions = opened.get(path.basename(file));
  if (functions !== undefined) map.merge(await linesOf(file, functions));
}
map.filter((file) => file.startsWith(path.join(ROOT, 'src') + path.sep) && existsSync(file));

const context = libReport.createContext({ dir: path.join(COVERAGE, 'report'), coverageMap: map });
for (const kind of ['html', 'json-summary']) reports.create(kind).execute(context);

const { lines } = map.getCoverageSummary();
const below = map
  .files()
  .map((file) => ({ file: path.relative(ROOT, file), ...map.fileCoverageFor(file).toSummary().lines }))
  .filter(({ pct }) => pct < WANTED)
  .toSorted((a, b) => b.total - b.covered - (a.total - a.covered));
for (const { file, pct, covered, total } of below)
  print(`${pct} %  ${total - covered} of ${total} lines not run  ${file}`);
print(`${lines.pct} % of ${lines.total} lines of src are run by the tests (wanted: ${WANTED} %)`);
if (lines.pct < WANTED) process.exitCode = 1;

/** @param {string} folder within coverage/ @param {string} ending */
function filesIn(folder, ending) {
  const within = path.join(COVERAGE, folder);
  if (!existsSync(within)) return [];
  return readdirSync(within, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(within, file));
}

/**
 * What processes, threads or pages ran, by file.
 *
 * @param {string} folder within coverage/
 * @param {(url: string) => string | undefined} fileOf nothing for what is not ours
 * @returns {Map<string, import('node:inspector').Profiler.FunctionCoverage[]>}
 */
function functionsRun(folder, fileOf) {
  let merged = { result: [] };
  for (const file of filesIn(folder, '.json')) {
    const result = processCoverage(file).filter(({ url }) => fileOf(url) !== undefined);
    merged = mergeProcessCovs([merged, { result }]);
  }
  return new Map(merged.result.map(({ url, functions }) => [fileOf(url), functions]));
}

/** A process that a test killed while it wrote this down counts with nothing. @param {string} file */
function processCoverage(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).result;
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/**
 * A file that nothing ran counts with none of its lines.
 *
 * @param {string} file JavaScript, its source map beside it
 * @param {import('node:inspector').Profiler.FunctionCoverage[] | undefined} functions
 */
function linesOf(file, functions) {
  const code = readFileSync(file, 'utf8');
  const nothing = [
    { functionName: '', isBlockCoverage: true, ranges: [{ startOffset: 0, endOffset: code.length, count: 0 }] },
  ];
  return convert({
    code,
    sourceMap: JSON.parse(readFileSync(`${file}.map`, 'utf8')),
    ast: parseAst(code),
    coverage: { url: pathToFileURL(file).href, functions: functions ?? nothing },
  });
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}
