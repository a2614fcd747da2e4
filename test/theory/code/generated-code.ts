/** Generated code in the interpreters that run it, and losses with what float64 gives for them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { generateCode, type CodeLanguage } from '../../../src/theory/code/generate-code.js';
import { fromNested, type Matrix } from '../../../src/theory/algebra/matrix.js';
import {
  distanceWeights,
  gradientOfWeights,
  type DistanceLoss,
} from '../../../src/theory/distance-losses/distance-loss.js';
import { unitRows, unitRowsGradient } from '../../../src/theory/losses/unit-rows.js';
import { isLacking } from '../../required.js';

const DEBIAN = '/usr/bin/python3';
const JAX = process.env['ALPHA_CL_PYTHON_JAX'] ?? '';

export type PythonLibrary = Exclude<CodeLanguage, 'typescript'>;

export const PYTHONS: Readonly<Record<PythonLibrary, string>> = { pytorch: DEBIAN, numpy: DEBIAN, jax: JAX };

function has(program: string, module: string): boolean {
  const look = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`;
  return program !== '' && spawnSync(program, ['-c', look]).status === 0;
}

const REMEDY_JAX = 'name a Python that has jax in ALPHA_CL_PYTHON_JAX';

/** Whether the tests of a library are to be skipped. */
export const WITHOUT: Readonly<Record<PythonLibrary, boolean>> = {
  pytorch: isLacking('PYTORCH', has(DEBIAN, 'torch'), 'install the package python3-torch'),
  numpy: isLacking('PYTORCH', has(DEBIAN, 'numpy'), 'install the package python3-numpy'),
  jax: isLacking('JAX', has(JAX, 'jax'), REMEDY_JAX),
};

/** For the title of what is skipped. */
export const JAX_TITLE = WITHOUT.jax ? `jax (skipped: ${REMEDY_JAX})` : 'jax';

/** A batch, and what is known of a loss on it. */
export interface Case {
  readonly name: string;
  readonly loss: DistanceLoss;
  readonly z1: number[][];
  readonly z2: number[][];
  readonly labels?: readonly number[];
  readonly averages?: readonly (readonly number[])[];
  readonly dtype?: string;
}

export interface Answer {
  readonly value: number;
  readonly gradient: readonly (readonly number[])[];
}

/** Value and gradient with respect to rows before they are normalised. */
export function expectedOf({ loss, z1, z2, labels, averages }: Omit<Case, 'name'>): Answer {
  const [a, b] = [fromNested(z1), fromNested(z2)];
  const [first, second] = [unitRows(a), unitRows(b)];
  const isPlain = loss.distance === 'dot';
  const [x, y] = isPlain ? [a, b] : [first.unit, second.unit];
  const weights = distanceWeights(loss, x, y, {
    ...(labels !== undefined && { labels }),
    ...(averages !== undefined && { averages: averages.map((one) => Float64Array.from(one)) }),
  });
  const { z, zPrime } = gradientOfWeights(loss, weights, x, y);
  const back: Matrix[] = isPlain ? [z, zPrime] : [unitRowsGradient(first, z), unitRowsGradient(second, zPrime)];
  return { value: weights.value, gradient: back.map(({ data }) => [...data]) };
}

/** A folder for files of code, which is removed when the test is over. */
export function codeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-code-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes the file of a loss. @returns its path */
export function writtenCode(
  folder: string,
  language: CodeLanguage,
  { name, loss }: Pick<Case, 'name' | 'loss'>,
  diagnosis = false,
): string {
  const file = path.join(folder, `${name}.${language}.${language === 'typescript' ? 'ts' : 'py'}`);
  const command = `npx alpha-cl generate ${language}`;
  writeFileSync(file, generateCode(language, { name, title: name, source: 'a test', loss, command }, { diagnosis }));
  return file;
}

/** Runs cases in one process of a library. */
export function answersOf(library: PythonLibrary, cases: readonly Case[]): Answer[] {
  const folder = codeFolder();
  const job = cases.map(({ loss, name, averages, ...batch }) => ({
    ...batch,
    // Code keeps averages of exponentials as logarithms.
    ...(averages !== undefined && { averages: averages.map((one) => one.map(Math.log)) }),
    file: writtenCode(folder, library, { name, loss }),
    function: `${name.replaceAll('-', '_')}_loss`,
  }));
  const answers = python(library, [path.join(import.meta.dirname, 'run_cases.py')], JSON.stringify([library, job]));
  const found = JSON.parse(answers.replaceAll(/\bNaN\b|-?\bInfinity\b/g, 'null')) as {
    readonly value: number;
    readonly gradient?: number[][][];
  }[];
  return found.map(({ value, gradient = [] }) => ({ value, gradient: gradient.map((rows) => rows.flat()) }));
}

/** Runs Python. @throws Error with what it says when it fails */
export function python(library: PythonLibrary, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(PYTHONS[library], args, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return stdout;
}

/** The largest difference of two answers, the value's relative to the larger of 1 and itself, the gradient's to its largest entry. */
export function difference(found: Answer, expected: Answer): number {
  const largest = Math.max(...expected.gradient.flat().map(Math.abs), Number.MIN_VALUE);
  const ofValue = Math.abs(found.value - expected.value) / Math.max(1, Math.abs(expected.value));
  const ofGradient = found.gradient.flatMap((one, view) =>
    one.map((entry, k) => Math.abs(entry - (expected.gradient[view]?.[k] ?? Number.NaN)) / largest),
  );
  const all = [ofValue, ...ofGradient];
  return all.some(Number.isNaN) ? Number.NaN : Math.max(...all);
}
