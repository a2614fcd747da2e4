/** The tests that mutants of the analysis must pass. */
import { configDefaults, defineConfig } from 'vitest/config';
import { SOURCE_IMPORTS } from './source-imports.js';

export default defineConfig({
  resolve: { alias: SOURCE_IMPORTS },
  test: {
    include: [
      'test/theory/{analysis,distance-losses,formula,algebra}/**/*.test.ts',
      'test/soundness/{found,pinned}.test.ts',
    ],
    exclude: [...configDefaults.exclude, '**/*.large.test.ts'],
    setupFiles: 'test/mutation/fast-check.ts',
    testTimeout: 60_000,
  },
});
