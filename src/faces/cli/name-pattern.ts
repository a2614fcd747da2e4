/** Names with `*` for any characters, as a shell user types them. */

export function fitsPattern(pattern: string, name: string): boolean {
  return expressionOf(pattern).test(name);
}

/** Tells if some name that begins with `beginning` fits the pattern. */
export function mayFitPattern(pattern: string, beginning: string): boolean {
  const star = pattern.indexOf('*');
  const fixed = star < 0 ? pattern : pattern.slice(0, star);
  return fixed.startsWith(beginning) || (star >= 0 && beginning.startsWith(fixed));
}

function expressionOf(pattern: string): RegExp {
  const words = pattern.split('*').map((part) => part.replaceAll(/[^a-z0-9-]/gi, String.raw`\$&`));
  return new RegExp(`^${words.join('.*')}$`);
}
