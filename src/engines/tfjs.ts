/** TensorFlow.js, op by op: on TensorFlow where one of its packages for Node.js is installed, else in JavaScript. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { cpuName, nvidiaName } from './device-names.js';
import type { Engine } from './engine.js';
import type { EngineKind } from './engine-kind.js';

export const TFJS: EngineKind = {
  name: 'tfjs',
  failure: 'may abort',
  remedy: 'use another engine, or remove @tensorflow/tfjs-node-gpu and @tensorflow/tfjs-node',
  obstacle: () => undefined,
  open: async () => {
    const { tf } = await import('../tfjs.js');
    const before = tf.getBackend();
    try {
      return await open();
    } finally {
      // A package of TensorFlow makes itself the backend when it is loaded.
      if (before) await tf.setBackend(before);
    }
  },
};

async function open(): Promise<Engine> {
  const { tfjsEngine } = await import('./tfjs-engine.js');
  if (await isInstalled('@tensorflow/tfjs-node-gpu')) {
    return tfjsEngine({ backend: 'tensorflow', device: `${nvidiaName() ?? cpuName()} (TensorFlow)` });
  }
  if (await isInstalled('@tensorflow/tfjs-node')) {
    return tfjsEngine({ backend: 'tensorflow', device: `${cpuName()} (TensorFlow)` });
  }
  return tfjsEngine({ backend: 'cpu', device: `${cpuName()} (JavaScript, one thread)` });
}

/** Loads an optional package. @throws when it is there but cannot be loaded */
async function isInstalled(name: string): Promise<boolean> {
  const path = placeOf(name);
  if (path === undefined) return false;
  await import(pathToFileURL(path).href);
  return true;
}

/** Asked of Node.js itself: tools that bundle put a module of their own in the place of a missing optional package. */
function placeOf(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    return undefined;
  }
}
