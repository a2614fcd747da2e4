import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Folders whose tests change nothing that outlives them: no environment, no choice of TensorFlow.js's backend, no working folder.
 * They share a process a worker, which loads the modules once and not once a file. Every other file has a process of its own.
 */
const PURE = [
  'test/{base,claims,experiments,proofs-checks,theory/!(code),tools}/**/*.test.ts',
  'test/{results/{discover,tables,inspect},faces/{report,figures,views}}/**/*.test.ts',
  'test/training/{embeddings,data/!(archive|batches)}/**/*.test.ts',
  'test/training/{data,evaluate,models,step}/*.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: 'test/build.ts',
    setupFiles: 'test/seed.ts',
    // Threads of PyTorch that wait leave the cores to the tests beside them.
    env: { OMP_WAIT_POLICY: 'passive' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One more than there are cores: many tests wait for processes of theirs; with two more they only wait for each other.
    maxWorkers: availableParallelism() + 1,
    projects: [
      { extends: true, test: { name: 'pure', isolate: false, include: PURE } },
      {
        extends: true,
        test: { name: 'own', include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...PURE] },
      },
    ],
  },
});
