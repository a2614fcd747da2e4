import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { readDocuments, ROOT } from './documents.js';
import { REDUCTIONS } from './reductions.js';

/** Words that stand for the reader's own. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  TABLE: 'losses',
  NAME: 'infonce',
  ID: 'relu-specialisation',
  LINE: '1',
};

/** As it is shipped. */
const COMMANDS = path.join(ROOT, 'dist/src/cli');

type CommandModule = Readonly<Record<string, (setExitCode: (code: number) => void) => Command>>;

/** The command line as it is defined, with actions that do nothing: what is left is to accept or refuse the arguments. */
async function parser(): Promise<Command> {
  const program = new Command('alpha-cl').exitOverride();
  for (const file of readdirSync(COMMANDS).filter((name) => name.endsWith('-command.js'))) {
    const module = (await import(pathToFileURL(path.join(COMMANDS, file)).href)) as CommandModule;
    const make = Object.entries(module).find(([name]) => name.endsWith('Command'))?.[1];
    if (make !== undefined) program.addCommand(make(() => undefined));
  }
  const quieten = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
    for (const inner of command.commands) quieten(inner);
  };
  quieten(program);
  return program;
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
      try {
        await program.parseAsync(argumentsOf(text), { from: 'user' });
      } catch (error) {
        if ((error as { exitCode?: number }).exitCode !== 0) refused.push(`${place}: ${text}: ${String(error)}`);
      }
    }
    expect(refused).toEqual([]);
    expect(all.length).toBeGreaterThan(20);
  });
});
