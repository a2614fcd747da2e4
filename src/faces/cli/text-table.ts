/** Tables for the terminal, without colours. */
import { Table } from 'console-table-printer';

export interface TextColumn<Name extends string> {
  readonly name: Name;
  readonly title: string;
  readonly alignment: 'left' | 'right';
}

/** Returns a column of words, aligned to the left. */
export function left<Name extends string>(name: Name, title: string = name): TextColumn<Name> {
  return { name, title, alignment: 'left' };
}

/** Returns a column of numbers, aligned to the right. */
export function right<Name extends string>(name: Name, title: string = name): TextColumn<Name> {
  return { name, title, alignment: 'right' };
}

/** Writes a table. @param rows a text for the name of each column; others are left out */
export function textTable<Name extends string>(
  columns: readonly TextColumn<Name>[],
  rows: readonly Readonly<Record<NoInfer<Name>, string>>[],
): string {
  const shown = rows.map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name]])));
  return new Table({ shouldDisableColors: true, columns: [...columns], rows: shown }).render();
}
