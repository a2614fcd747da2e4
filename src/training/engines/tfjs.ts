/** TensorFlow.js, op by op: on TensorFlow where one of its packages for Node.js is installed, else in JavaScript. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import util from 'node:util';
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
const TENSORFLOW = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** The name of their backend in TensorFlow.js. */
const BACKEND = 'tensorflow';

/**
 * Opens the engine on the first package of TensorFlow that is installed, else in JavaScript.
 *
 * @param from where packages are looked for: a file or its address
 * @throws Error when a package of TensorFlow is there but cannot be loaded
 */
export async function openTfjs(from: string | URL = import.meta.url): Promise<Engine> {
  const { tfjsEngine } = await import('./tfjs-engine.js');
  for (const name of TENSORFLOW) {
    const entry = entryOf(name, from);
    if (entry === undefined) continue;
    await load(name, entry);
    const { padByNumbers } = await import('./tensorflow-padding.js');
    padByNumbers(BACKEND);
    return tfjsEngine({ backend: BACKEND, device: await tensorFlowDevice(name) });
  }
  return tfjsEngine({ backend: 'cpu', device: `${cpuName()} (JavaScript, one thread)` });
}

/** Names the packages that would make the engine faster; undefined where a package of TensorFlow is installed. */
export function tensorFlowHint(from: string | URL = import.meta.url): string | undefined {
  if (TENSORFLOW.some((name) => entryOf(name, from) !== undefined)) return undefined;
  const [card, processor] = TENSORFLOW;
  return (
    `the engine tfjs runs in JavaScript on one thread, since neither ${processor} nor ${card} is installed; to run it on ` +
    `TensorFlow: npm install ${processor}, or with an NVIDIA card npm install ${card}`
  );
}

/** Names what TensorFlow computes on: a package for cards takes the processor where it finds none. */
async function tensorFlowDevice(name: (typeof TENSORFLOW)[number]): Promise<string> {
  const { tf } = await import('../compile/tfjs.js');
  const { isUsingGpuDevice } = tf.findBackend(BACKEND) as { isUsingGpuDevice?: boolean };
  if (isUsingGpuDevice === true) return `${nvidiaName() ?? 'graphics card'} (TensorFlow)`;
  const note = name.endsWith('-gpu') ? `, ${name} found no card with its CUDA` : '';
  return `${cpuName()} (TensorFlow${note})`;
}

/** The packages call a function of node:util that Node.js 23 removed. */
function restoreRemoved(): void {
  const isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
  if (!('isNullOrUndefined' in util)) Object.assign(util, { isNullOrUndefined });
}

async function load(name: string, entry: string): Promise<void> {
  restoreRemoved();
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
