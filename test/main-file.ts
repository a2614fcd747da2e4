/** The command line as a user starts it, for tests that start processes. */
import path from 'node:path';

/** Coverage counts lines of files, not of their bundle (test/coverage/started-processes.ts). */
export const MAIN = path.resolve(import.meta.dirname, '..', process.env['ALPHA_CL_MAIN'] ?? 'dist/cli/alpha-cl.js');
