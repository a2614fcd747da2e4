/** The theory half without Node.js: bundled for a browser, and run where there is nothing but the language. */
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import * as analysis from '../../src/entries/analysis.js';
import * as covariance from '../../src/entries/covariance.js';
import * as linearAlgebra from '../../src/entries/linear-algebra.js';
import * as losses from '../../src/entries/losses.js';
import { ROOT } from './packed.js';

/** What the README says needs no Node.js. */
const THEORY = [
  'analysis',
  'covariance',
  'exact',
  'intervals',
  'landscape',
  'linear-algebra',
  'losses',
  'networks',
  'random',
  'symbolic',
];

/** A file that is not there; its text is given to the bundler. */
const ENTRY = path.join(ROOT, 'theory.js');

describe('the theory in a browser', () => {
  it('takes along no module of Node.js, TensorFlow.js or ONNX Runtime, and computes what it computes here', async () => {
    const { code, moduleIds, imports } = await bundled();
    expect(imports).toEqual([]);
    expect(moduleIds.filter((id) => /node:|vite-browser-external|tensorflow|onnxruntime/.test(id))).toEqual([]);

    const there = runInNewContext(`${code}; JSON.stringify((${String(question)})(theory))`) as string;
    const here = question({ analysis, covariance, 'linear-algebra': linearAlgebra, losses });
    expect(JSON.parse(there)).toEqual(JSON.parse(JSON.stringify(here)));
  }, 120_000);
});

/** Asked here as a function and there as its own text, so it names nothing from outside. */
function question(theory: Asked): unknown {
  const { fromNested, symmetricEigen } = theory['linear-algebra'];
  const { namedLoss, pairwiseImportance } = theory.losses;
  const { contrastiveCovariance, energy } = theory.covariance;
  const [z, zPrime] = [
    fromNested([
      [1, 0],
      [0, 1],
      [-1, 0],
    ]),
    fromNested([
      [1, 0.1],
      [0.1, 1],
      [-1, 0],
    ]),
  ];
  const alpha = pairwiseImportance(namedLoss('infonce', { temperature: 0.5 }), z, zPrime);
  const { statements } = theory.analysis.analyseLoss({
    phi: 'tau*log(eps + x)',
    psi: 'exp(x/tau)',
    parameters: { tau: 0.5, eps: { lower: 0, upper: 1 } },
  });
  return {
    energy: energy(alpha, z, zPrime),
    eigenvalues: [...symmetricEigen(contrastiveCovariance(alpha, z, zPrime)).values],
    statements: statements.map(({ id, outcome }) => `${id} ${outcome}`),
  };
}

interface Asked {
  readonly analysis: Pick<typeof analysis, 'analyseLoss'>;
  readonly covariance: Pick<typeof covariance, 'contrastiveCovariance' | 'energy'>;
  readonly 'linear-algebra': Pick<typeof linearAlgebra, 'fromNested' | 'symmetricEigen'>;
  readonly losses: Pick<typeof losses, 'namedLoss' | 'pairwiseImportance'>;
}

/** All of the theory as one script that leaves `theory` behind, one member an entry, `alpha-cl` itself as `main`. */
async function bundled(): Promise<Rolldown.OutputChunk> {
  const lines = [
    `export * as main from 'alpha-cl';`,
    ...THEORY.map((entry) => `export * as '${entry}' from 'alpha-cl/${entry}';`),
  ];
  const made = (await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) => (id === ENTRY ? lines.join('\n') : null),
      },
    ],
    build: { write: false, minify: false, lib: { entry: ENTRY, formats: ['iife'], name: 'theory' } },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = made.flatMap(({ output }) => output);
  if (chunk?.type !== 'chunk') throw new Error('no script was made');
  return chunk;
}
