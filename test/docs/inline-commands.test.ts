import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type * as CommandLine from '../../src/faces/cli/program.js';
import { readDocuments, ROOT } from './documents.js';
import { REDUCTIONS } from './reductions.js';

/** Words that stand for the reader's own. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  TABLE: 'losses',
  NAME: 'infonce',
  ID: 'relu-specialisation',
  LINE: '1',
};

// As it is shipped.
const { wholeProgram } = (await import(
  pathToFileURL(path.join(ROOT, 'dist/src/faces/cli/program.js')).href
)) as typeof CommandLine;

/** The command line as it is defined, with actions that do nothing: what is left is to accept or refuse the arguments. */
async function parser(): Promise<Command> {
  const program = await wholeProgram();
  const quieten = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
    for (const inner of command.commands) quieten(inner);
  };
  quieten(program);
  return program;
}

/** Whether the words are a command's name and nothing else, as in a table of commands: it need not run as it stands. */
function isName(program: Command, args: readonly string[]): boolean {
  const [first, ...rest] = args;
  if (first === undefined) return true;
  const command = program.commands.find((one) => one.name() === first);
  return command !== undefined && isName(command, rest);
}

/** Words as a shell splits them: quotes group and go. */
function words(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/['"]/g, ''));
}

/** After `alpha-cl`, or after the name of the npm script. */
function argumentsOf(command: string): string[] {
  const [first = '', second = '', ...rest] = words(command);
  const args = first === 'npm' ? [rest[0] ?? '', ...rest.slice(2)] : first === 'npx' ? rest : [second, ...rest];
  return args.filter((word) => word !== '…').map((word) => PLACEHOLDERS[word] ?? word.replace(/…$/, ''));
}

describe('commands', () => {
  const documents = readDocuments();
  const inline = documents.flatMap(({ inlineCommands }) => inlineCommands);
  const notRun = REDUCTIONS.filter(({ also, command }) => also === undefined && /^(npx )?alpha-cl /.test(command));
  const all = [...inline, ...notRun.map(({ command }) => ({ place: 'reductions', text: command }))];

  it('inside sentences, and those that are not run as written, are accepted by the command line', async () => {
    const refused: string[] = [];
    for (const { place, text } of all) {
      if (text.startsWith('npm run ') && !/^npm run (verify|experiment) /.test(text)) continue;
      // A new one each time: the values of options stay in a parser.
      const program = await parser();
      const args = argumentsOf(text);
      if (isName(program, args)) continue;
      try {
        await program.parseAsync(args, { from: 'user' });
      } catch (error) {
        if ((error as { exitCode?: number }).exitCode !== 0) refused.push(`${place}: ${text}: ${String(error)}`);
      }
    }
    expect(refused).toEqual([]);
    expect(all.length).toBeGreaterThan(20);
  });
});
