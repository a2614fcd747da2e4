/** What the modules of examples call: it collects, as text, the values whose results a comment shows. */
import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';

/** What came of one example: the values in their order, and the error that ended it early. */
export interface ExampleRun {
  readonly values: string[];
  error?: string;
}

const runs: Record<string, ExampleRun> = {};
let current: ExampleRun = { values: [] };

/** Runs the modules one after the other, beside this one, and writes what came of them to a file. */
export async function runExamples(names: readonly string[], file: string): Promise<void> {
  for (const name of names) {
    current = runs[name] = { values: [] };
    try {
      await import(new URL(`${name}.js`, import.meta.url).href);
    } catch (error) {
      current.error = String(error);
    }
  }
  writeFileSync(file, JSON.stringify(runs));
}

export function show(value: unknown): void {
  const plain = plainly(value);
  current.values.push(
    inspect(plain, {
      depth: Infinity,
      breakLength: Infinity,
      compact: true,
      maxArrayLength: null,
      maxStringLength: null,
    }),
  );
}

/** Shows the message of what the function throws. */
export async function showThrown(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    current.values.push(`throws ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  current.values.push('throws nothing');
}

/** Matrices and tensors as nested arrays, arrays of numbers as arrays; the rest as it is. */
function plainly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainly);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return [...(value as Uint8Array)];
  if (typeof value !== 'object' || value === null) return value;
  if ('arraySync' in value) return (value as { arraySync(): unknown }).arraySync();
  if (isMatrix(value)) {
    const { rows, columns, data } = value;
    return Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainly(inner)]));
}

interface MatrixLike {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

function isMatrix(value: object): value is MatrixLike {
  return Object.keys(value).toSorted().join() === 'columns,data,rows';
}
