#!/usr/bin/env node
/** The command line: runs the typed command and returns its exit code (docs/command-line.md). */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { failure } from './failure.js';
import { Interrupted, listenEarly } from './interruptions.js';
import { plainArguments, programFor } from './program.js';

/** Error codes of a stream whose reader has closed it; the output is then no longer wanted, and the work goes on. */
const READER_GONE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED', 'ECONNRESET']);

/** Runs a command. @param argv arguments after the program's name @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  try {
    const words = plainArguments(argv);
    const program = await programFor(words, (code) => (exitCode = code));
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already printed help, the version or what was wrong with the arguments.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return told(error);
  }
}

function told(error: unknown): number {
  const { code, text } = failure(error);
  process.stderr.write(text);
  return code;
}

/** Commands that handle signals themselves as soon as they are loaded, to stop in an orderly way. */
const STOPPING_IN_ORDER: readonly (string | undefined)[] = ['train', 'job'];

const invoked = process.argv[1];

if (invoked !== undefined && realpathSync(invoked) === fileURLToPath(import.meta.url)) {
  keepStreams();
  let ended = false;
  const end = (code: number): void => {
    ended = true;
    process.exitCode = code;
  };
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
