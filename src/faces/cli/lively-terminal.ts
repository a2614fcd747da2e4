/** Tells if a stream is a terminal on which a line may move and have colour. */

/** https://no-color.org: set to anything but nothing. A terminal that tells no width makes ora clear infinitely many lines. */
export function isLively(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  { NO_COLOR = '', TERM }: NodeJS.ProcessEnv = process.env,
): boolean {
  return stream.isTTY === true && (stream.columns ?? 0) > 0 && NO_COLOR === '' && TERM !== 'dumb';
}
