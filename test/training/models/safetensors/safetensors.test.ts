import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sizeOf, type TensorData } from '../../../../src/training/compile/step.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import {
  decodeSafetensors,
  readSafetensors,
  type NamedTensorsFile,
} from '../../../../src/training/models/safetensors/read-safetensors.js';
import { encodeSafetensors, writeSafetensors } from '../../../../src/training/models/safetensors/write-safetensors.js';

const anyShape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });

const anyTensor: fc.Arbitrary<TensorData> = anyShape.chain((shape) => {
  const length = sizeOf(shape);
  return fc.oneof(
    fc
      .float32Array({ minLength: length, maxLength: length })
      .map((data): TensorData => ({ shape, dtype: 'float32', data })),
    fc
      .int32Array({ minLength: length, maxLength: length })
      .map((data): TensorData => ({ shape, dtype: 'int32', data })),
  );
});

const anyName = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', '0', 'fc.0.weight', '"\\', ''),
);

const anyContent: fc.Arbitrary<NamedTensorsFile> = fc.record({
  tensors: fc
    .uniqueArray(fc.tuple(anyName, anyTensor), { selector: ([name]) => name, maxLength: 5 })
    .map((entries) => Object.fromEntries(entries)),
  metadata: fc
    .uniqueArray(fc.tuple(anyName, fc.string()), { selector: ([key]) => key, maxLength: 3 })
    .map(Object.fromEntries),
});

