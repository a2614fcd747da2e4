/**
 * Lines of src that the tests run, from what every part of them left in coverage/: one figure, the files below it, and
 * coverage/report/index.html. Fails below the share that the project asks for.
 *
 *   npm run coverage                    all tests
 *   npm run coverage:part -- test/step  some; parts add up until coverage/ is removed
 *   npm run coverage:report             the figure of the parts so far
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mergeProcessCovs } from '@bcoe/v8-coverage';
import { convert } from 'ast-v8-to-istanbul';
import libCoverage from 'istanbul-lib-coverage';
import libReport from 'istanbul-lib-report';
import reports from 'istanbul-reports';
import { parseAst } from 'vite';

const WANTED = 95;
const ROOT = path.resolve(import.meta.dirname, '../..');
const COVERAGE = path.join(ROOT, 'coverage');
/** The same JavaScript as in dist, with its source maps. */
const MAPPED = path.join(COVERAGE, 'dist');

const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
const build = ['-p', 'tsconfig.build.json', '--noCheck', '--sourceMap', '--outDir', MAPPED];
execFileSync(process.execPath, [tsc, ...build], { cwd: ROOT, stdio: 'inherit' });

const map = libCoverage.createCoverageMap({});
for (const part of filesIn('tests', 'coverage-final.json')) map.merge(JSON.parse(readFileSync(part, 'utf8')));
const functionsByFile = startedProcesses();
for (const file of filesIn('dist/src', '.js')) map.merge(await ofStartedProcesses(file, functionsByFile));
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

/** What processes and threads ran of dist/src, by file. @returns {Map<string, import('node:inspector').Profiler.FunctionCoverage[]>} */
function startedProcesses() {
  const ours = pathToFileURL(path.join(ROOT, 'dist/src')).href + '/';
  let merged = { result: [] };
  for (const file of filesIn('processes', '.json')) {
    const result = processCoverage(file).filter(({ url }) => url.startsWith(ours));
    merged = mergeProcessCovs([merged, { result }]);
  }
  return new Map(merged.result.map(({ url, functions }) => [fileURLToPath(url), functions]));
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
 * A file that no process ran counts with none of its lines.
 *
 * @param {string} file in MAPPED
 * @param {ReturnType<typeof startedProcesses>} started
 */
function ofStartedProcesses(file, started) {
  const code = readFileSync(file, 'utf8');
  const inDist = path.join(ROOT, 'dist', path.relative(MAPPED, file));
  const functions = started.get(inDist) ?? [
    { functionName: '', isBlockCoverage: true, ranges: [{ startOffset: 0, endOffset: code.length, count: 0 }] },
  ];
  return convert({
    code,
    sourceMap: JSON.parse(readFileSync(`${file}.map`, 'utf8')),
    ast: parseAst(code),
    coverage: { url: pathToFileURL(file).href, functions },
  });
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}
