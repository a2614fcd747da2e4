/** The tests that mutants must pass: those of the mutated folders alone, without the build that other tests need. */
import { existsSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';
import { SOURCE_IMPORTS } from './source-imports.js';

const golden = process.env['ALPHA_CL_GOLDEN'];

export default defineConfig({
  resolve: { alias: SOURCE_IMPORTS },
  test: {
    include: ['test/theory/{losses,networks}/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      '**/*.large.test.ts',
      ...(golden && existsSync(golden) ? [] : ['**/*.golden.test.ts']),
    ],
    setupFiles: 'test/mutation/fast-check.ts',
    testTimeout: 20_000,
  },
});
