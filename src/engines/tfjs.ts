/** TensorFlow.js, op by op: on TensorFlow where one of its packages for Node.js is installed, else in JavaScript. */
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
  try {
    await import(name);
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${name}'`)) return false;
    throw error;
  }
}
