/** `docs/command-line.md`, from commander's own definition. */
import type { Command } from 'commander';
import { helpPageOf } from '../../../src/faces/cli/command-help.js';

/** A command and all words that name it. */
export interface NamedCommand {
  readonly name: string;
  readonly command: Command;
}

/** The program and every command below it, but for commander's own `help`. */
export function everyCommand(command: Command, name = command.name()): NamedCommand[] {
  const children = command.commands.filter((child) => child.name() !== 'help');
  return [{ name, command }, ...children.flatMap((child) => everyCommand(child, `${name} ${child.name()}`))];
}

/** As a person reads it who asks for it. */
export function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => void (text += part) }).outputHelp();
  return text;
}

export function commandPage(program: Command): string {
  const commands = everyCommand(program);
  const [root, ...others] = commands;
  return [
    '# The command line',
    '',
    '_Generated from the commands themselves: `npm run docs:commands`._',
    '',
    'Results go to standard output, and with `--json` nothing else does; progress, warnings and errors go to standard error.',
    'Closing the pipe (`| head`) does not stop the run. On a terminal one line shows the progress; elsewhere, or with `NO_COLOR`',
    'set, nothing moves and nothing has colour, and long work prints its progress once a minute.',
    '',
    '## Exit codes',
    '',
    '| command | exit code | meaning |',
    '| --- | --- | --- |',
    ...others.flatMap(({ name, command }) =>
      codesOf(command).map(([code, meaning], k) => `| ${k === 0 ? `\`${name}\`` : ''} | ${code} | ${meaning} |`),
    ),
    '| all | 70 | a defect of alpha-cl itself, told with its place: please report it |',
    '',
    ...(root === undefined ? [] : section(root)),
    ...others.flatMap(section),
  ].join('\n');
}

function section({ name, command }: NamedCommand): string[] {
  return [`## ${name}`, '', '```text', helpOf(command).trimEnd(), '```', ''];
}

function codesOf(command: Command): [string, string][] {
  return Object.entries(helpPageOf(command)?.exitCodes ?? {});
}
