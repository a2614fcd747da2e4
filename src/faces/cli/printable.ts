/** Text for a terminal that may quote what somebody else wrote: arguments, names of files, what a damaged file holds. */

/** Letters that are not shown or move the others: controls but line breaks, and marks that change the direction of writing. */
const UNSEEN = /[^\P{C}\n]|[\u2028\u2029]/gu;

/** Letters of a word that are kept at its two ends, where it is longer than a person reads. */
const [BEGINNING, END] = [120, 40];
const LONG = /\S{400,}/g;

/** With such letters written as `\u{1b}`, so that they cannot drive the terminal, and without the middle of endless words. */
export function printable(text: string): string {
  return text
    .replaceAll(LONG, (word) => `${word.slice(0, BEGINNING)}…${word.slice(-END)}`)
    .replaceAll(UNSEEN, (letter) => String.raw`\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);
}
