/** Reads embeddings from comma-separated text. */
import { shortened } from '../../base/invalid-input.js';
import { eachRecord } from './delimited-text.js';
import { unreadable, type StoredArray } from '../arrays/stored-array.js';
import { isLabelName, RowCollector } from './table-columns.js';

/** Content of a column. */
type Role = 'number' | 'list' | 'label' | 'ignored';

/**
 * Reads a .csv or .tsv file: a row a sample, numeric columns or one column of lists, and perhaps one of labels. A first line of names
 * is recognised, and so is the column of row numbers that pandas writes.
 *
 * @throws InvalidInput on rows of different lengths, more than one column of texts, and no numbers
 */
export function readCsv(file: string): StoredArray[] {
  const rows = new RowCollector(file);
  let names: readonly string[] | undefined;
  let roles: readonly Role[] | undefined;
  eachRecord(file, (fields, number) => {
    if (number === 1 && isHeader(fields)) {
      names = fields.map((field) => field.trim());
      return;
    }
    roles ??= rolesOf(fields, names, file);
    if (fields.length !== roles.length) {
      throw unreadable(file, `record ${number} has ${fields.length} fields, and those before it ${roles.length}`);
    }
    take(fields, roles, number);
  });
  const arrays = rows.arrays();
  if (arrays.length === 0) throw unreadable(file, 'it has no rows', 'give a row for each sample');
  return arrays;

  function take(fields: readonly string[], of: readonly Role[], number: number): void {
    const numbers: number[] = [];
    let label: string | undefined;
    for (const [k, role] of of.entries()) {
      const text = (fields[k] as string).trim();
      if (role === 'label') label = text;
      else if (role === 'list') numbers.push(...listOf(text, file, number));
      else if (role === 'number') numbers.push(numberOf(text, () => `column ${k + 1} of record ${number}`, file));
    }
    rows.add(numbers, label);
  }
}

/** Tells names from data: no name is a number, except that pandas counts columns that have none, from 0. */
function isHeader(fields: readonly string[]): boolean {
  const texts = fields.map((field) => field.trim());
  const numeric = texts.filter((text) => text !== '' && !Number.isNaN(parsed(text)));
  if (numeric.length === 0) return !texts.some(isList);
  return numeric.length > 1 && numeric.every((text, k) => text === String(k));
}

function rolesOf(fields: readonly string[], names: readonly string[] | undefined, file: string): Role[] {
  const roles = fields.map((field, k): Role => {
    const name = names?.[k];
    if (name !== undefined && isLabelName(name)) return 'label';
    // Row numbers, as pandas writes them.
    if (name !== undefined && k === 0 && (name === '' || name === 'Unnamed: 0')) return 'ignored';
    const text = field.trim();
    if (isList(text)) return 'list';
    return text === '' || isNumber(text) ? 'number' : 'label';
  });
  const labels = roles.filter((role) => role === 'label').length;
  const lists = roles.filter((role) => role === 'list').length;
  if (labels > 1) throw unreadable(file, `${labels} of its columns are texts`, 'keep at most one column of labels');
  if (lists > 1) throw unreadable(file, `${lists} of its columns are lists`, 'keep one');
  return lists === 1 ? roles.map((role) => (role === 'number' ? 'ignored' : role)) : roles;
}

function isList(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']');
}

/** Numbers between brackets, as JSON or NumPy writes them. */
function listOf(text: string, file: string, number: number): number[] {
  if (!isList(text)) throw unreadable(file, `record ${number} has ${shortened(text)} where a list of numbers is due`);
  const words = text
    .slice(1, -1)
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  return words.map((word) => numberOf(word, () => `the list of record ${number}`, file));
}

function numberOf(text: string, place: () => string, file: string): number {
  if (text === '') return Number.NaN;
  if (isNumber(text)) return parsed(text);
  throw unreadable(file, `${place()} is ${JSON.stringify(shortened(text))}, and a number is due`);
}

const NOT_FINITE: Readonly<Record<string, number>> = { inf: Infinity, '+inf': Infinity, '-inf': -Infinity };

function isNumber(text: string): boolean {
  return !Number.isNaN(parsed(text)) || text.toLowerCase() === 'nan';
}

function parsed(text: string): number {
  const lower = text.toLowerCase();
  if (Object.hasOwn(NOT_FINITE, lower)) return NOT_FINITE[lower] as number;
  return /^[\s+\-\d.e]+$/.test(lower) ? Number(text) : lower === 'infinity' ? Infinity : Number.NaN;
}
