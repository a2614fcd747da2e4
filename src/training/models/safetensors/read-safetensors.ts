/** Reads safetensors, the format in which PyTorch's users exchange weights: no code in it, nothing to unpack. */
import type { NamedData, TensorData } from '../../compile/step.js';
import { readWhole } from '../../../base/files/file-bytes.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { readHeader, type StoredTensor } from './header.js';
import { STORED_TYPES } from './stored-types.js';

/** The content of a safetensors file. */
export interface NamedTensorsFile {
  /** Tensors, in the order of their bytes; F64, F16 and BF16 are read as float32, I64 as int32. */
  readonly tensors: NamedData;
  /** Words about the file: `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file.
 *
 * @throws InvalidInput when it cannot be read, is cut, or contradicts the format or itself
 * @example
 * const w = { shape: [2], dtype: 'float32', data: Float32Array.of(1, 2) } as const;
 * await writeSafetensors('w.safetensors', { tensors: { w }, metadata: {} });
 * (await readSafetensors('w.safetensors')).tensors; // { w: { shape: [2], dtype: 'float32', data: [1, 2] } }
 */
export async function readSafetensors(file: string): Promise<NamedTensorsFile> {
  return decodeSafetensors(readWhole(file), file);
}

/**
 * Decodes the bytes of a safetensors file.
 *
 * @param bytes the whole file
 * @param file its name, for errors
 * @throws InvalidInput as `readSafetensors`
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): NamedTensorsFile {
  const { tensors, metadata } = readHeader(bytes, file);
  return { tensors: Object.fromEntries(tensors.map((tensor) => [tensor.name, decode(bytes, tensor, file)])), metadata };
}

function decode(bytes: Uint8Array, { name, type, shape, begin, end }: StoredTensor, file: string): TensorData {
  const { dtype, decode: decodeNumbers } = STORED_TYPES[type];
  try {
    // A copy: a header of odd length leaves the numbers where a typed array may not begin.
    return { shape, dtype, data: decodeNumbers(new Uint8Array(bytes.subarray(begin, end)).buffer) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidInput(`${file}: tensor "${name}", ${type} from byte ${begin} on: ${error.message}`, {
      cause: error,
    });
  }
}
