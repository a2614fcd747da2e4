/**
 * Mutation testing of what proves: the analysis, its intervals, and the formulae are broken in turn, and the tests of these
 * folders and the pinned losses of test/soundness must notice. All mutants take hours: `ALPHA_CL_MUTANTS=0.2` draws a fifth.
 */
import { mutationRun } from './mutation-run.js';

export default await mutationRun('analysis', [
  'src/theory/analysis/**/*.ts',
  'src/theory/formula/**/*.ts',
  'src/theory/algebra/{interval,elementary,rounding,dual,log-sum-exp}.ts',
  '!src/theory/formula/*-browser.ts',
]);
