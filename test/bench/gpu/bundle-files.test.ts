/** The bundle's files are those of the product, and no native part that PyTorch takes the place of. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { bundleFiles } from '../../../bench/gpu/bundle-files.js';

it('has the program, the runner, the peers and their packages, and no native library', async () => {
  const files = await bundleFiles(path.resolve(import.meta.dirname, '../../..'));
  for (const file of [
    'dist/src/faces/cli/main.js',
    'dist/src/training/engines/pytorch/runner.py',
    'dist/bench/gpu/check.js',
    'bench/gpu/pytorch_step.py',
    'bench/gpu/pytorch_epoch.py',
    'bench/gpu/peer_network.py',
    'package.json',
  ]) {
    expect(files).toContain(file);
  }
  expect(files.filter((file) => /\.(node|so|dll|dylib)(\.|$)/.test(file))).toEqual([]);
});
