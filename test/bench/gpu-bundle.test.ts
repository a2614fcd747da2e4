/** The bundle's files are all that the product needs: they run alone, in a folder from which no other package is seen. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { bundleFiles } from '../../bench/gpu/bundle-files.js';
import { temporaryFolder } from '../training/data/tiny-dataset.js';
import { tinyData } from '../training/train/tiny-run.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

let folder: string | undefined;

afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

/** Trains a step, evaluates, and draws a figure: ONNX Runtime, worker threads, vega, resvg and the fonts. */
it.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
  'runs from the bundle’s files alone',
  async () => {
    folder = temporaryFolder();
    const files = await bundleFiles(ROOT);
    for (const file of files) {
      const to = path.join(folder, file);
      mkdirSync(path.dirname(to), { recursive: true });
      cpSync(path.join(ROOT, file), to, { dereference: true });
    }
    expect(files.filter((file) => /win32|darwin|arm64/.test(file) && /\.(node|so|dll|dylib)/.test(file))).toEqual([]);

    const data = tinyData();
    const run = path.join(folder, 'run');
    const given = ['--data', data, '--model', 'tiny', '--batch', '8', '--epochs', '1', '--engine', 'cpu'];
    expect(cli(folder, ['train', ...given, '--workers', '1', '--out', run])).toEqual(SUCCESS);
    expect(cli(folder, ['eval', run])).toEqual(SUCCESS);
    expect(cli(folder, ['figures', '--only', 'importance-monotone', '--out', path.join(folder, 'figures')])).toEqual(
      SUCCESS,
    );
  },
  120_000,
);

const SUCCESS = { code: 0, error: '' };

function cli(cwd: string, args: readonly string[]): { code: number | null; error: string } {
  const main = path.join(cwd, 'dist/src/faces/cli/main.js');
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' });
  return { code: status, error: status === 0 ? '' : stderr };
}
