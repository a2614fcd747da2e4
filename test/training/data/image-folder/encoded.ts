/** Image files for tests: PNG written by hand, JPEG and WebP by the encoders of the codecs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** The colour of a pixel. */
export type Painter = (x: number, y: number) => readonly [number, number, number];

function levels(width: number, height: number, paint: Painter): Uint8ClampedArray {
  const all = new Uint8ClampedArray(4 * width * height);
  for (let k = 0; k < width * height; k++) all.set([...paint(k % width, Math.floor(k / width)), 255], 4 * k);
  return all;
}

function chunk(name: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(content.length);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

/** A PNG of 8-bit RGB. */
export function png(width: number, height: number, paint: Painter, exif?: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rgba = levels(width, height, paint);
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x);
      rows.set(rgba.subarray(from, from + 3), y * (1 + 3 * width) + 1 + 3 * x);
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(exif === undefined ? [] : [chunk('eXIf', exif)]),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

type Encode = (image: object, options?: object) => Promise<ArrayBuffer>;

async function encoder(module: string, wasm: string): Promise<Encode> {
  const { default: encode, init } = (await import(module)) as {
    default: Encode;
    init: (module: unknown) => Promise<void>;
  };
  const { WebAssembly } = globalThis as unknown as { WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> } };
  await init(await WebAssembly.compile(readFileSync(createRequire(import.meta.url).resolve(wasm))));
  return encode;
}

export async function jpeg(width: number, height: number, paint: Painter): Promise<Buffer> {
  const encode = await encoder('@jsquash/jpeg/encode.js', '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  return Buffer.from(await encode({ width, height, data: levels(width, height, paint) }, { quality: 95 }));
}

export async function webp(width: number, height: number, paint: Painter): Promise<Buffer> {
  const encode = await encoder('@jsquash/webp/encode.js', '@jsquash/webp/codec/enc/webp_enc.wasm');
  return Buffer.from(await encode({ width, height, data: levels(width, height, paint) }, { lossless: 1 }));
}

/** Exif with the orientation alone, in either byte order. */
export function exifOf(orientation: number, order: 'II' | 'MM'): Buffer {
  const exif = Buffer.alloc(26);
  exif.write(order, 'latin1');
  const isLittle = order === 'II';
  const write16 = (value: number, at: number): unknown =>
    isLittle ? exif.writeUInt16LE(value, at) : exif.writeUInt16BE(value, at);
  const write32 = (value: number, at: number): unknown =>
    isLittle ? exif.writeUInt32LE(value, at) : exif.writeUInt32BE(value, at);
  write16(42, 2);
  write32(8, 4);
  write16(1, 8);
  write16(0x0112, 10);
  write16(3, 12);
  write32(1, 14);
  write16(orientation, 18);
  return exif;
}

/** Puts Exif into a JPEG, behind its first two bytes. */
export function withExif(file: Buffer, exif: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 8, ...Buffer.from('Exif\0\0', 'latin1')]);
  return Buffer.concat([file.subarray(0, 2), head, exif, file.subarray(2)]);
}

/** Writes a file, and the folders above it. */
export function write(folder: string, name: string, content: Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** A small picture that no other number has. */
export const picture =
  (number: number): Painter =>
  (x, y) => [(37 * number) % 256, 20 * x + number, 20 * y + (number >> 8)];
