/** Archives of some hundred kB, sound ones and broken twins, written byte by byte as POSIX describes tar. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { PublishedArchive } from '../../../../src/training/data/archive/published-archives.js';
import { randomStream } from '../../../../src/theory/algebra/random-stream.js';

export interface Member {
  readonly name: string;
  readonly content?: Uint8Array | string;
  /** POSIX type flag: 0 file, 1 hard link, 2 symbolic link, 3 and 4 devices, 5 folder, 6 pipe, x extended header. */
  readonly type?: string;
  readonly link?: string;
}

export const FOLDER = 'tiny-bin';

/** The files that are published, with bytes that do not compress. */
export const FILES: Readonly<Record<string, Uint8Array>> = {
  'one.bin': randomBytes(60_000, 1),
  'two.bin': randomBytes(40_000, 2),
  'names.txt': Buffer.from('cat\ndog\n'),
};

export const SOUND: readonly Member[] = [
  { name: `${FOLDER}/`, type: '5' },
  { name: `${FOLDER}/readme.html`, content: '<p>not listed</p>' },
  ...Object.entries(FILES).map(([name, content]) => ({ name: `${FOLDER}/${name}`, content })),
];

/** How these bytes would be published. */
export function published(bytes: Uint8Array, changes: Partial<PublishedArchive> = {}): PublishedArchive {
  return {
    title: 'Tiny',
    url: 'http://127.0.0.1:9/never-asked',
    bytes: bytes.length,
    md5: createHash('md5').update(bytes).digest('hex'),
    folder: FOLDER,
    files: [{ name: 'one.bin', bytes: 60_000 }, { name: 'two.bin', bytes: 40_000 }, { name: 'names.txt' }],
    ...changes,
  };
}

export function tarGz(members: readonly Member[]): Buffer {
  return gzipSync(tar(members), { level: 1 });
}

export function tar(members: readonly Member[]): Buffer {
  return Buffer.concat([...members.map(tarMember), Buffer.alloc(1024)]);
}

export function tarMember({ name, content = '', type = '0', link = '' }: Member): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

function randomBytes(length: number, seed: number): Uint8Array {
  const random = randomStream(seed, 'tiny-archive');
  return Uint8Array.from({ length }, () => random.integer(256));
}