describe('safetensors', () => {
  it('reads back what it wrote, bit for bit', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const back = decodeSafetensors(encodeSafetensors(content), 'file');
        expect(back.metadata).toEqual(content.metadata);
        expect(Object.keys(back.tensors).toSorted()).toEqual(Object.keys(content.tensors).toSorted());
        for (const [name, tensor] of Object.entries(content.tensors)) expect(back.tensors[name]).toEqual(tensor);
      }),
    );
  });

  it('begins every number at a multiple of its size', () => {
    fc.assert(
      fc.property(anyContent, ({ tensors, metadata }) => {
        const bytes = encodeSafetensors({ tensors, metadata });
        const { header, start } = headerOf(bytes);
        expect(start % 8).toBe(0);
        for (const [name, { dtype }] of Object.entries(tensors)) {
          const { data_offsets: offsets } = header[name] as { data_offsets: [number, number] };
          expect(offsets[0] % (dtype === 'int32' ? 8 : 4)).toBe(0);
        }
      }),
    );
  });

  it('refuses a file that is cut anywhere or longer than it says', () => {
    fc.assert(
      fc.property(anyContent, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (content, share) => {
        const bytes = encodeSafetensors(content);
        const cut = bytes.subarray(0, Math.floor(share * bytes.length));
        expect(() => decodeSafetensors(cut, 'cut.safetensors')).toThrow(InvalidInput);
        expect(() => decodeSafetensors(cut, 'cut.safetensors')).toThrow(
          /^cannot read cut\.safetensors: expected a whole safetensors file/,
        );
        expect(() => decodeSafetensors(Uint8Array.of(...bytes, 0), 'long')).toThrow(InvalidInput);
      }),
    );
  });

  it('of a file with changed bytes accepts only what still covers the data exactly', () => {
    fc.assert(
      fc.property(
        anyContent,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (content, changes) => {
          const bytes = encodeSafetensors(content);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const read = orRefused(bytes);
          if (read === undefined) return;
          const { header, start } = headerOf(bytes);
          const sizes = Object.entries(read.tensors).map(([name, { shape, data }]) => {
            expect(data.length).toBe(sizeOf(shape));
            const [begin, end] = (header[name] as { data_offsets: [number, number] }).data_offsets;
            return end - begin;
          });
          expect(sizes.reduce((a, b) => a + b, 0)).toBe(bytes.length - start);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes any bytes for a broken file at worst', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.json(), (bytes, json) => {
        orRefused(bytes);
        orRefused(fileOf(json));
        orRefused(fileOf(`{"a":${json}}`, 4));
      }),
    );
  });

  it.each<[string, string, number, RegExp]>([
    ['no JSON', '{"a"', 0, /is not proper JSON/],
    ['no object', '[]', 0, /does not begin with \{/],
    ['space first', ' {}', 0, /does not begin with \{/],
    ['text after the header', '{}x', 0, /is not proper JSON/],
    ['a name twice', `{"a":${entry()},"\\u0061":${entry()}}`, 4, /gives "a" twice/],
    ['a name with quotes twice', `{"\\"":${entry()},"\\"":${entry()}}`, 4, /gives """ twice/],
    ['a field twice', '{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4, /gives "shape" twice/],
    ['metadata twice', '{"__metadata__":{},"__metadata__":{}}', 0, /gives "__metadata__" twice/],
    [
      'no offsets',
      '{"a":{"dtype":"F32","shape":[1]}}',
      4,
      /tensor "a": it must have exactly dtype, shape, data_offsets/,
    ],
    ['a field too many', `{"a":{"x":0,${entry().slice(1)}}`, 4, /must have exactly/],
    ['an unknown type', `{"a":${entry({ dtype: 'I8' })}}`, 4, /tensor "a": its dtype "I8" is none of F64, F32/],
    ['a type from a prototype', `{"a":${entry({ dtype: 'toString' })}}`, 4, /its dtype "toString"/],
    ['a negative size', `{"a":${entry({ shape: [-1] })}}`, 4, /its shape \[-1\] is not a list of sizes/],
    ['half a size', `{"a":${entry({ shape: [0.5] })}}`, 4, /not a list of sizes/],
    [
      'a size beyond doubles',
      '{"a":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]}}',
      4,
      /not a list of sizes/,
    ],
    ['an overflowing shape', `{"a":${entry({ shape: [2 ** 31, 2 ** 31, 4] })}}`, 4, /more bytes than any file/],
    [
      'an overflow to the right size',
      `{"a":${entry({ shape: [2 ** 32, 2 ** 32, 2 ** 32] })}}`,
      0,
      /more bytes than any file/,
    ],
    ['a negative offset', `{"a":${entry({ data_offsets: [-4, 0] })}}`, 4, /are not two positions/],
    ['three offsets', `{"a":${entry({ data_offsets: [0, 4, 8] })}}`, 4, /are not two positions/],
    ['offsets backwards', `{"a":${entry({ data_offsets: [4, 0] })}}`, 4, /hold -4 bytes, and F32 \[1\] takes 4/],
    ['offsets of another size', `{"a":${entry({ shape: [2] })}}`, 4, /hold 4 bytes, and F32 \[2\] takes 8/],
    ['offsets beyond the file', `{"a":${entry({ data_offsets: [0, 4] })}}`, 3, /tensor "a" ends at byte/],
    ['a gap before', `{"a":${entry({ data_offsets: [4, 8] })}}`, 8, /tensor "a" leaves a gap before it/],
    ['an overlap', `{"a":${entry()},"b":${entry({ data_offsets: [2, 6] })}}`, 6, /tensor "b" overlaps/],
    ['the same bytes twice', `{"a":${entry()},"b":${entry()}}`, 4, /tensor "b" overlaps/],
    [
      'an empty tensor within another',
      `{"a":${entry()},"b":${entry({ shape: [0], data_offsets: [2, 2] })}}`,
      4,
      /tensor "b" overlaps/,
    ],
    ['bytes of nobody', `{"a":${entry()}}`, 5, /its tensors end at byte/],
    ['metadata that is no object', '{"__metadata__":null}', 0, /__metadata__ is not an object/],
    [
      'metadata that is no string',
      '{"__metadata__":{"epoch":1}}',
      0,
      /__metadata__ gives "epoch" a value that is not a string/,
    ],
  ])('refuses %s', (_, header, dataBytes, message) => {
    expect(() => decodeSafetensors(fileOf(header, dataBytes), 'bad.safetensors')).toThrow(InvalidInput);
    expect(() => decodeSafetensors(fileOf(header, dataBytes), 'bad.safetensors')).toThrow(message);
  });

  it('refuses a header that is too long, longer than the file, or no UTF-8', () => {
    const huge = new Uint8Array(16).fill(255);
    expect(() => decodeSafetensors(huge, 'f')).toThrow(/promise a header of 18446744073709551615 bytes/);
    const long = fileOf('{}');
    long[0] = 3;
    expect(() => decodeSafetensors(long, 'f')).toThrow(/its header ends at byte 11, and the file at 10/);
    const latin = fileOf('{"a":1}');
    latin[10] = 0xe4;
    expect(() => decodeSafetensors(latin, 'f')).toThrow(/is not proper JSON/);
  });

  it('refuses nesting of millions without parsing it', () => {
    const start = performance.now();
    expect(() => decodeSafetensors(fileOf(`{"a":${'['.repeat(5_000_000)}`), 'f')).toThrow(/nests deeper than 3 levels/);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it.each([
    { type: 'F64', bytes: new Float64Array([1.5, -2, 0.1]), values: [1.5, -2, Math.fround(0.1)] },
    {
      type: 'F16',
      bytes: new Uint16Array([0x3e00, 0xc000, 0x0001, 0x7bff, 0x7c00]),
      values: [1.5, -2, 2 ** -24, 65504, Infinity],
    },
    { type: 'BF16', bytes: new Uint16Array([0x3fc0, 0xc000, 0x0001]), values: [1.5, -2, 2 ** -133] },
    { type: 'I32', bytes: new Int32Array([-1, 2 ** 31 - 1]), values: [-1, 2 ** 31 - 1] },
    { type: 'I64', bytes: new BigInt64Array([-1n, 2n ** 31n - 1n]), values: [-1, 2 ** 31 - 1] },
  ])('reads $type of other writers, aligned or not', ({ type, bytes, values }) => {
    for (const space of ['', ' ', '  ', '   ']) {
      const header = `{"a":${entry({ dtype: type, shape: [values.length], data_offsets: [0, bytes.byteLength] })}}${space}`;
      const file = fileOf(header, bytes.byteLength);
      file.set(new Uint8Array(bytes.buffer), file.length - bytes.byteLength);
      expect([...(decodeSafetensors(file, 'f').tensors['a']?.data ?? [])]).toEqual(values);
    }
  });

  it('names the integer that 32 bits do not hold, its tensor and its place', () => {
    const file = fileOf(`{"step":${entry({ dtype: 'I64', shape: [], data_offsets: [0, 8] })}}`, 8);
    new DataView(file.buffer).setBigInt64(file.length - 8, 2n ** 31n, true);
    expect(() => decodeSafetensors(file, 'f')).toThrow(
      `f: tensor "step", I64 from byte ${file.length - 8} on: 2147483648 is beyond 32-bit integers`,
    );
  });

  it('keeps the name __metadata__ for itself', () => {
    const tensor: TensorData = { shape: [], dtype: 'float32', data: new Float32Array(1) };
    expect(() => encodeSafetensors({ tensors: { ['__metadata__']: tensor }, metadata: {} })).toThrow(InvalidInput);
  });
});

describe('a safetensors file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'alpha-cl-safetensors-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const content = (value: number): NamedTensorsFile => ({
    tensors: { x: { shape: [1], dtype: 'float32', data: Float32Array.of(value) } },
    metadata: {},
  });

  it('replaces the one before and leaves nothing else', async () => {
    const file = path.join(folder, 'weights.safetensors');
    await writeSafetensors(file, content(1));
    await writeSafetensors(file, content(2));
    expect(await readSafetensors(file)).toEqual(content(2));
    expect(await readdir(folder)).toEqual(['weights.safetensors']);
  });

  it('reports a file that cannot be renamed, and leaves nothing behind', async () => {
    const occupied = path.join(folder, 'occupied');
    await mkdir(occupied);
    await expect(writeSafetensors(occupied, content(1))).rejects.toThrow(InvalidInput);
    expect(await readdir(folder)).toEqual(['occupied']);
    await expect(writeSafetensors(path.join(folder, 'absent', 'x'), content(1))).rejects.toThrow(/cannot be written/);
  });

  it('that is absent, a folder or a pipe is named', async () => {
    await expect(readSafetensors(path.join(folder, 'absent'))).rejects.toThrow(
      /absent cannot be read: there is no such file/,
    );
    await expect(readSafetensors(folder)).rejects.toThrow(InvalidInput);
    await writeFile(path.join(folder, 'empty'), '');
    await expect(readSafetensors(path.join(folder, 'empty'))).rejects.toThrow(/it has 0 bytes/);
  });

  it('that is a pipe is refused instead of awaited for ever', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(readSafetensors(pipe)).rejects.toThrow(/expected a regular file/);
  });

  it('is read as it lies on the disk', async () => {
    const file = path.join(folder, 'x');
    await writeSafetensors(file, content(0.5));
    expect(new Uint8Array(await readFile(file))).toEqual(encodeSafetensors(content(0.5)));
  });
});

/** The entry of one float32 at the start of the data, with some fields otherwise. */
function entry(fields: { dtype?: string; shape?: number[]; data_offsets?: number[] } = {}): string {
  return JSON.stringify({ dtype: 'F32', shape: [1], data_offsets: [0, 4], ...fields });
}

function fileOf(header: string, dataBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function headerOf(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  const start = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as Record<string, unknown>, start };
}

/** @returns nothing for a file that is refused as a person can understand; any other error is thrown */
function orRefused(bytes: Uint8Array): NamedTensorsFile | undefined {
  try {
    return decodeSafetensors(bytes, 'file');
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}
