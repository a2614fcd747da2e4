/** The package as someone else gets it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { link, MANIFEST, packed, project, ROOT, type Packed } from './packed.js';

/** Bytes of our own files, unpacked, among them the bundled command line with 2 MB and the explorer with its documents with 2.5 MB. */
const LARGEST = 7e6;
const ENTRIES = Object.keys(MANIFEST.exports)
  .filter((entry) => entry !== './package.json')
  .map((entry) => path.posix.join(MANIFEST.name, entry));

let made: Packed;
beforeAll(() => {
  made = packed();
}, 180_000);
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

describe('the package', () => {
  it('is smaller than 7 MB unpacked, and holds what it needs alone', () => {
    expect(made.unpackedBytes).toBeLessThan(LARGEST);
    const folders = new Set(made.files.map((file) => file.split('/').slice(0, 2).join('/')));
    expect([...folders].toSorted()).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/cli', 'dist/proofs-checks', 'dist/src', 'package.json']),
    );
    expect(made.files.filter((file) => /\.map$|(?<!\.d)\.ts$|^dist\/(bench|test)\//.test(file))).toEqual([]);
  });

  it('runs no script when it is installed', () => {
    const scripts = Object.keys(MANIFEST.scripts);
    expect(scripts.filter((script) => /^(pre|post)?(install|prepare)$|^dependencies$/.test(script))).toEqual([]);
    expect(made.files).not.toContain('binding.gyp');
  });

  it('has nothing that publint objects to', async () => {
    const { messages, pkg } = await publint({
      pack: { tarball: arrayBuffer(made.tarball) },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('has types that every way of resolving modules finds, where modules are of ESM', async () => {
    const answer = await checkPackage(createPackageFromTarballData(new Uint8Array(arrayBuffer(made.tarball))));
    expect(answer.types).not.toBe(false);
    // alpha-cl is of ESM alone: neither require nor the resolution of Node 10 is promised.
    const promised = 'problems' in answer ? answer.problems.filter((problem) => !isOfCommonJs(problem)) : [];
    expect(promised).toEqual([]);
  }, 120_000);
});

describe('a project that has it', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = project(made, process.env['ALPHA_CL_PACK'] === 'install' ? 'npm' : 'links');
    // What a project in TypeScript has of its own.
    if (!existsSync(path.join(cwd, 'node_modules/@types/node'))) link('@types/node', path.join(cwd, 'node_modules'));
  }, 600_000);

  it('runs the command', () => {
    expect(npx(cwd, '--version').trim()).toBe(MANIFEST.version);
    const claims = ['--claims', 'covariance-translation', '--cases', '2', '--out', 'report', '--no-real'];
    expect(npx(cwd, 'verify', ...claims)).toContain('1 statement derived here: 1 holds.');
    expect(text(cwd, 'report/index.html')).toContain('covariance');
  });

  it('imports each entry, and nothing behind them', () => {
    writeFileSync(
      path.join(cwd, 'imports.js'),
      `for (const entry of ${JSON.stringify(ENTRIES)}) {
        if (Object.keys(await import(entry)).length === 0) throw new Error(entry + ' is empty');
      }
      const within = await import('alpha-cl/dist/src/theory/losses/loss.js').catch(({ code }) => code);
      console.log(within);`,
    );
    const said = execFileSync(process.execPath, ['imports.js'], { cwd, encoding: 'utf8' });
    expect(said.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it.each([
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ])('compiles against its declarations, with $moduleResolution', (resolution) => {
    writeFileSync(path.join(cwd, 'consumer.ts'), CONSUMER);
    const options = {
      strict: true,
      noEmit: true,
      target: 'es2023',
      types: ['node'],
      skipLibCheck: true,
      ...resolution,
    };
    writeFileSync(
      path.join(cwd, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['consumer.ts'] }),
    );
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd, encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });
});

/** Theory, and a training step with a model of the caller's own. The last line must be refused: it checks that types arrive. */
const CONSUMER = `
import { InvalidInput, lossFromFormulae } from 'alpha-cl';
import { analyseLoss, type LossAnalysis } from 'alpha-cl/analysis';
import { defineClaim, runClaims, views } from 'alpha-cl/claims';
import { compileStep, tf, type Step } from 'alpha-cl/compile';
import { contrastiveCovariance } from 'alpha-cl/covariance';
import { viewBatches, type ImageSet } from 'alpha-cl/data';
import { chooseEngine } from 'alpha-cl/engines';
import { projectedAscent } from 'alpha-cl/landscape';
import { fromNested, type Matrix } from 'alpha-cl/linear-algebra';
import { namedLoss, pairwiseImportance } from 'alpha-cl/losses';
import { namedModel, plainLayer } from 'alpha-cl/models';
import { CLAIMS } from 'alpha-cl/proofs-checks';
import { evaluateRun } from 'alpha-cl/runs';
import { adam, contrastiveStep } from 'alpha-cl/step';
import { beginRun, resolveConfig } from 'alpha-cl/train';

const z = fromNested([[1, 0], [0, 1], [-1, 0]]);
const alpha: Matrix = pairwiseImportance(namedLoss('infonce', { temperature: 0.1 }), z, z);
const covariance: Matrix = contrastiveCovariance(alpha, z, z);
const analysis: LossAnalysis = analyseLoss({ phi: 'x', psi: 'exp(x)' });
const step: Step = contrastiveStep({
  model: namedModel('tiny'),
  objective: { kind: 'cross-entropy', temperature: 0.5 },
  optimiser: adam(),
  pairs: 8,
  imageSize: 32,
});
const relu = plainLayer((x) => tf.relu(x));
const ids: string[] = CLAIMS.map(({ id }) => id);
// @ts-expect-error a loss has no such parameter type
namedLoss('infonce', { temperature: 'warm' });
export { adam, alpha, analysis, beginRun, chooseEngine, compileStep, covariance, defineClaim, evaluateRun, ids, InvalidInput, lossFromFormulae };
export { projectedAscent, relu, resolveConfig, runClaims, step, viewBatches, views, type ImageSet };
`;

function npx(cwd: string, ...args: readonly string[]): string {
  return execFileSync('npx', ['--no-install', 'alpha-cl', ...args], { cwd, encoding: 'utf8' });
}

function arrayBuffer(file: string): ArrayBuffer {
  return new Uint8Array(readFileSync(file)).buffer;
}

function text(...place: readonly string[]): string {
  return readFileSync(path.join(...place), 'utf8');
}

function isOfCommonJs(problem: Problem): boolean {
  const kind = 'resolutionKind' in problem ? problem.resolutionKind : undefined;
  return kind === 'node10' || kind === 'node16-cjs';
}
