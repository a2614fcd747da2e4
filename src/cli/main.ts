#!/usr/bin/env node
/** The command line. Exit code 0: done, and all that was checked holds; 1: something was refuted; 2: bad usage or input; 130, 143: interrupted. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { InvalidInput } from '../invalid-input.js';
import { compareCommand } from './compare-command.js';
import { dataCommand } from './data-command.js';
import { enginesCommand } from './engines-command.js';
import { evalCommand } from './eval-command.js';
import { experimentCommand } from './experiment-command.js';
import { exportCommand } from './export-command.js';
import { figuresCommand } from './figures-command.js';
import { reproduceCommand } from './reproduce-command.js';
import { trainCommand } from './train-command.js';
import { verifyCommand } from './verify-command.js';
import { packageVersion } from '../version.js';

/** @param argv arguments after the program's name @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('alpha-cl')
    .description('Contrastive learning as a coordinate-wise optimisation (arXiv 2201.12680): its claims, checked.')
    .version(packageVersion())
    .exitOverride()
    .showSuggestionAfterError()
    .addCommand(verifyCommand((code) => (exitCode = code)))
    .addCommand(figuresCommand((code) => (exitCode = code)))
    .addCommand(experimentCommand())
    .addCommand(enginesCommand())
    .addCommand(dataCommand((code) => (exitCode = code)))
    .addCommand(trainCommand((code) => (exitCode = code)))
    .addCommand(evalCommand())
    .addCommand(compareCommand())
    .addCommand(exportCommand())
    .addCommand(reproduceCommand((code) => (exitCode = code)));
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
