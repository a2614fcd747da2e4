/** Versions of the software that made a run. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tf } from '../compile/tfjs.js';
import { packageVersion } from '../../base/version.js';

/** By name: node, alpha-cl, onnxruntime, tfjs. */
export function softwareVersions(): Readonly<Record<string, string>> {
  return {
    node: process.version,
    'alpha-cl': packageVersion(),
    onnxruntime: installedVersion('onnxruntime-node'),
    tfjs: tf.version_core,
  };
}

/** Read, not imported: a run on another engine need not load it. */
function installedVersion(name: string): string {
  try {
    const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return String((JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown }).version);
  } catch {
    return 'unknown';
  }
}
