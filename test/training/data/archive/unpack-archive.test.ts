import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downloadDataset } from '../../../../src/training/data/archive/download-dataset.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import { temporaryFolder } from '../tiny-dataset.js';
import { FILES, FOLDER, published, SOUND, tar, tarGz, tarMember, type Member } from './tiny-archive.js';

const root = temporaryFolder();
const [ONE, TWO, NAMES] = [FILES['one.bin'], FILES['two.bin'], FILES['names.txt']] as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/**
 * Unpacks an archive whose checksum is right, so that only unpacking can find fault with it.
 *
 * @returns what was refused, or undefined; the listed files are whole then
 */
async function unpack(bytes: Uint8Array): Promise<string | undefined> {
  const outside = mkdtempSync(path.join(root, 'case-'));
  const data = path.join(outside, 'data');
  mkdirSync(data);
  const archiveFile = path.join(outside, 'tiny.tar.gz');
  writeFileSync(archiveFile, bytes);
  const error: unknown = await downloadDataset(published(bytes), { data, archiveFile }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(readdirSync(outside).toSorted()).toEqual(['data', 'tiny.tar.gz']);
  expect(readdirSync(data)).toEqual(error === undefined ? [FOLDER] : []);
  if (error !== undefined) {
    expect(error).toBeInstanceOf(InvalidInput);
    return (error as InvalidInput).message;
  }
  expect(readdirSync(path.join(data, FOLDER)).toSorted()).toEqual(['SHA256SUMS', ...Object.keys(FILES)].toSorted());
  for (const [name, content] of Object.entries(FILES)) {
    expect(Buffer.compare(readFileSync(path.join(data, FOLDER, name)), content)).toBe(0);
  }
  return undefined;
}

/** An extended header: `path` of the member after it, as POSIX writes it. */
function extended(key: string, value: string): Member {
  const record = ` ${key}=${value}\n`;
  const length = [1, 2, 3].map((digits) => record.length + digits).find((n) => String(n).length + record.length === n);
  return { name: 'PaxHeader', type: 'x', content: `${length}${record}` };
}

const listed = (name: string, content: Uint8Array): Member => ({ name: `${FOLDER}/${name}`, content });

describe('unpackArchive', () => {
  it.each([
    ['as published', SOUND],
    ['with ./ before the names', SOUND.map((member) => ({ ...member, name: `./${member.name}` }))],
    ['without folders, in another order', SOUND.filter(({ type }) => type !== '5').toReversed()],
    ['with files that are not listed', [...SOUND, listed('._one.bin', ONE), { name: 'other/one.bin', content: 'x' }]],
    ['with extended headers', SOUND.flatMap((member) => [extended('path', member.name), { ...member, name: 'short' }])],
    ['with a listed name further down', [...SOUND, { name: `${FOLDER}/old/one.bin`, content: 'x' }]],
  ])('writes the listed files of an archive %s', async (_, members) => {
    expect(await unpack(tarGz(members))).toBeUndefined();
  });

  it.each<[string, Member | readonly Member[], string]>([
    ['a path upwards', { name: `${FOLDER}/../../evil`, content: 'x' }, '"tiny-bin/../../evil" is a path that leaves'],
    [
      'a path upwards to a listed file',
      { name: `../${FOLDER}/one.bin`, content: ONE },
      '"../tiny-bin/one.bin" is a path that',
    ],
    ['an absolute path', { name: '/tmp/evil', content: 'x' }, '"/tmp/evil" is a path that leaves the folder'],
    ['a path of another system', { name: `${FOLDER}\\..\\evil`, content: 'x' }, 'is a path that leaves the folder'],
    ['a drive', { name: 'C:evil', content: 'x' }, '"C:evil" is a path that leaves the folder'],
    [
      'a path upwards in an extended header',
      [extended('path', '../evil'), { name: 'a', content: 'x' }],
      '"../evil" is a path',
    ],
    ['a symbolic link', { name: `${FOLDER}/link`, type: '2', link: '/etc' }, '"tiny-bin/link" is a SymbolicLink'],
    [
      'a file through a symbolic link',
      [{ name: FOLDER, type: '2', link: '/tmp' }, listed('evil', ONE)],
      '"tiny-bin" is a SymbolicLink, and only files and folders are expected',
    ],
    ['a hard link', { name: `${FOLDER}/link`, type: '1', link: '/etc/passwd' }, '"tiny-bin/link" is a Link'],
    ['a character device', { name: `${FOLDER}/null`, type: '3' }, '"tiny-bin/null" is a CharacterDevice'],
    ['a block device', { name: `${FOLDER}/disk`, type: '4' }, '"tiny-bin/disk" is a BlockDevice'],
    ['a pipe', { name: `${FOLDER}/pipe`, type: '6' }, '"tiny-bin/pipe" is a FIFO'],
    ['a kind that nobody knows', { name: `${FOLDER}/one`, type: 'Z' }, '"tiny-bin/one" is'],
    ['a listed file twice', listed('one.bin', ONE), '"tiny-bin/one.bin" is there twice'],
    ['many members', Array.from({ length: 1001 }, (_, k) => ({ name: `${k}` })), 'it has more than 1000 members'],
    ['a huge file', { name: 'zeros', content: Buffer.alloc(2 ** 24 + 2 ** 20) }, 'it unpacks to more than the'],
  ])('refuses %s, and leaves nothing', async (_, bad, message) => {
    const members = Array.isArray(bad) ? (bad as Member[]) : [bad as Member];
    expect(await unpack(tarGz([...SOUND, ...members]))).toContain(message);
    if (message.includes('twice')) return;
    expect(await unpack(tarGz([...members, ...SOUND]))).toContain(message);
  });

  it.each<[string, readonly Member[], string]>([
    [
      'shorter',
      [listed('one.bin', ONE.subarray(1)), listed('two.bin', TWO)],
      '59,999 bytes long, and 60,000 are expected',
    ],
    [
      'longer',
      [listed('one.bin', Buffer.concat([ONE, ONE])), listed('two.bin', TWO)],
      '120,000 bytes long, and 60,000',
    ],
    ['a folder', [{ name: `${FOLDER}/one.bin`, type: '5' }, listed('two.bin', TWO)], '"tiny-bin/one.bin" is a folder'],
    ['absent', [listed('two.bin', TWO)], 'it has no tiny-bin/one.bin'],
    ['under another folder', [{ name: 'one.bin', content: ONE }, listed('two.bin', TWO)], 'it has no tiny-bin/one.bin'],
    ['text of 2 MB', [listed('names.txt', Buffer.alloc(2e6))], '2,000,000 bytes long, and at most 1,048,576'],
  ])('refuses a listed file that is %s', async (_, members, message) => {
    expect(await unpack(tarGz([...members, listed('names.txt', NAMES)]))).toContain(message);
  });

  it.each([
    ['no gzip', Buffer.from('hello'.repeat(99)), /its compressed data are damaged/],
    ['empty', Buffer.alloc(0), /it is cut|it has no/],
    ['no tar', gzipSync(Buffer.alloc(5000, 'hello')), /it is not a sound tar archive/],
    ['cut within a member', gzipSync(tar(SOUND).subarray(0, 30_000)), /is not a sound tar archive \(Truncated input/],
    ['cut between members', gzipSync(tarMember(listed('one.bin', ONE))), /it has no tiny-bin\/two\.bin/],
  ])('refuses what is %s', async (_, bytes, message) => {
    expect(await unpack(bytes)).toMatch(message);
  });

  it('refuses an archive cut anywhere', async () => {
    const bytes = tarGz(SOUND);
    for (let percent = 1; percent < 100; percent += 7) {
      expect(await unpack(bytes.subarray(0, Math.floor((bytes.length * percent) / 100)))).toMatch(/it is cut|damaged/);
    }
  });

  it('refuses or unpacks correctly with any flipped bit, before or after compression', async () => {
    const plain = tar(SOUND);
    let refused = 0;
    const flip = (bytes: Uint8Array, at: number, bit: number): Buffer => {
      const changed = Buffer.from(bytes);
      changed[at % bytes.length] = (changed[at % bytes.length] as number) ^ (1 << bit);
      return changed;
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(7), async (at, bit) => {
        if ((await unpack(flip(tarGz(SOUND), at, bit))) !== undefined) refused++;
        // Within the first headers; nothing but the published checksum protects the content.
        await unpack(gzipSync(flip(plain, at % 512, bit)));
      }),
      { numRuns: 25 },
    );
    expect(refused).toBeGreaterThan(12);
  });

  it('reads a bomb no further than to its limit', async () => {
    const start = performance.now();
    expect(await unpack(gzipSync(Buffer.alloc(2 ** 25), { level: 1 }))).toMatch(/it unpacks to more than the/);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
