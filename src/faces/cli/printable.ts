/** Text for a terminal that may quote foreign words: arguments, file names, contents of damaged files. */

/** Characters that are invisible or move others: controls except line breaks, and marks that change the direction of writing. */
const UNSEEN = /[^\P{C}\n]|[\u2028\u2029]/gu;

/** Number of characters that are kept at the two ends of an overlong word. */
const [BEGINNING, END] = [120, 40];
const LONG = /\S{400,}/g;

/** Writes such characters as `\u{1b}`, so that they cannot control the terminal, and shortens overlong words in the middle. */
export function printable(text: string): string {
  return text
    .replaceAll(LONG, (word) => `${word.slice(0, BEGINNING)}…${word.slice(-END)}`)
    .replaceAll(UNSEEN, (letter) => String.raw`\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);
}
