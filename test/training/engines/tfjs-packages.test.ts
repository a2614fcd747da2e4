/** The optional packages of TensorFlow, @tensorflow/tfjs-node and @tensorflow/tfjs-node-gpu: absent, whole and broken. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { tf } from '../../../src/training/compile/tfjs.js';
import { openTfjs, tensorFlowHint, TFJS } from '../../../src/training/engines/tfjs.js';
import { tfjsEngine } from '../../../src/training/engines/tfjs-engine.js';
import { tryOut } from '../../../src/training/engines/trial.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
import { registerRefusingBackend } from './refusing-backend.js';

const folder = temporaryFolder();

const { isNullOrUndefined } = util as { isNullOrUndefined?: unknown };

afterEach(async () => {
  if (isNullOrUndefined !== undefined) Object.assign(util, { isNullOrUndefined });
  await tf.setBackend('cpu');
});

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

  it.each([
    ['@tensorflow/tfjs-node', false, /threads? \(TensorFlow\)$/],
    ['@tensorflow/tfjs-node-gpu', true, /^(?!.*thread).* \(TensorFlow\)$/],
    [
      '@tensorflow/tfjs-node-gpu',
      false,
      /threads? \(TensorFlow, @tensorflow\/tfjs-node-gpu found no card with its CUDA\)$/,
    ],
  ])(
    'runs on TensorFlow with %s, and names its device where a card is used: %s',
    async (installed, isUsingGpuDevice, device) => {
      registerRefusingBackend('tensorflow', { isUsingGpuDevice });
      const from = programWith(`with ${path.basename(installed)} ${isUsingGpuDevice}`, { [installed]: '' });
      const engine = await openTfjs(from);
      expect(engine.device).toMatch(device);
      expect(tensorFlowHint(from)).toBeUndefined();
      expect(await tryOut(engine)).toBeGreaterThan(0);
    },
  );

  it('is found not to work where a backend refuses padding by numbers', async () => {
    registerRefusingBackend('refusing');
    const engine = tfjsEngine({ backend: 'refusing', device: 'test' });
    await expect(tryOut(engine)).rejects.toThrow("only 'valid' and 'same' padding, not 1");
  });

  it('gives a package back the function that Node.js 23 took from node:util', async () => {
    registerRefusingBackend('tensorflow');
    Reflect.deleteProperty(util, 'isNullOrUndefined');
    const from = programWith('on Node.js 23', {
      '@tensorflow/tfjs-node': `
        const { isNullOrUndefined } = require('util');
        const answers = [null, undefined, 0, ''].map((value) => isNullOrUndefined(value));
        if (String(answers) !== 'true,true,false,false') throw new Error(String(answers));`,
    });
    await expect(openTfjs(from)).resolves.toMatchObject({ name: 'tfjs' });
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
