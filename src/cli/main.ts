#!/usr/bin/env node
/** The command line: what a person typed, run and answered with an exit code (docs/command-line.md). */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { failure } from './failure.js';
import { plainArguments, programFor } from './program.js';
import { keepStreams } from './standard-streams.js';

/** @param argv arguments after the program's name @returns the exit code */
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

const invoked = process.argv[1];
if (invoked !== undefined && realpathSync(invoked) === fileURLToPath(import.meta.url)) {
  keepStreams();
  process.on('uncaughtException', (error) => {
    process.exitCode = told(error);
    process.exit();
  });
  process.exitCode = await run(process.argv.slice(2));
}
