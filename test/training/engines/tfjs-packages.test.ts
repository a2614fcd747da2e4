/** The optional packages of TensorFlow, @tensorflow/tfjs-node and @tensorflow/tfjs-node-gpu: absent, whole and broken. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTfjs, tensorFlowHint, TFJS } from '../../../src/training/engines/tfjs.js';
import { temporaryFolder } from '../data/tiny-dataset.js';

const folder = temporaryFolder();

/** Where a program lies that has these packages installed. */
function programWith(name: string, packages: Readonly<Record<string, string>>): string {
  const home = path.join(folder, name);
  for (const [installed, source] of Object.entries(packages)) {
    const place = path.join(home, 'node_modules', installed);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, 'index.js'), source);
  }
  return path.join(home, 'program.js');
}

describe('the engine tfjs', () => {
  it('runs in JavaScript where no package of TensorFlow is installed, and names them with the commands', async () => {
    const from = programWith('bare', {});
    const { name, device } = await openTfjs(from);
    expect(name).toBe('tfjs');
    expect(device).toMatch(/\(JavaScript, one thread\)$/);
    expect(tensorFlowHint(from)).toBe(
      'the engine tfjs runs in JavaScript on one thread, since neither @tensorflow/tfjs-node nor @tensorflow/tfjs-node-gpu is ' +
        'installed; to run it on TensorFlow: npm install @tensorflow/tfjs-node, or with an NVIDIA card npm install ' +
        '@tensorflow/tfjs-node-gpu',
    );
  });

  it.each(['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'])('runs on TensorFlow with %s', async (installed) => {
    const from = programWith(`with ${path.basename(installed)}`, { [installed]: '' });
    expect((await openTfjs(from)).device).toMatch(/\(TensorFlow\)$/);
    expect(tensorFlowHint(from)).toBeUndefined();
  });

  it('names the package that is installed and cannot be loaded, and says how to mend it', async () => {
    const from = programWith('broken', {
      '@tensorflow/tfjs-node-gpu': "throw new Error('libcudart.so.11.0: no such file');",
    });
    await expect(openTfjs(from)).rejects.toThrow(
      '@tensorflow/tfjs-node-gpu is installed and cannot be loaded: libcudart.so.11.0: no such file',
    );
    expect(TFJS.remedy).toMatch(/npm rebuild PACKAGE.*npm uninstall PACKAGE.*tfjs then runs in JavaScript/);
  });
});
