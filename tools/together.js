/** Runs scripts of package.json at the same time, and prints what each says when it ends: `node tools/together.js lint typecheck`. */
import { exec } from 'node:child_process';

/** @param {string} script @returns {Promise<boolean>} true if it exits with 0 */
function succeeds(script) {
  return new Promise((resolve) => {
    exec(`npm run --silent ${script}`, { maxBuffer: Infinity }, (error, output, errors) => {
      process.stdout.write(output);
      process.stderr.write(error === null ? errors : `${errors}${script} failed\n`);
      resolve(error === null);
    });
  });
}

const succeeded = await Promise.all(process.argv.slice(2).map(succeeds));
process.exitCode = succeeded.every(Boolean) ? 0 : 1;
