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
    'Results go to standard output, and with `--json` nothing else does; progress, warnings and refusals go to standard error. A',
    'reader that goes (`| head`) loses the words and stops no work. On a terminal one line keeps up with what is done; elsewhere,',
    'or with `NO_COLOR` set, nothing moves and nothing has colour, and long work tells where it is once a minute.',
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
