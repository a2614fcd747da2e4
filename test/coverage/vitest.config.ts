/**
 * The tests, with what they run of src counted: in the process of a test by Vitest, in processes and threads that a test
 * starts, which run dist, by Node.js itself, in the explorer's pages by Chromium. `report.js` puts it together.
 */
import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../vitest.config.js';

/** What came of one run lies apart, so that the tests can be run in parts. */
const part = `coverage/tests/${Date.now()}`;

export default mergeConfig(
  base,
  defineConfig({
    test: {
      setupFiles: 'test/coverage/started-processes.ts',
      // Counting slows the tests down, and their own limits are for tests that are not slowed down.
      testTimeout: 240_000,
      hookTimeout: 240_000,
      coverage: { enabled: true, provider: 'v8', reporter: ['json'], reportsDirectory: part },
    },
  }),
);
