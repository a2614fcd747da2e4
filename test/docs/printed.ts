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

const NUMBER = String.raw`-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Infinity)`;

/**
 * Compares a value, as `util.inspect` prints it, with what a comment shows of it: `{ lower: 0.3133, … }`. Spaces beside brackets,
 * commas and colons do not count. A number of up to three digits is meant exactly, but for the rounding of float64; a longer one is rounded.
 */
export function printsValue(shown: string, printed: string): boolean {
  const numbers: string[] = [];
  const number = new RegExp(String.raw`(?<![\w.])${NUMBER}(?![\w.])`, 'g');
  const pattern = spaceless(shown)
    .split('…')
    .map((part) => {
      numbers.push(...(part.match(number) ?? []));
      return part.split(number).map(escaped).join(`(${NUMBER})`);
    });
  const found = new RegExp(`^${pattern.join('.*?')}$`, 's').exec(spaceless(printed));
  return found !== null && numbers.every((text, k) => agree(text, Number(found[k + 1])));
}

function spaceless(text: string): string {
  return text.replaceAll(/\s*([[\]{},:])\s*/g, '$1');
}

function agree(shown: string, value: number): boolean {
  const number = Number(shown);
  if (number === value) return true;
  const [mantissa = '', exponent = '0'] = shown.split('e');
  const digits = mantissa.replaceAll(/[-.]/g, '').replace(/^0+/, '').length;
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  const lastDigit = 10 ** (Number(exponent) - decimals);
  const allowed = digits > 3 ? lastDigit / 2 : 0;
  return Math.abs(value - number) <= allowed + 1e-12 * Math.max(1, Math.abs(number));
}
