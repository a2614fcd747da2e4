/** Runs commands at the same time, and prints the output of each when it ends: `node tools/together.js "tsc -p a" "tsc -p b"`. */
import { exec } from 'node:child_process';

/** @param {string} command @returns {Promise<boolean>} true if it exits with 0 */
function succeeds(command) {
  return new Promise((resolve) => {
    exec(command, { maxBuffer: Infinity }, (error, output, errors) => {
      process.stdout.write(output);
      process.stderr.write(error === null ? errors : `${errors}${command} failed\n`);
      resolve(error === null);
    });
  });
}

const succeeded = await Promise.all(process.argv.slice(2).map(succeeds));
process.exitCode = succeeded.every(Boolean) ? 0 : 1;
