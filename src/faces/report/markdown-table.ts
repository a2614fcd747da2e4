/** Returns a table in Markdown; the first column holds words, the others numbers. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [line(titles), line(titles.map((_, k) => (k === 0 ? '---' : '---:'))), ...rows.map(line)].join('');
}
