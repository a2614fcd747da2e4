/**
 * The one error for input that a person can mend: a value, a file, an option.
 *
 * The message says what was given, what is allowed and what to do. The command line prints the message alone and
 * exits with 2; any other error is a defect of ours and keeps its stack.
 */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}

/**
 * An unknown name, answered with the valid ones.
 *
 * @param kind what was named, in the singular (`loss`, `claim`)
 * @param given the name as typed
 * @param known every valid name
 */
export function unknownName(kind: string, given: string, known: Iterable<string>): InvalidInput {
  return new InvalidInput(`unknown ${kind} "${given}": choose one of ${[...known].join(', ')}`);
}
