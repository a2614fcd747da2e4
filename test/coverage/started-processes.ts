/** Whatever a test starts from here on, process or thread, writes down what it ran when it ends. */
import path from 'node:path';

process.env['NODE_V8_COVERAGE'] = path.resolve(import.meta.dirname, '../../coverage/processes');
process.env['ALPHA_CL_MAIN'] = 'dist/src/faces/cli/main.js';
