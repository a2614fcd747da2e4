/** An instance as readable text: exact numbers, matrices as nested rows, long lists cut. */
import { stringify } from 'fast-check';
import { row, shapeOf, type Matrix } from '../../theory/algebra/matrix.js';

/** Largest number of entries of a list that are shown; the rest is counted. */
const SHOWN = 64;
/** Largest length, in characters, of a list or record on one line. */
const LINE = 96;

/** Writes an instance as text. Numbers read back as the same float64; only lists beyond 64 entries lose some. */
export function instanceText(instance: unknown): string {
  if (typeof instance === 'number') return numberText(instance);
  if (isMatrix(instance)) return matrixText(instance);
  if (isNumbers(instance) || Array.isArray(instance)) {
    return bracketed('[', Array.from<unknown>(instance), (entry) => instanceText(entry), ']');
  }
  if (isRecord(instance)) {
    return bracketed('{', Object.entries(instance), ([key, value]) => `${key}: ${instanceText(value)}`, '}');
  }
  return stringify(instance);
}

/** Writes `Matrix [2, 3]` and its rows below one another, columns aligned. */
function matrixText(matrix: Matrix): string {
  const name = `Matrix ${shapeOf(matrix)}`;
  if (matrix.data.length === 0) return name;
  const rows = Array.from({ length: Math.min(matrix.rows, SHOWN) }, (_, i) =>
    Array.from(row(matrix, i).subarray(0, SHOWN), numberText),
  );
  const width = Math.max(...rows.flat().map(({ length }) => length));
  const ending = matrix.columns > SHOWN ? `, … ${matrix.columns - SHOWN} more]` : ']';
  const lines = rows.map((entries) => `  [${entries.map((entry) => entry.padStart(width)).join(', ')}${ending}`);
  if (matrix.rows > SHOWN) lines.push(`  … ${matrix.rows - SHOWN} more rows`);
  return [name, ...lines].join('\n');
}

function bracketed<Entry>(open: string, entries: Entry[], text: (entry: Entry) => string, close: string): string {
  const shown = entries.slice(0, SHOWN).map((entry) => text(entry));
  if (entries.length > SHOWN) shown.push(`… ${entries.length - SHOWN} more`);
  const line = `${open}${shown.join(', ')}${close}`;
  if (line.length <= LINE && !line.includes('\n')) return line;
  return [open, ...shown.map((entry) => `  ${entry.replaceAll('\n', '\n  ')}`), close].join('\n');
}

/** Writes a number; -0 keeps its sign, since it differs from 0 where a sign is taken. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function isNumbers(value: unknown): value is ArrayLike<number> & Iterable<number> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isMatrix(value: unknown): value is Matrix {
  return isRecord(value) && typeof value['rows'] === 'number' && value['data'] instanceof Float64Array;
}
