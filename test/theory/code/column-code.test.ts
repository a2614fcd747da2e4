/** Generated code of losses of columns against their value and gradient in float64. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { fromNested } from '../../../src/theory/algebra/matrix.js';
import { generateCode, type CodeLanguage } from '../../../src/theory/code/generate-code.js';
import { columnLoss } from '../../../src/theory/distance-losses/column-loss.js';
import { columnObjective, OUTSIDE_LOSSES } from '../../../src/theory/distance-losses/outside-losses.js';
import {
  codeFolder,
  difference,
  JAX_TITLE,
  python,
  WITHOUT,
  type Answer,
  type PythonLibrary,
} from './generated-code.js';

const [Z1, Z2] = [
  [
    [0.9, -1.2, 0.3],
    [-0.4, 0.7, 1.6],
    [0.2, 0.1, -0.8],
    [-1.5, 0.6, 0.4],
  ],
  [
    [0.7, -0.9, 0.6],
    [-0.1, 0.8, 1.1],
    [0.5, -0.3, -0.9],
    [-1.1, 0.2, 0.9],
  ],
];

const OBJECTIVES = Object.keys(OUTSIDE_LOSSES).flatMap((name) => columnObjective(name) ?? []);

function written(folder: string, language: CodeLanguage, objective: (typeof OBJECTIVES)[number]): string {
  const file = path.join(folder, `${objective.name}.${language}.${language === 'typescript' ? 'ts' : 'py'}`);
  writeFileSync(file, generateCode(language, { ...objective, command: 'a test' }));
  return file;
}

function expectedOf({ formulae }: (typeof OBJECTIVES)[number]): Answer {
  const { value, z, zPrime } = columnLoss(formulae, fromNested(Z1), fromNested(Z2));
  return { value, gradient: [[...z.data], [...zPrime.data]] };
}

it('there are losses of columns', () => {
  expect(OBJECTIVES.map(({ name }) => name)).toEqual(['vicreg', 'barlow-twins']);
});

describe.each<[string, PythonLibrary]>([
  ['pytorch', 'pytorch'],
  ['numpy', 'numpy'],
  [JAX_TITLE, 'jax'],
])('code of losses of columns for %s', (_title, library) => {
  it.skipIf(WITHOUT[library])(
    'gives value and gradient as float64 does, and checks itself',
    () => {
      const folder = codeFolder();
      const files = OBJECTIVES.map((one) => written(folder, library, one));
      const job = files.map((file, k) => ({
        file,
        function: `${OBJECTIVES[k]?.name.replace('-', '_')}_loss`,
        z1: Z1,
        z2: Z2,
      }));
      const told = python(library, [path.join(import.meta.dirname, 'run_cases.py')], JSON.stringify([library, job]));
      const answers = JSON.parse(told) as { readonly value: number; readonly gradient?: number[][][] }[];
      answers.forEach(({ value, gradient = [] }, k) => {
        const found = { value, gradient: gradient.map((rows) => rows.flat()) };
        expect(difference(found, expectedOf(OBJECTIVES[k] as (typeof OBJECTIVES)[number]))).toBeLessThan(1e-12);
      });
      expect(python(library, files.slice(0, 1))).toBe('ok\n');
    },
    300_000,
  );
});

it('code of losses of columns for typescript gives the value, and checks itself', async () => {
  const folder = codeFolder();
  for (const objective of OBJECTIVES) {
    const source = readFileSync(written(folder, 'typescript', objective), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    const { check, ...functions } = (await import(`data:text/javascript,${encodeURIComponent(outputText)}`)) as Record<
      string,
      (z1: number[][], z2: number[][]) => number
    >;
    (check as unknown as () => void)();
    const [loss] = Object.values(functions);
    expect(loss?.(Z1, Z2)).toBeCloseTo(expectedOf(objective).value, 12);
    expect(() => loss?.(Z1, Z2.slice(1))).toThrow(RangeError);
  }
});

it('has no weights of negatives to diagnose', () => {
  const [objective] = OBJECTIVES as [(typeof OBJECTIVES)[number]];
  expect(() => generateCode('pytorch', { ...objective, command: '' }, { diagnosis: true })).toThrow(
    'vicreg has no negatives, and so no weights of them to diagnose: leave the diagnosis out',
  );
});
