/** Files of embeddings: the same matrix out of every format, and one clear line for every damaged file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { readEmbeddings, readLabels } from '../../../src/training/embeddings/read-embeddings.js';
import { encodeSafetensors } from '../../../src/training/models/safetensors/write-safetensors.js';
import { FIRST_ROW, LIST_PARQUET, WIDE_PARQUET } from './parquet-files.js';
import { float32Npy, npy, zip } from './written.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-embeddings-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const read = async (name: string, content: Uint8Array | string) => readEmbeddings(written(name, content));

async function refusal(name: string, content: Uint8Array | string): Promise<string> {
  try {
    await read(name, content);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    const { message } = error as InvalidInput;
    expect(message).not.toContain('\n');
    return message.replaceAll(folder, '');
  }
  throw new Error(`${name} was read`);
}

/** 24 × 3 values that binary16 holds too. */
const VALUES = Float32Array.from({ length: 72 }, (_, k) => (k - 36) / 8);
const SHAPE = [24, 3] as const;
const WORDS = Int32Array.from({ length: 24 }, (_, i) => (i * i) % 5);

const halfBits = (x: number): number => {
  if (x === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  const fraction = Math.round((Math.abs(x) / 2 ** exponent - 1) * 1024);
  return (x < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
};

/** Bytes of the values by type and order. */
function bytesOf(type: 'f2' | 'f4' | 'f8', isLittle: boolean, isFortran: boolean): Uint8Array {
  const width = Number(type[1]);
  const view = new DataView(new ArrayBuffer(72 * width));
  for (let k = 0; k < 72; k++) {
    const at = width * (isFortran ? (k % 3) * 24 + Math.floor(k / 3) : k);
    const value = VALUES[k] as number;
    if (type === 'f2') view.setUint16(at, halfBits(value), isLittle);
    else if (type === 'f4') view.setFloat32(at, value, isLittle);
    else view.setFloat64(at, value, isLittle);
  }
  return new Uint8Array(view.buffer);
}

describe('readEmbeddings', () => {
  it('reads .npy of every real type, order of bytes, order of axes and version of the header', async () => {
    for (const type of ['f2', 'f4', 'f8'] as const) {
      for (const isLittle of [true, false]) {
        for (const isFortran of [true, false]) {
          for (const version of [1, 2, 3] as const) {
            const descr = `${isLittle ? '<' : '>'}${type}`;
            const file = npy(bytesOf(type, isLittle, isFortran), { descr, shape: SHAPE, isFortran, version });
            const { first } = await read('z.npy', file);
            expect([first.rows, first.columns, ...first.data], `${descr} ${version}`).toEqual([24, 3, ...VALUES]);
          }
        }
      }
    }
  });

  it('takes two matrices and labels from .npz and .safetensors', async () => {
    const second = VALUES.map((x) => x + 1);
    const labels = npy(new Uint8Array(BigInt64Array.from(WORDS, BigInt).buffer), { descr: '<i8', shape: [24] });
    const archive = zip({ 'z1.npy': float32Npy(VALUES, SHAPE), 'z2.npy': float32Npy(second, SHAPE), 'y.npy': labels });
    const tensors = encodeSafetensors({
      tensors: {
        z1: { shape: SHAPE, dtype: 'float32', data: VALUES },
        z2: { shape: SHAPE, dtype: 'float32', data: second },
        y: { shape: [24], dtype: 'int32', data: WORDS },
      },
      metadata: {},
    });
    for (const found of [await read('z.npz', archive), await read('z.safetensors', tensors)]) {
      expect([...found.first.data]).toEqual([...VALUES]);
      expect([...(found.second?.data ?? [])]).toEqual([...second]);
      expect(found.labels?.names).toEqual(['0', '1', '4']);
      expect([...(found.labels?.of ?? [])].slice(0, 5)).toEqual([0, 1, 2, 2, 1]);
    }
  });

  it('reads .csv with and without names, row numbers and quotes, and lists', async () => {
    const rows = Array.from({ length: 24 }, (_, i) => [...VALUES.subarray(3 * i, 3 * i + 3)]);
    const layouts = {
      plain: rows.map((row) => row.join(',')),
      pandas: [',0,1,2', ...rows.map((row, i) => [i, ...row].join(','))],
      counted: ['0,1,2', ...rows.map((row) => row.join(','))],
      named: ['a;b;c;label', ...rows.map((row, i) => [...row, `"class ""${i % 2}"""`].join(';'))],
      lists: ['id,embedding', ...rows.map((row, i) => `${i},"[${row.join(', ')}]"`)],
      numpy: ['embedding', ...rows.map((row) => `"[${row.join('\n ')}]"`)],
    };
    for (const [name, lines] of Object.entries(layouts)) {
      const { first, labels } = await read(`${name}.csv`, `${lines.join('\r\n')}\n`);
      expect([first.rows, first.columns, ...first.data], name).toEqual([24, 3, ...VALUES]);
      if (name === 'named') expect(labels?.names).toEqual(['class "0"', 'class "1"']);
    }
  });

  it('reads .parquet of columns and of lists', async () => {
    const wide = await read('wide.parquet', Buffer.from(WIDE_PARQUET, 'base64'));
    const lists = await read('lists.parquet', Buffer.from(LIST_PARQUET, 'base64'));
    expect([wide.first.rows, wide.first.columns]).toEqual([24, 3]);
    expect([...wide.first.data.subarray(0, 3)]).toEqual(FIRST_ROW);
    expect(wide.labels?.names).toEqual(['cat', 'dog']);
    expect([...lists.first.data]).toEqual([...wide.first.data]);
    expect(lists.labels?.names).toEqual(['0', '1', '2']);
  });

  it('refuses, in one line that says what to do', async () => {
    const objects = npy(new Uint8Array(192), { descr: '|O', shape: [24] });
    expect(await refusal('o.npy', objects)).toMatch(/pickles.*in Python: np\.save/);
    expect(await refusal('z.pt', 'x')).toMatch(/pickle.*np\.save\("z\.npy", torch\.load/);
    expect(await refusal('z.pkl', 'x')).toMatch(/pickle.*np\.save/);
    expect(await refusal('z.h5', 'x')).toMatch(/convert the file to one of these/);
    const bytes = new Uint8Array(VALUES.buffer);
    expect(await refusal('l.npy', npy(bytes, { descr: '<f4', shape: [1e9, 512] }))).toMatch(
      /promises.*288 bytes follow/,
    );
    expect(await refusal('s.npy', npy(bytes, { descr: "[('a', '<f4')]", shape: [72] }))).toMatch(/structured/);
    expect(await refusal('c.npy', npy(bytes, { descr: '<c8', shape: [36] }))).toMatch(/astype\("float32"\)/);
    expect(await refusal('one.npy', float32Npy(VALUES, [72]))).toMatch(/a matrix/);
    const short = zip({ 'a.npy': float32Npy(VALUES, SHAPE), 'b.npy': float32Npy(VALUES, [12, 6]) });
    expect(await refusal('short.npz', short)).toMatch(/first view is \[24, 3\] and the second \[12, 6\]/);
    const many = float32Npy(VALUES, SHAPE);
    expect(await refusal('m.npz', zip({ a: many, b: many, c: many }))).toMatch(/a \[24, 3\], b .*keep one matrix/);
    const labels = npy(new Uint8Array(7), { descr: '|u1', shape: [7] });
    expect(await refusal('y.npz', zip({ a: many, y: labels }))).toMatch(/7 labels for 24 rows/);
    expect(await refusal('t.csv', '1,2\n3\n')).toMatch(/record 2 has 1 fields/);
    expect(await refusal('q.csv', 'a,"b\n')).toMatch(/quote/);
    expect(await refusal('w.csv', '1,2\n3,x\n')).toMatch(/column 2 of record 2 is "x"/);
  });

  it('refuses a zip bomb without unpacking it', async () => {
    const bomb = zip({ 'z.npy': new Uint8Array(2 ** 26) });
    expect(await refusal('bomb.npz', bomb)).toMatch(/more than embeddings do/);
    // The same entry a thousand times.
    const many = Object.fromEntries(Array.from({ length: 3 }, (_, k) => [`${k}.npy`, float32Npy(VALUES, SHAPE)]));
    const shared = Buffer.from(zip(many));
    const directory = shared.indexOf('PK\u0001\u0002');
    for (let at = directory; at !== -1; at = shared.indexOf('PK\u0001\u0002', at + 1)) shared.writeUInt32LE(0, at + 42);
    shared.writeUInt32LE(2 ** 20, directory + 20);
    expect(await refusal('shared.npz', new Uint8Array(shared))).toMatch(/the file has/);
  });

  it('reads labels of numbers, texts and columns', async () => {
    const texts = npy(new Uint8Array(Buffer.from('cat dogcat ')), { descr: '|S4', shape: [3] });
    expect((await readLabels(written('s.npy', new Uint8Array([...texts, 0])))).names).toEqual(['cat ', 'dogc', 'at ']);
    expect([...(await readLabels(written('y.csv', 'label\nb\na\nb\n'))).of]).toEqual([0, 1, 0]);
    expect((await readLabels(written('n.csv', '3\n5\n3\n'))).names).toEqual(['3', '5']);
    await expect(readLabels(written('r.csv', '0.5\n1\n'))).rejects.toThrow(/label 0 is 0.5/);
  });

  it('meets over 500 damaged files with an error or a right load, and never crashes', async () => {
    const labels = npy(new Uint8Array(WORDS.buffer), { descr: '<i4', shape: [24] });
    const whole: Record<string, Uint8Array> = {
      'd.npy': float32Npy(VALUES, SHAPE),
      'd.npz': zip({ 'z1.npy': float32Npy(VALUES, SHAPE), 'y.npy': labels }),
      'd.safetensors': encodeSafetensors({
        tensors: { z: { shape: SHAPE, dtype: 'float32', data: VALUES } },
        metadata: {},
      }),
      'd.csv': new Uint8Array(Buffer.from(`a,b,label\n${'1.5,-2e3,"c"\n'.repeat(20)}`)),
      'w.parquet': new Uint8Array(Buffer.from(WIDE_PARQUET, 'base64')),
      'l.parquet': new Uint8Array(Buffer.from(LIST_PARQUET, 'base64')),
    };
    let refused = 0;
    const outcomes = { numRuns: 600, seed: 1 };
    const damage = fc.record({
      name: fc.constantFrom(...Object.keys(whole)),
      cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      seed: fc.nat(),
      flips: fc.integer({ min: 0, max: 8 }),
      isHead: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ name, cut, seed, flips, isHead }) => {
        const original = whole[name] as Uint8Array;
        const bytes = original.slice(0, cut === null ? original.length : Math.floor(cut * original.length));
        const random = randomStream(seed, 'damage');
        for (let k = 0; k < flips && bytes.length > 0; k++) {
          const place = random.integer(isHead ? Math.min(128, bytes.length) : bytes.length);
          bytes[place] =
            random.integer(2) === 0 ? random.integer(256) : (bytes[place] as number) ^ (1 << random.integer(8));
        }
        try {
          const { first } = await read(name, bytes);
          expect(first.data.length).toBe(first.rows * first.columns);
          expect(first.data.length).toBeLessThanOrEqual(2 * original.length);
        } catch (error) {
          refused++;
          expect(error).toBeInstanceOf(InvalidInput);
          expect((error as Error).message).toMatch(new RegExp(`^[^\n]*${name}[^\n]*$`));
        }
      }),
      outcomes,
    );
    expect(refused).toBeGreaterThan(200);
  });
});
