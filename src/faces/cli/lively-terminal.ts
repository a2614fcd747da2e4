/** Tells if a stream is a terminal on which a line may move and have colour. */

/**
 * Tells if a stream is such a terminal. NO_COLOR counts if it is set and not empty (https://no-color.org); without a width, ora
 * would clear lines without end.
 */
export function isLively(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  { NO_COLOR = '', TERM }: NodeJS.ProcessEnv = process.env,
): boolean {
  return stream.isTTY === true && (stream.columns ?? 0) > 0 && NO_COLOR === '' && TERM !== 'dumb';
}
