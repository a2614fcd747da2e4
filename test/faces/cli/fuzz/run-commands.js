/**
 * Runs argument lists in this process, one a line of standard input: `{ argv, cwd }`. The answer is a line on descriptor 3:
 * `{ code, stdout, stderr }`. A process of its own, since a command may end it, and without a channel to its parent, since
 * `alpha-cl job` would speak on that.
 */
import dns from 'node:dns';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

const built = new URL('../../../../dist/src/faces/cli/', import.meta.url);
const { run } = await import(new URL('run.js', built).href);
const { wholeProgram } = await import(new URL('program.js', built).href);
// What takes long to load is then no argument list's doing.
await wholeProgram();

// No argument list shall reach the network, or a cluster (the parent leaves PATH empty).
dns.lookup = (_name, _options, callback) => callback(Object.assign(new Error('no network'), { code: 'ENOTFOUND' }));

const written = { stdout: '', stderr: '' };
for (const stream of ['stdout', 'stderr']) {
  process[stream].write = (text, ...rest) => {
    written[stream] += String(text);
    rest.find((one) => typeof one === 'function')?.();
    return true;
  };
}

writeSync(3, '{}\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { argv, cwd } = JSON.parse(line);
  Object.assign(written, { stdout: '', stderr: '' });
  process.chdir(cwd);
  const code = await run(argv);
  // What a command that left too early still says.
  await new Promise((resolve) => setImmediate(resolve));
  writeSync(3, `${JSON.stringify({ code, ...written })}\n`);
}
