/** The tests that mutants of the analysis must pass. */
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { SOURCE_IMPORTS } from './source-imports.js';

/** A mutant is given up at the first test that fails: what takes long comes last, where Vitest would put it first. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => SLOW.findIndex((name) => moduleId.includes(name));
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

/** Slow files in the order in which they are run. */
const SLOW = [
  'hazards',
  'proofs-against-samples',
  'analyse-loss',
  'analyse-distances',
  'soundness/found',
  'soundness/pinned',
];

export default defineConfig({
  resolve: { alias: SOURCE_IMPORTS },
  test: {
    include: [
      'test/theory/{analysis,distance-losses,formula,algebra}/**/*.test.ts',
      'test/soundness/{found,pinned}.test.ts',
    ],
    exclude: [...configDefaults.exclude, '**/*.large.test.ts'],
    setupFiles: 'test/mutation/fast-check.ts',
    sequence: { sequencer: QuickFirst },
    testTimeout: 60_000,
  },
});
