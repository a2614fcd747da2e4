#!/usr/bin/env node
/** The command line. Exit code 0: done, and all that was checked holds; 1: something was refuted; 2: bad usage or input; 130, 143: interrupted. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { InvalidInput } from '../invalid-input.js';
import { packageVersion } from '../version.js';

/** Each loaded when it is asked for: most of them load far more than they need to be listed. */
const COMMANDS: Readonly<Record<string, (setExitCode: (code: number) => void) => Promise<Command>>> = {
  verify: async (setExitCode) => (await import('./verify-command.js')).verifyCommand(setExitCode),
  figures: async (setExitCode) => (await import('./figures-command.js')).figuresCommand(setExitCode),
  experiment: async () => (await import('./experiment-command.js')).experimentCommand(),
  analyse: async () => (await import('./analyse-command.js')).analyseCommand(),
  atlas: async () => (await import('./atlas-command.js')).atlasCommand(),
  engines: async () => (await import('./engines-command.js')).enginesCommand(),
  data: async (setExitCode) => (await import('./data-command.js')).dataCommand(setExitCode),
  train: async (setExitCode) => (await import('./train-command.js')).trainCommand(setExitCode),
  eval: async () => (await import('./eval-command.js')).evalCommand(),
  compare: async () => (await import('./compare-command.js')).compareCommand(),
  export: async () => (await import('./export-command.js')).exportCommand(),
  discover: async (setExitCode) => (await import('./discover-command.js')).discoverCommand(setExitCode),
  reproduce: async (setExitCode) => (await import('./reproduce-command.js')).reproduceCommand(setExitCode),
  job: async (setExitCode) => (await import('./job-command.js')).jobCommand(setExitCode),
  serve: async () => (await import('./serve-command.js')).serveCommand(),
};

/** The command that is named first; all of them where none is, for the help text and for suggestions. */
function isAsked(name: string, [first = '']: readonly string[]): boolean {
  return name === first || !Object.hasOwn(COMMANDS, first);
}

/** @param argv arguments after the program's name @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('alpha-cl')
    .description('Contrastive learning as a coordinate-wise optimisation (arXiv 2201.12680): its claims, checked.')
    .version(packageVersion())
    .exitOverride()
    .showSuggestionAfterError();
  const setExitCode = (code: number): void => void (exitCode = code);
  for (const load of Object.entries(COMMANDS).flatMap(([name, command]) => (isAsked(name, argv) ? [command] : []))) {
    program.addCommand(await load(setExitCode));
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already printed help, the version or what was wrong with the arguments.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof InvalidInput)) throw error;
    process.stderr.write(`alpha-cl: ${error.message}\n`);
    return 2;
  }
}

const invoked = process.argv[1];
if (invoked !== undefined && realpathSync(invoked) === fileURLToPath(import.meta.url)) {
  process.exitCode = await run(process.argv.slice(2));
}
