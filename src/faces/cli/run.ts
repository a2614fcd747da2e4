/** Runs a command of the command line and returns its exit code. */
import { CommanderError } from 'commander';
import { failure } from './failure.js';
import { plainArguments, programFor } from './program.js';

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

/** Prints why a command failed. @returns its exit code */
export function told(error: unknown): number {
  const { code, text } = failure(error);
  process.stderr.write(text);
  return code;
}
