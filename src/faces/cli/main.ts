#!/usr/bin/env node
/** The command line as a process: runs the typed command and ends with its exit code (docs/command-line.md). */
import { Interrupted, listenEarly } from './interruptions.js';
import { run, told } from './run.js';

/** Error codes of a stream whose reader has closed it; the output is then no longer wanted, and the work goes on. */
const READER_GONE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED', 'ECONNRESET']);

/** Commands that handle signals themselves as soon as they are loaded, to stop in an orderly way. */
const STOPPING_IN_ORDER: readonly (string | undefined)[] = ['train', 'job'];

keepStreams();
let ended = false;
// A promise that nothing is left to settle would otherwise end the process as if all was well.
process.on('exit', () => {
  if (!ended) end(told(new Error('the command is not finished, and nothing is left that it could wait for')));
});
process.on('uncaughtException', (error) => {
  end(told(error));
  process.exit();
});
const argv = process.argv.slice(2);
if (STOPPING_IN_ORDER.includes(argv[0])) {
  listenEarly((code) => {
    end(told(new Interrupted('interrupted before it began; nothing was written', code)));
    process.exit();
  });
}
void run(argv).then(end);

function end(code: number): void {
  ended = true;
  process.exitCode = code;
}

/** Makes a reader that closes the pipe (`| head -1`) no fault; standard output that cannot be written ends with exit code 2. */
function keepStreams(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (READER_GONE.has(error.code ?? '')) return;
    process.stderr.write(`alpha-cl: standard output cannot be written (${error.code ?? error.message})\n`);
    process.once('exit', (code) => {
      if (code === 0) process.exitCode = 2;
    });
  });
}
