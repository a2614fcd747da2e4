/** Whether a command prints what a document shows of it. */

/**
 * As in Python's doctests: `…` stands for anything within a line, and alone on a line for any number of lines. The rest
 * must be the same, but for spaces at the ends of lines.
 */
export function printsPattern(shown: string): RegExp {
  const lines = shown.trimEnd().split('\n');
  const parts = lines.map((line) => {
    if (line.trim() === '…') return String.raw`(?:[^\n]*\n)*?`;
    return `${line
      .trimEnd()
      .split('…')
      .map(escaped)
      .join(String.raw`[^\n]*?`)}[^\\S\\n]*\\n`;
  });
  return new RegExp(String.raw`^\s*${parts.join('')}\s*$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
