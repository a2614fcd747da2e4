/**
 * Mutation testing of the mathematics: every operator, constant, condition and statement of src/theory/losses and
 * src/theory/networks is broken in turn, and the tests of those two folders must notice.
 *
 *   npm run mutate:claims                      a fresh run; fails below 90 % killed
 *   npm run mutate:claims -- --incremental     only what changed since the last incremental run
 *
 * The survivors, each as a difference, and the counts go to stdout; reports/mutation/mutation.html shows them in the code.
 */
import path from 'node:path';

// The sandbox is a copy of the tree elsewhere, from where ../shared would be another folder.
process.env['ALPHA_CL_GOLDEN'] ??= path.resolve(import.meta.dirname, '../../../shared/golden');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  mutate: ['src/theory/losses/**/*.ts', 'src/theory/networks/**/*.ts'],
  mutator: {
    // Strings here are titles, sources and the wording of messages, which tests pin in part on purpose, and names from
    // closed unions, where the compiler refuses any other.
    excludedMutations: ['StringLiteral'],
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A mutant is stopped after 2 × the usual time of its tests + 5 s: an endless loop counts as noticed.
  timeoutFactor: 2,
  timeoutMS: 5000,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowEmojis: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  incrementalFile: 'reports/mutation/incremental.json',
  ignorePatterns: ['alpha-cl-report', 'dist', 'docs', 'reports'],
  allowConsoleColors: false,
  checkers: [],
};
