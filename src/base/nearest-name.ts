/** Finds the name that was meant by one that is slightly wrong. */

/**
 * Returns the known name with the fewest letters inserted, left out, replaced or swapped with their neighbour (optimal string
 * alignment, a restricted Damerau–Levenshtein distance), regardless of case; else the only one that begins as given.
 *
 * @returns undefined where none is near: more than a third of the letters differ
 */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  const [text, names] = [plain(given), [...known]];
  // Beyond every name, and too long for a table of all pairs of letters.
  if (text === '' || text.length > LONGEST) return undefined;
  let nearest: string | undefined;
  let least = Infinity;
  for (const name of names) {
    const distance = editDistance(text, plain(name));
    const length = Math.max(text.length, name.length);
    if (distance < least && distance <= Math.floor(length / 3)) {
      [nearest, least] = [name, distance];
    }
  }
  if (nearest !== undefined) return nearest;
  const begun = text.length < SHORTEST_BEGINNING ? [] : names.filter((name) => plain(name).startsWith(text));
  return begun.length === 1 ? begun[0] : undefined;
}

/** Returns ` (did you mean tau?)`, or nothing where no known name is near. */
export function didYouMean(given: string, known: Iterable<string>): string {
  const nearest = nearestName(given, known);
  return nearest === undefined || nearest === given ? '' : ` (did you mean ${nearest}?)`;
}

const LONGEST = 100;
const SHORTEST_BEGINNING = 3;

function plain(name: string): string {
  return name.trim().toLowerCase();
}

function editDistance(a: string, b: string): number {
  /** Edit distances from each prefix of a to the prefix of b before last, and to the last one. */
  let [beforeLast, last] = [[] as number[], Array.from({ length: a.length + 1 }, (_, i) => i)];
  for (let j = 1; j <= b.length; j++) {
    const row = [j];
    for (let i = 1; i <= a.length; i++) {
      const replaced = (last[i - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, (last[i] ?? 0) + 1, (row[i - 1] ?? 0) + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) least = Math.min(least, (beforeLast[i - 2] ?? 0) + 1);
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  return last[a.length] ?? 0;
}
