/** Quotes any text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w%+,./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Writes options of a command, those without a value left out; a list is an option given several times. */
export function shellOptions(options: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  return Object.entries(options)
    .flatMap(([name, value = []]) => [value].flat().map((one) => `--${name} ${shellWord(one)}`))
    .join(' ');
}
