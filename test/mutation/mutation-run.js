/** What every mutation run shares: which operators break, how long a mutant may take, where its report goes. */
import path from 'node:path';
import { drawnPlaces } from './draw.js';

// The sandbox is a copy of the tree elsewhere, from where ../shared would be another folder.
process.env['ALPHA_CL_GOLDEN'] ??= path.resolve(import.meta.dirname, '../../../shared/golden');

// A fifth of the pinned losses, which are more than half of the time of a mutant that survives.
process.env['ALPHA_CL_PINNED_EVERY'] ??= '5';

/** Whether a random part of the mutants is tried (sample.js). */
const SAMPLED = process.env['ALPHA_CL_MUTANTS'] !== undefined;

const MUTATOR = {
  // Strings here are titles, sources and the wording of messages, which tests pin in part on purpose, and names from
  // closed unions, where the compiler refuses any other.
  excludedMutations: ['StringLiteral'],
};

/**
 * @param {string} name of the run and of its report
 * @param {readonly string[]} mutate the files to break
 * @returns {Promise<import('@stryker-mutator/api/core').PartialStrykerOptions>}
 */
export const mutationRun = async (name, mutate) => ({
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', path.join(import.meta.dirname, 'sample.js')],
  checkers: SAMPLED ? ['sample'] : [],
  // Vitest's own search for the tests of a file would miss those that reach it through the package's imports.
  vitest: { configFile: `test/mutation/${name}.vitest.config.ts`, related: false },
  mutate: SAMPLED ? await drawnPlaces(mutate, MUTATOR) : mutate,
  mutator: MUTATOR,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A mutant is stopped after 2 × the usual time of its tests + 5 s: an endless loop counts as noticed.
  timeoutFactor: 2,
  timeoutMS: 5000,
  // Counting what each test runs slows the first run of all tests several times.
  dryRunTimeoutMinutes: 20,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  clearTextReporter: { allowEmojis: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `reports/mutation/${name}.html` },
  jsonReporter: { fileName: `reports/mutation/${name}.json` },
  incrementalFile: `reports/mutation/${name}-incremental.json`,
  ignorePatterns: ['alpha-cl-report', 'dist', 'docs', 'reports'],
  allowConsoleColors: false,
});
