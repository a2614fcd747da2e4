/** Number types of safetensors, with the conversion of their little-endian bytes to the numbers of a step. */
import type { Dtype, TensorData } from '../../compile/step.js';
import { fromHalf } from '../../arrays/half-floats.js';

interface StoredType {
  readonly bytes: number;
  readonly dtype: Dtype;
  /** @throws RangeError when a number does not fit */
  readonly decode: (bytes: ArrayBuffer) => TensorData['data'];
}

/** The number types by name. 64-bit floats are rounded to 32; 16-bit ones are widened without loss. */
export const STORED_TYPES = {
  F64: { bytes: 8, dtype: 'float32', decode: (bytes) => Float32Array.from(new Float64Array(bytes)) },
  F32: { bytes: 4, dtype: 'float32', decode: (bytes) => new Float32Array(bytes) },
  F16: { bytes: 2, dtype: 'float32', decode: (bytes) => Float32Array.from(new Uint16Array(bytes), fromHalf) },
  BF16: {
    bytes: 2,
    dtype: 'float32',
    // The upper half of a 32-bit float.
    decode: (bytes) => new Float32Array(Uint32Array.from(new Uint16Array(bytes), (half) => half << 16).buffer),
  },
  I64: { bytes: 8, dtype: 'int32', decode: (bytes) => Int32Array.from(new BigInt64Array(bytes), narrow) },
  I32: { bytes: 4, dtype: 'int32', decode: (bytes) => new Int32Array(bytes) },
} as const satisfies Record<string, StoredType>;

export type StoredTypeName = keyof typeof STORED_TYPES;

function narrow(value: bigint): number {
  if (BigInt.asIntN(32, value) !== value) throw new RangeError(`${value} is beyond 32-bit integers`);
  return Number(value);
}
