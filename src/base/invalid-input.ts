import { didYouMean } from './nearest-name.js';

/**
 * The one error for input that a person can mend: a value, a file, an option.
 *
 * The message says what was given, what is allowed and what to do. The command line prints the message alone and
 * exits with 2; any other error is a defect of ours and keeps its stack.
 */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}

/** Letters of what was given that a message repeats. */
const QUOTED = 60;

/** What was given, as a message names it: in quotes, in one line, without the rest where it is long. */
export function quoted(given: string): string {
  return JSON.stringify(shortened(given));
}

/** Without the rest, where it is long. */
export function shortened(text: string): string {
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)}…`;
}

/**
 * An unknown name, answered with the valid ones and with the one that was probably meant.
 *
 * @param kind what was named, in the singular (`loss`, `claim`)
 * @param given the name as typed
 * @param known every valid name
 */
export function unknownName(kind: string, given: string, known: Iterable<string>): InvalidInput {
  const names = [...known];
  // Those who write JavaScript may give anything for a name.
  const shown = typeof given === 'string' ? quoted(given) : shortened(String(given));
  const hint = typeof given === 'string' ? didYouMean(given, names) : '';
  return new InvalidInput(`unknown ${kind} ${shown}: choose one of ${names.join(', ')}${hint}`);
}
