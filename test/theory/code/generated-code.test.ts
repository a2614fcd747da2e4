/** Generated code against the weights of pairs in float64, run in the libraries that it is written for. */
import { readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { alphaClFormulae } from '../../../src/theory/code/alpha-cl-formulae.js';
import { generateCode } from '../../../src/theory/code/generate-code.js';
import { columnObjective } from '../../../src/theory/distance-losses/outside-losses.js';
import { distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { distanceLossNames, namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import {
  answersOf,
  codeFolder,
  difference,
  expectedOf,
  JAX_TITLE,
  python,
  PYTHONS,
  WITHOUT,
  writtenCode,
  type Case,
  type PythonLibrary,
} from './generated-code.js';

const [SAMPLES, WIDTH] = [5, 3];

/** Two views of some samples, close to each other and short enough for losses of scalar products. */
function batch(seed: number, samples = SAMPLES, width = WIDTH): { readonly z1: number[][]; readonly z2: number[][] } {
  const random = randomStream(seed, 'generated code');
  const rows = (): number[][] =>
    Array.from({ length: samples }, () => Array.from({ length: width }, () => random.uniform() - 0.5));
  const [z1, noise] = [rows(), rows()];
  return { z1, z2: z1.map((z, i) => z.map((x, k) => 0.7 * x + 0.5 * (noise[i]?.[k] ?? 0))) };
}

/** Every named loss without and with labels, and the losses that are typed in other ways. */
function cases(): Case[] {
  const named = distanceLossNames().map((name) => ({ name, loss: namedDistanceLoss(name) }));
  const alpha = ['exp(-r^2/tau)', 'max(0, 1 - d)', '1'].map((text, k) => ({
    name: `alpha-${k}`,
    loss: distanceLoss(alphaClFormulae({ alpha: text, parameters: text.includes('tau') ? { tau: 0.5 } : {} })),
  }));
  const minimisers = (['power', 'square'] as const).map((name) => ({
    name: `alpha-${name}`,
    loss: distanceLoss(alphaClFormulae({ name })),
  }));
  const sums = { mu: 'level(max(0, x - n*(1 + p))^1.5)' };
  const levelOfPairs = { name: 'level', loss: distanceLoss({ anchor: 'sum(detach(max(0, mu - n))*(p - n))', sums }) };
  return [...named, ...alpha, ...minimisers, levelOfPairs].flatMap(({ name, loss }, k) => [
    { name, loss, ...batch(k) },
    {
      name,
      loss,
      ...batch(k),
      labels: [0, 1, 0, 2, 1],
      ...(name === 'sogclr' && { averages: [Array.from({ length: SAMPLES }, (_, i) => 1 + i)] }),
    },
  ]);
}

describe.each<[string, PythonLibrary]>([
  ['pytorch', 'pytorch'],
  ['numpy', 'numpy'],
  [JAX_TITLE, 'jax'],
])('code for %s', (_title, library) => {
  it.skipIf(WITHOUT[library])(
    'gives value and gradient of every loss as float64 does, with labels and without',
    () => {
      // XLA compiles each function, which takes longest of all: every sixth loss there, and the last.
      const chosen = cases().filter((_, k, all) => library !== 'jax' || k % 12 === 1 || k === all.length - 1);
      const answers = answersOf(library, chosen);
      expect(answers).toHaveLength(chosen.length);
      answers.forEach((answer, k) => {
        const one = chosen[k] as Case;
        expect(difference(answer, expectedOf(one)), `${one.name} ${String(one.labels)}`).toBeLessThan(1e-9);
      });
    },
    300_000,
  );

  it.skipIf(WITHOUT[library])(
    'checks itself, and notices a constant that is broken',
    () => {
      const file = writtenCode(codeFolder(), library, { name: 'nt-xent', loss: namedDistanceLoss('nt-xent') });
      expect(python(library, [file])).toBe('ok\n');
      const code = readFileSync(file, 'utf8');
      writeFileSync(file, code.replace('tau=0.5', 'tau=0.51').replace('tau=0.5)', 'tau=0.51)'));
      const { status, stderr } = spawnSync(PYTHONS[library], [file], { encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stderr).toMatch(/nt_xent_loss: .*value is .*, expected /);
    },
    120_000,
  );
});

/** Formulae of distances with sums, held parts and functions of every kind, that have a value on a batch. */
function randomCases(): Case[] {
  const terms = fc.letrec<{ term: string; pair: string }>((tie) => {
    const expression = (
      leaves: string[],
      self: 'term' | 'pair',
      ...more: fc.Arbitrary<string>[]
    ): fc.Arbitrary<string> =>
      fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(...leaves, '1', '0.5', 'a', 'b', '2'),
        ...more,
        fc.tuple(tie(self), fc.constantFrom('+', '-', '*'), tie(self)).map(([u, o, v]) => `((${u}) ${o} (${v}))`),
        fc.tuple(tie(self), tie(self)).map(([u, v]) => `((${u})/(1.5 + abs(${v})))`),
        fc.tuple(fc.constantFrom('max', 'min'), tie(self), tie(self)).map(([name, u, v]) => `${name}(${u}, ${v})`),
        fc
          .tuple(fc.constantFrom('exp', 'tanh', 'sigmoid', 'softplus', 'abs', 'expm1', 'detach'), tie(self))
          .map(([name, u]) => `${name}(${u})`),
        tie(self).map((u) => `log(1 + exp(${u}))`),
        tie(self).map((u) => `sqrt(0.1 + (${u})^2)`),
      );
    return {
      pair: expression(['p', 'n', 'n', 'p - n'], 'pair'),
      term: expression(
        ['p', 'M', 'N', 'P'],
        'term',
        tie('pair').map((u) => `sum((${u}) + 0.1*n)`),
        tie('pair').map((u) => `log(sum(exp((${u}) - n)))`),
        tie('pair').map((u) => `log(sum_positives(exp(p + sum(exp(-n - abs(${u}))))))`),
        tie('pair').map((u) => `level(max(0, x - n - tanh(${u})))`),
        tie('pair').map((u) => `sum_anchors(0.1*p + sum(tanh((${u}) - n)))`),
      ),
    };
  });
  const made: Case[] = [];
  for (const [k, text] of fc.sample(terms.term, { numRuns: 2000, seed: 5 }).entries()) {
    const symbols = ['a', 'b'].filter((name) => new RegExp(String.raw`\b${name}\b`).test(text));
    const parameters = Object.fromEntries(symbols.map((name) => [name, name === 'a' ? 0.7 : -0.3]));
    const choice = {
      anchors: k % 3 === 0 ? 'first' : 'both',
      negatives: (['both', 'same', 'other'] as const)[k % 3] ?? 'both',
    } as const;
    if (text.length < 12 || text.length > 900 || !text.includes('sum')) continue;
    try {
      const one = { loss: distanceLoss({ anchor: text, parameters }, choice), ...batch(k) };
      const labelled = k % 2 === 0 ? one : { ...one, labels: [0, 1, 0, 2, 1] };
      const { value, gradient } = expectedOf(labelled);
      // Beyond these, a difference of large numbers loses digits in any order of summation.
      if (
        Math.abs(value) > 1e6 ||
        Math.max(...gradient.flat().map(Math.abs)) < 1e-4 ||
        gradient.flat().some(Number.isNaN)
      )
        continue;
      if (made.push({ name: `formula-${k}`, ...labelled }) === 200) break;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
    }
  }
  return made;
}

describe('code for PyTorch and TypeScript', () => {
  it.skipIf(WITHOUT.pytorch)(
    'gives what float64 gives for random formulae',
    () => {
      const chosen = randomCases();
      expect(chosen).toHaveLength(200);
      answersOf('pytorch', chosen).forEach((answer, k) => {
        const one = chosen[k] as Case;
        expect(difference(answer, expectedOf(one)), one.loss.formulae.anchor).toBeLessThan(1e-9);
      });
    },
    300_000,
  );

  it('gives the value of every loss and of random formulae in TypeScript', async () => {
    const folder = codeFolder();
    for (const one of [...cases(), ...randomCases().slice(0, 60)]) {
      const source = readFileSync(writtenCode(folder, 'typescript', one), 'utf8');
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
      });
      const module = (await import(`data:text/javascript,${encodeURIComponent(outputText)}`)) as Record<
        string,
        unknown
      >;
      (module['check'] as () => void)();
      const own = Object.entries(module).find(([name]) => name !== 'check')?.[1] as TypeScriptLoss;
      const { labels, averages } = one;
      const result = own(one.z1, one.z2, {
        ...(labels && { labels }),
        ...(averages && { averages: averages.map((values) => values.map(Math.log)) }),
      });
      const value = typeof result === 'number' ? result : result.loss;
      expect(difference({ value, gradient: [] }, expectedOf(one)), one.name).toBeLessThan(1e-9);
    }
  });
});

/** Writes the file of a loss of columns. @returns its path */
function columnFile(folder: string, language: PythonLibrary, name: string): string {
  const file = path.join(folder, `${name}.${language}.py`);
  const objective = columnObjective(name) as NonNullable<ReturnType<typeof columnObjective>>;
  writeFileSync(file, generateCode(language, { ...objective, command: 'a test' }));
  return file;
}

type TypeScriptLoss = (z1: number[][], z2: number[][], options: object) => number | { readonly loss: number };

describe(`code for ${JAX_TITLE}`, () => {
  it.skipIf(WITHOUT.jax)(
    'gives on two devices what it gives on one, in pmap and in shard_map',
    () => {
      const folder = codeFolder();
      const files = ['nt-xent', 'dclw'].map((name) =>
        writtenCode(folder, 'jax', { name, loss: namedDistanceLoss(name) }),
      );
      const told = python('jax', [
        path.join(import.meta.dirname, 'two_devices.py'),
        ...files,
        columnFile(folder, 'jax', 'vicreg'),
      ]);
      expect(JSON.parse(told)).toEqual([]);
    },
    300_000,
  );
});

describe('code for PyTorch', () => {
  it.skipIf(WITHOUT.pytorch)(
    'gives in two processes what it gives in one, gradient included',
    () => {
      const folder = codeFolder();
      for (const name of ['nt-xent', 'dclw', 'supcon', 'clip', 'rince-moco', 'sogclr']) {
        writtenCode(folder, 'pytorch', { name, loss: namedDistanceLoss(name) }, true);
      }
      for (const name of ['vicreg', 'barlow-twins']) columnFile(folder, 'pytorch', name);
      const told = python('pytorch', [path.join(import.meta.dirname, 'two_processes.py'), folder]);
      expect(JSON.parse(told)).toEqual([]);
    },
    300_000,
  );

  it.skipIf(WITHOUT.pytorch)(
    'refuses wrong shapes instead of broadcasting',
    () => {
      const file = writtenCode(codeFolder(), 'pytorch', { name: 'dcl', loss: namedDistanceLoss('dcl') });
      const told = python('pytorch', [path.join(import.meta.dirname, 'wrong_shapes.py'), file]);
      expect(JSON.parse(told)).toEqual([
        'z1 and z2 must both be [N, d], not [4, 3] and [1, 3]',
        'z1 and z2 must both be [N, d], not [4, 3] and [4, 1]',
        'z1 and z2 must both be [N, d], not [4] and [4]',
        'an anchor has no negative: give 2 samples or more, not all of one label',
        'labels must be [4], one for each sample, not [3]',
        'labels must be [4], one for each sample, not [4, 1]',
        'an anchor has no negative: give 2 samples or more, not all of one label',
      ]);
    },
    120_000,
  );
});
