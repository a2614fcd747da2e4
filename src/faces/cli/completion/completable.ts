/** Words that may stand in each place of the command line, by commander's definition. */
import type { Argument, Command, Option } from 'commander';
import { suggestionsFor } from '../suggestions.js';

export interface Completable {
  /** The words that name the command: `data download`; empty for the program itself. */
  readonly words: string;
  readonly commands: readonly CommandBelow[];
  readonly options: readonly CompletableOption[];
  readonly positions: readonly Position[];
}

export interface CommandBelow {
  readonly name: string;
  /** All words that name it: `data download`. */
  readonly words: string;
  readonly about: string;
}

export interface CompletableOption {
  /** Flags of the option: `-h`, `--help`. */
  readonly flags: readonly string[];
  readonly about: string;
  /** The value that follows it; undefined where none does. */
  readonly value: Value | undefined;
}

export interface Position {
  readonly value: Value;
  /** True if it stands for all that follow too. */
  readonly repeats: boolean;
}

export type Value =
  { readonly kind: 'word'; readonly words: readonly string[] } | { readonly kind: 'folder' | 'file' | 'anything' };

/** Returns the program and every command below it. @param words that name the command */
export function completables(command: Command, words = ''): Completable[] {
  const below = command.commands
    .filter((child) => child.name() !== 'help')
    .map((child) => ({ child, words: `${words} ${child.name()}`.trim() }));
  const own: Completable = {
    words,
    commands: below.map(({ child, words: all }) => ({ name: child.name(), words: all, about: child.description() })),
    options: [
      ...command.options.map(optionOf),
      { flags: ['-h', '--help'], about: 'print this help', value: undefined },
    ],
    positions: command.registeredArguments.map((argument) => ({
      value: valueOf(argument, argument.name()),
      repeats: argument.variadic,
    })),
  };
  return [own, ...below.flatMap(({ child, words: all }) => completables(child, all))];
}

function optionOf(option: Option): CompletableOption {
  const takes = option.required || option.optional;
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    about: option.description,
    value: takes ? valueOf(option, /[<[]([^>\]]*)/.exec(option.flags)?.[1] ?? '') : undefined,
  };
}

/** Returns the kind of value of an option or argument. @param placeholder the text between < and > in the help */
function valueOf(one: Option | Argument, placeholder: string): Value {
  const words = suggestionsFor(one);
  if (words.length > 0) return { kind: 'word', words };
  if (/^(dir|runs?)$/.test(placeholder)) return { kind: 'folder' };
  return { kind: /^(file|grid)$/.test(placeholder) ? 'file' : 'anything' };
}
