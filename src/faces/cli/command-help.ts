/** Text below the options in the help of a command: how it works, examples, and its exit codes. */
import type { Command } from 'commander';
import { PROGRAM } from '../../base/program-name.js';

export interface HelpPage {
  /** Paragraphs before the examples. */
  readonly notes?: readonly string[];
  /** Example commands, with an explanation where the effect is not obvious. */
  readonly examples: readonly (string | readonly [command: string, what: string])[];
  /** Meaning of each exit code. */
  readonly exitCodes: Readonly<Record<number, string>>;
}

/** Width in columns of the help of every command. */
export const HELP_WIDTH = 80;

/** Exit codes of every command that can be interrupted with nothing lost. */
export const INTERRUPTED = {
  129: 'interrupted by SIGHUP, as when a terminal is closed',
  130: 'interrupted by SIGINT',
  143: 'interrupted by SIGTERM',
} as const;

const PAGES = new WeakMap<Command, HelpPage>();

/** Adds the page to the command's help. */
export function withHelp(command: Command, page: HelpPage): Command {
  PAGES.set(command, page);
  return command.configureHelp({ helpWidth: HELP_WIDTH }).addHelpText('after', () => helpText(page));
}

/** Returns the help page that `withHelp` was given. */
export function helpPageOf(command: Command): HelpPage | undefined {
  return PAGES.get(command);
}

function helpText({ notes = [], examples, exitCodes }: HelpPage): string {
  const codes = Object.entries(exitCodes).map(([code, what]) => `${code} ${what}`);
  return [
    ...notes.flatMap((note) => ['', wrapped(note)]),
    '',
    'Examples:',
    ...exampleLines(examples),
    '',
    wrapped(`Exit code: ${codes.join(', ')}.`),
  ].join('\n');
}

const PROMPT = '  $ ';

function exampleLines(examples: HelpPage['examples']): string[] {
  const pairs = examples.map((one): readonly [string, string] => {
    const [command, what] = typeof one === 'string' ? [one, ''] : one;
    return [command.replaceAll(/(?<![\w/])alpha-cl (?=[a-z])/g, `${PROGRAM} `), what];
  });
  const explained = pairs.filter(([command, what]) => what !== '' && !command.includes('\n'));
  const width = Math.max(...explained.map(([command]) => command.length));
  const fits = explained.every(([, what]) => PROMPT.length + width + 2 + what.length <= HELP_WIDTH);
  return pairs.flatMap(([command, what]) => {
    if (what === '') return brokenCommand(command);
    if (fits) return [`${PROMPT}${command.padEnd(width)}  ${what}`];
    return [`  # ${what}`, ...brokenCommand(command)];
  });
}

/** Breaks a command into lines before its options, as a shell reads them. */
function brokenCommand(command: string): string[] {
  if (PROMPT.length + command.length <= HELP_WIDTH) return [`${PROMPT}${command}`];
  const lines = [''];
  for (const part of command.split(/ (?=-|\|)/)) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? `${PROMPT}${part}` : `${line} ${part}`;
    // Room for the backslash.
    if (longer.length + 2 <= HELP_WIDTH) lines[lines.length - 1] = longer;
    else lines.push(`      ${part}`);
  }
  return lines.map((line, k) => (k < lines.length - 1 ? `${line} \\` : line));
}

/** Breaks a text into lines of at most `HELP_WIDTH` columns. */
function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= HELP_WIDTH) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join('\n');
}
