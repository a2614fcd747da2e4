/** Parts of cells of the atlas: answers with their grades, formulae, tables of Markdown. */
import { gradeLetter } from '../../base/evidence-grades.js';
import type { Statement } from '../../theory/analysis/statement.js';

export function answer({ outcome, evidence }: Statement): string {
  return `${{ holds: 'yes', fails: '**no**', open: 'open' }[outcome]} ${gradeLetter(evidence.grade)}`;
}

/** Writes a formula for Markdown, which drops a backslash before punctuation, so the thin space is spelt out. */
export function math(latex: string): string {
  return `$${latex.replaceAll(/\\,\s*/g, String.raw`\thinspace `).trim()}$`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
