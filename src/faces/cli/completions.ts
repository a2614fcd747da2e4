/** Lists words that may end a command line, from commander’s definition. */
import type { Argument, Command, Option } from 'commander';
import { suggestionsFor } from './suggestions.js';

/**
 * Returns one line per word that the last one may become, with its description after a tab; `:folder` or `:file` alone where the
 * shell knows the words.
 *
 * @param words of a command line after the program's name; `=` may be a word of its own, as bash has it
 */
export async function completions(program: Command, words: readonly string[]): Promise<readonly string[]> {
  let [command, place]: [Command, number] = [program, 0];
  let option: Option | undefined;
  for (const word of words.slice(0, -1).filter((one) => one !== '=')) {
    const below = place === 0 ? command.commands.find((child) => child.name() === word) : undefined;
    // The value of the option before it.
    if (option !== undefined) option = undefined;
    else if (below !== undefined) command = below;
    else if (word.startsWith('-')) option = valuedOption(command, word);
    else place++;
  }
  const current = words.at(-1) ?? '';
  const assigned = /^(--[^=]+)=/.exec(current)?.[1];
  option ??= assigned === undefined ? undefined : valuedOption(command, assigned);
  if (option !== undefined) return values(option, /[<[]([^>\]]*)/.exec(option.flags)?.[1] ?? '');
  if (current.startsWith('-')) {
    const help = ['-h', '--help'].map((flag) => `${flag}\tprint this help`);
    const shown = command.options.filter(({ hidden }) => !hidden);
    return [...shown.flatMap(({ short, long, description }) => named([short, long], description)), ...help];
  }
  if (command.commands.length > 0) {
    return command.commands.flatMap((child) => named([child.name()], child.description()));
  }
  const { registeredArguments: all } = command;
  const argument = all[place] ?? (all.at(-1)?.variadic === true ? all.at(-1) : undefined);
  return argument === undefined ? [] : values(argument, argument.name());
}

function valuedOption({ options }: Command, flag: string): Option | undefined {
  return options.find(({ short, long, required, optional }) => [short, long].includes(flag) && (required || optional));
}

function named(words: readonly (string | undefined)[], description: string): string[] {
  return words.flatMap((word) => (word === undefined ? [] : [`${word}\t${description}`]));
}

/** Returns the values of an option or argument. @param placeholder the text between < and > in the help */
async function values(one: Option | Argument, placeholder: string): Promise<readonly string[]> {
  const words = await suggestionsFor(one);
  if (words.length > 0) return words;
  if (/^(dir|runs?)$/.test(placeholder)) return [':folder'];
  return /^(file|grid)$/.test(placeholder) ? [':file'] : [];
}
