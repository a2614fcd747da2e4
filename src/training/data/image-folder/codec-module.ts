/** Codecs of Squoosh in WebAssembly, each compiled once a thread. */
import { createRequire } from 'node:module';
import { readWhole } from '../../../base/files/file-bytes.js';

/** A compiled module; the types of Node.js 20 know of none. */
export type CodecModule = object;

const { WebAssembly: assembly } = globalThis as unknown as {
  readonly WebAssembly: { compile(bytes: Uint8Array): Promise<CodecModule> };
};

const MODULES = new Map<string, Promise<CodecModule>>();

/** Compiles a codec. @param file of a package: `@jsquash/webp/codec/dec/webp_dec.wasm` */
export function codecModule(file: string): Promise<CodecModule> {
  const known = MODULES.get(file);
  if (known !== undefined) return known;
  const made = assembly.compile(readWhole(createRequire(import.meta.url).resolve(file)));
  MODULES.set(file, made);
  return made;
}
