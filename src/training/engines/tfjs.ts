/** TensorFlow.js, op by op: on TensorFlow where one of its packages for Node.js is installed, else in JavaScript. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { cpuName, nvidiaName } from './device-names.js';
import type { Engine } from './engine.js';
import type { EngineKind } from './engine-kind.js';

export const TFJS: EngineKind = {
  name: 'tfjs',
  failure: 'may abort',
  remedy:
    'build that package again (npm rebuild PACKAGE --build-addon-from-source), or remove it (npm uninstall PACKAGE): the ' +
    'engine tfjs then runs in JavaScript',
  obstacle: () => undefined,
  hint: () => tensorFlowHint(),
  open: async () => {
    const { tf } = await import('../compile/tfjs.js');
    const before = tf.getBackend();
    try {
      return await openTfjs();
    } finally {
      // A package of TensorFlow makes itself the backend when it is loaded.
      if (before) await tf.setBackend(before);
    }
  },
};

/** Optional packages that compute with TensorFlow, the first that is installed wins. */
const TENSORFLOW: readonly { readonly name: string; readonly device: () => string }[] = [
  { name: '@tensorflow/tfjs-node-gpu', device: () => nvidiaName() ?? cpuName() },
  { name: '@tensorflow/tfjs-node', device: cpuName },
];

/**
 * Opens the engine on the first package of TensorFlow that is installed, else in JavaScript.
 *
 * @param from where packages are looked for: a file or its address
 * @throws Error when a package of TensorFlow is there but cannot be loaded
 */
export async function openTfjs(from: string | URL = import.meta.url): Promise<Engine> {
  const { tfjsEngine } = await import('./tfjs-engine.js');
  for (const { name, device } of TENSORFLOW) {
    const entry = entryOf(name, from);
    if (entry === undefined) continue;
    await load(name, entry);
    return tfjsEngine({ backend: 'tensorflow', device: `${device()} (TensorFlow)` });
  }
  return tfjsEngine({ backend: 'cpu', device: `${cpuName()} (JavaScript, one thread)` });
}

/** Names the packages that would make the engine faster; undefined where a package of TensorFlow is installed. */
export function tensorFlowHint(from: string | URL = import.meta.url): string | undefined {
  if (TENSORFLOW.some(({ name }) => entryOf(name, from) !== undefined)) return undefined;
  const [card, processor] = TENSORFLOW.map(({ name }) => name);
  return (
    `the engine tfjs runs in JavaScript on one thread, since neither ${processor} nor ${card} is installed; to run it on ` +
    `TensorFlow: npm install ${processor}, or with an NVIDIA card npm install ${card}`
  );
}

async function load(name: string, entry: string): Promise<void> {
  try {
    await import(pathToFileURL(entry).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${name} is installed and cannot be loaded: ${reason}`, { cause: error });
  }
}

/**
 * Returns the entry file of a package, if it is installed. Node.js itself is asked: bundlers put a module of their own in the
 * place of a missing optional package.
 */
function entryOf(name: string, from: string | URL): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}
