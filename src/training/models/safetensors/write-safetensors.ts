/** Writes safetensors atomically: flushed to the disk, and only then under their name. */
import { sizeOf, type Dtype, type NamedData, type TensorData } from '../../compile/step.js';
import { writeWhole } from '../../../base/files/write-whole.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { LENGTH_BYTES, METADATA } from './header.js';
import type { NamedTensorsFile } from './read-safetensors.js';
import { STORED_TYPES, type StoredTypeName } from './stored-types.js';

/** Integers are stored as PyTorch's own integer type. */
const STORED: Readonly<Record<Dtype, StoredTypeName>> = { float32: 'F32', int32: 'I64' };
/** The header ends, and so every number begins, at a multiple of its own size. */
const ALIGNMENT = 8;

/**
 * Writes a safetensors file. A reader meets the old file or the new one, never a part, also after a loss of power.
 *
 * @throws InvalidInput when the file cannot be written
 * @example
 * const w = { shape: [2], dtype: 'float32', data: Float32Array.of(1, 2) } as const;
 * await writeSafetensors('w.safetensors', { tensors: { w }, metadata: { made: 'here' } });
 * (await readSafetensors('w.safetensors')).metadata; // { made: 'here' }
 */
export async function writeSafetensors(file: string, content: NamedTensorsFile): Promise<void> {
  await writeWhole(file, encodeSafetensors(content));
}

/** Encodes tensors as the bytes of a safetensors file. @throws InvalidInput when one has the name that the format reserves */
export function encodeSafetensors({ tensors, metadata }: NamedTensorsFile): Uint8Array {
  if (Object.hasOwn(tensors, METADATA))
    throw new InvalidInput(`a tensor may not be called ${METADATA}: safetensors keeps that name for itself`);
  const placed = place(tensors);
  const end = placed.at(-1)?.end ?? 0;
  const words = Object.keys(metadata).length > 0 ? { [METADATA]: metadata } : {};
  const entries = placed.map(({ name, tensor, begin, end: tensorEnd }) => [
    name,
    { dtype: STORED[tensor.dtype], shape: tensor.shape, data_offsets: [begin, tensorEnd] },
  ]);
  const text = new TextEncoder().encode(JSON.stringify({ ...words, ...Object.fromEntries(entries) }));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const start = LENGTH_BYTES + length;

  const bytes = new Uint8Array(start + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, LENGTH_BYTES, start);
  bytes.set(text, LENGTH_BYTES);
  for (const { tensor, begin } of placed) bytes.set(storedBytes(tensor), start + begin);
  return bytes;
}

interface PlacedTensor {
  readonly name: string;
  readonly tensor: TensorData;
  readonly begin: number;
  readonly end: number;
}

/** Places wide types first, so that every tensor is aligned, and keeps the given order within a type. */
function place(tensors: NamedData): PlacedTensor[] {
  const width = (tensor: TensorData): number => STORED_TYPES[STORED[tensor.dtype]].bytes;
  let end = 0;
  return Object.entries(tensors)
    .toSorted(([, a], [, b]) => width(b) - width(a))
    .map(([name, tensor]) => {
      const size = sizeOf(tensor.shape);
      if (tensor.data.length !== size)
        throw new Error(`tensor "${name}" has ${tensor.data.length} values for shape [${tensor.shape.join(', ')}]`);
      const begin = end;
      end += size * width(tensor);
      return { name, tensor, begin, end };
    });
}

function storedBytes({ dtype, data }: TensorData): Uint8Array {
  const numbers = dtype === 'int32' ? BigInt64Array.from(data, BigInt) : data;
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
