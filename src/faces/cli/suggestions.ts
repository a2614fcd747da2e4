/** Words that an option or an argument may be, for completion in a shell where they are too many for the help text. */
import type { Argument, Command, Option } from 'commander';

type Words = readonly string[];
/** Words, or what loads them: most help texts and commands need none. */
type Suggested = Words | (() => Promise<Words>);

const SUGGESTED = new WeakMap<Option | Argument, Suggested>();

/**
 * Sets the suggested words of an option or argument.
 *
 * @param name `--claims` for an option, `table` for an argument @throws Error when the command has none of that name
 */
export function suggest(command: Command, name: string, words: Suggested): Command {
  const found =
    command.options.find(({ long }) => long === name) ??
    command.registeredArguments.find((argument) => argument.name() === name);
  if (found === undefined) throw new Error(`${command.name()} has no ${name}`);
  SUGGESTED.set(found, words);
  return command;
}

/** Returns the suggested words, or else the choices of the definition; none if any word may be given. */
export async function suggestionsFor(one: Option | Argument): Promise<Words> {
  const words = SUGGESTED.get(one) ?? one.argChoices ?? [];
  return typeof words === 'function' ? words() : words;
}
