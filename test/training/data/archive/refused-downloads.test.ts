/** Downloads that cannot come to a good end: another file than the published one, no server, no room. */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ARCHIVE, BYTES, download, emptyFolder, inChild, refusal } from './downloads.js';
import { serve } from './file-server.js';
import { FOLDER, published, SOUND, tarGz } from './tiny-archive.js';

/** Milliseconds that are waited for a server that falls silent. */
const IMPATIENT = { patience: 150 };

describe('archives other than the published one', () => {
  const flipped = Buffer.from(BYTES);
  flipped[50_000] = (flipped[50_000] as number) ^ 4;

  it.each([
    [
      'a flipped bit',
      { bytes: flipped },
      /is not the published Tiny archive: the MD5 of its [\d,]+ bytes is \w{32}, and \w{32} is/,
    ],
    ['a shorter file', { bytes: BYTES.subarray(0, 70_000) }, /has 70,000 bytes, and the published Tiny archive has/],
    [
      'a longer file',
      { bytes: Buffer.concat([BYTES, BYTES]), chunked: true },
      /has more than [\d,]+ bytes, and the published/,
    ],
    ['an empty file', { bytes: Buffer.alloc(0) }, /has 0 bytes, and/],
    [
      'no file',
      { bytes: BYTES, status: 404 },
      /answers with status 404 \(there is no such file\): give a mirror with --url/,
    ],
    ['no permission', { bytes: BYTES, status: 403 }, /status 403 \(it refuses\)/],
    [
      'no answer',
      { bytes: BYTES, stallAfter: 0, headers: {}, chunked: true },
      /cannot be downloaded: nothing came for 0.15 s; give/,
    ],
    ['half an answer', { bytes: BYTES, stallAfter: 30_000, range: 'ignored' }, /nothing came for 0.15 s; [\d,]+ of/],
  ] as const)('is refused, and leaves nothing: %s', async (what, behaviour, message) => {
    const { url } = await serve(() => behaviour);
    const data = emptyFolder();
    const told = await refusal(data, { url, ...('stallAfter' in behaviour && IMPATIENT) });
    expect(told).toMatch(message);
    expect(told).toContain(url);
    expect(readdirSync(data)).toEqual(what === 'half an answer' ? [`.${FOLDER}.download`] : []);
  });

  it('is told at once: nothing listens, or no address', async () => {
    const { url } = await serve(() => ({ bytes: BYTES }));
    const nobody = url.replace(/:\d+/, ':9');
    const start = performance.now();
    const told = await refusal(emptyFolder(), { url: nobody, patience: 30_000, pause: 30_000 });
    expect(performance.now() - start).toBeLessThan(5000);
    expect(told).toMatch(/cannot be downloaded: nothing listens there; .*--archive FILE.*ALPHA_CL_DATA/);
    for (const none of ['ftp://127.0.0.1/x', 'tiny.tar.gz', '']) {
      expect(await refusal(emptyFolder(), { url: none })).toContain(
        'expected an address that begins with http:// or https://',
      );
    }
  });

  it.each([
    ['a cut file', BYTES.subarray(0, 500), /has 500 bytes, and the published Tiny archive has .* cut, or another file/],
    ['a damaged file', flipped, /has the MD5 \w{32}, and \w{32} is published/],
  ])('is refused as a file: %s', async (_, bytes, message) => {
    const archiveFile = path.join(emptyFolder(), 'tiny.tar.gz');
    writeFileSync(archiveFile, bytes);
    const data = emptyFolder();
    expect(await refusal(data, { archiveFile })).toMatch(message);
    expect(readdirSync(data)).toEqual([]);
    expect(await refusal(data, { archiveFile: path.join(data, 'none') })).toMatch(
      /none cannot be read: there is no such file/,
    );
  });
});

describe('a full disk', () => {
  it('is told before anything is asked for, where the room can be seen', async () => {
    const { url, requests } = await serve(() => ({ bytes: BYTES }));
    const data = emptyFolder();
    const huge = { ...ARCHIVE, files: [{ name: 'one.bin', bytes: 2 ** 60 }] };
    expect(await refusal(data, { url }, huge)).toMatch(
      /bytes free, and downloading and unpacking Tiny takes 1,152,921,/,
    );
    expect(requests).toHaveLength(0);
    expect(readdirSync(data)).toEqual([]);
  });

  // A limit on the size of files makes write fail at once, as a full disk does. In blocks of 1024 bytes.
  it.each([
    ['while downloading', 40, /archive\.part cannot be written: the file would be larger/],
    [
      'while unpacking',
      110,
      /the Tiny archive cannot be unpacked: .*big\.bin cannot be written: the file would be larger/,
    ],
  ])('is told %s, with nothing at the final name', async (_, blocks, message) => {
    const members = [...SOUND, { name: `${FOLDER}/big.bin`, content: new Uint8Array(200_000) }];
    const bytes = tarGz(members);
    const archive = published(bytes, { files: [...ARCHIVE.files, { name: 'big.bin', bytes: 200_000 }] });
    const { url } = await serve(() => ({ bytes }));
    const data = emptyFolder();
    const { stderr } = await inChild(archive, { data, url }, { limit: blocks });
    expect(stderr).toMatch(message);
    expect(existsSync(path.join(data, FOLDER))).toBe(false);
    await download(data, { url }, archive);
    expect(statSync(path.join(data, FOLDER, 'big.bin')).size).toBe(200_000);
  });
});
