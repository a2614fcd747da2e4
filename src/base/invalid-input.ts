import { didYouMean } from './nearest-name.js';

/**
 * The error for input that a user can correct: a value, a file, an option.
 *
 * The message says what was given, what is allowed and what to do. The command line prints the message alone and exits with 2;
 * any other error is a defect of ours and keeps its stack.
 */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}

/** Number of characters of a given text that a message repeats. */
const QUOTED = 60;

/** Quotes a given text for a message, in one line, without the rest where it is long. */
export function quoted(given: string): string {
  return JSON.stringify(shortened(given));
}

/** Cuts off the rest of a text where it is long. */
export function shortened(text: string): string {
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)}…`;
}

/**
 * Makes the error for an unknown name, with the valid ones and the one that was probably meant.
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
