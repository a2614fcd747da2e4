/**
 * Mutation testing of the mathematics: every operator, constant, condition and statement of src/theory/losses and
 * src/theory/networks is broken in turn, and the tests of those two folders must notice.
 *
 *   npm run mutate:claims                      a fresh run; fails below 90 % killed
 *   npm run mutate:claims -- --incremental     only what changed since the last incremental run
 *   ALPHA_CL_MUTANTS=0.2 npm run …             a random fifth of the mutants (ALPHA_CL_SEED draws another)
 *
 * The survivors, each as a difference, and the counts go to stdout; reports/mutation/claims.html shows them in the code.
 */
import { mutationRun } from './mutation-run.js';

export default await mutationRun('claims', ['src/theory/losses/**/*.ts', 'src/theory/networks/**/*.ts']);
