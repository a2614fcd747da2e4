/** Checks for faults that JSON.parse lets pass: keys given twice, of which it keeps the last, and nesting without bound. */

/** Matches spaces and a colon: the string before them is a key. */
const COLON = /[ \t\n\r]*:/y;

/**
 * Looks for both faults in a text that may not be JSON at all.
 *
 * @returns what is wrong, in words; nothing where only JSON.parse can find fault
 * @throws SyntaxError for a malformed key
 */
export function beyondLimits(text: string, maximalDepth: number): string | undefined {
  /** The keys of each object that is open, and nothing for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      if (open.length > maximalDepth) return `it nests deeper than ${maximalDepth} levels at character ${at}`;
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = afterString(text, at);
      COLON.lastIndex = end;
      const keys = open.at(-1);
      if (keys !== undefined && COLON.test(text)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) return `it gives "${key}" twice, again at character ${at}`;
        keys.add(key);
      }
      at = end - 1;
    }
  }
}

/** Returns the position after a string. @param start position of the opening quote */
function afterString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
