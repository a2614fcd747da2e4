import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downloadDataset, type DownloadOptions } from '../../../src/data/archive/download-dataset.js';
import type { PublishedArchive } from '../../../src/data/archive/published-archives.js';
import { InvalidInput } from '../../../src/invalid-input.js';
import { temporaryFolder } from '../tiny-dataset.js';
import { serve } from './file-server.js';
import { FILES, FOLDER, published, SOUND, tarGz } from './tiny-archive.js';

const root = temporaryFolder();
const emptyFolder = (): string => mkdtempSync(path.join(root, 'case-'));
const BYTES = tarGz(SOUND);
const ARCHIVE = published(BYTES);
/** Patient, since a busy machine stalls too; whoever tries a server that falls silent is not. */
const FAST = { patience: 20_000, pause: 1 };
const IMPATIENT = { patience: 150 };
const DIST = path.resolve(import.meta.dirname, '../../../dist/src/data/archive/download-dataset.js');

const download = (data: string, options: Omit<DownloadOptions, 'data'>, archive = ARCHIVE): Promise<unknown> =>
  downloadDataset(archive, { data, ...FAST, ...options });

const refusal = async (data: string, options: Omit<DownloadOptions, 'data'>, archive = ARCHIVE): Promise<string> => {
  const error: unknown = await download(data, options, archive).then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InvalidInput);
  return (error as InvalidInput).message;
};

/** Exactly the listed files, whole, and nothing else in the data folder. */
const expectWhole = (data: string): void => {
  expect(readdirSync(data)).toEqual([FOLDER]);
  expect(readdirSync(path.join(data, FOLDER)).toSorted()).toEqual(['SHA256SUMS', ...Object.keys(FILES)].toSorted());
  for (const [name, content] of Object.entries(FILES)) {
    expect(Buffer.compare(readFileSync(path.join(data, FOLDER, name)), content)).toBe(0);
  }
};

describe('downloadDataset', () => {
  it('leaves the listed files and nothing else', async () => {
    const { url, requests } = await serve(() => ({ bytes: BYTES }));
    const data = path.join(emptyFolder(), 'new', 'folder');
    const stages = new Map<string, number>();
    await download(data, { url, progress: ({ stage, bytes, total }) => stages.set(stage, bytes / total) });
    expectWhole(data);
    expect(requests).toHaveLength(1);
    expect(stages.get('downloading')).toBe(1);
    expect(stages.get('unpacking')).toBeGreaterThan(0);
  });

  it('goes on where a connection was dropped, whatever the byte, if the file is still the same', async () => {
    let resumed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50_000 }), { minLength: 1, maxLength: 3 }), async (drops) => {
        const server = await serve((n) => {
          const dropAfter = drops[n];
          return { bytes: BYTES, etag: '"a"', ...(dropAfter === undefined ? {} : { dropAfter }) };
        });
        const data = emptyFolder();
        await download(data, { url: server.url });
        expectWhole(data);
        const parts = server.requests.filter(({ range }) => range !== undefined);
        expect(parts.every((headers) => headers['if-range'] === '"a"')).toBe(true);
        resumed += parts.length;
      }),
      { numRuns: 10 },
    );
    expect(resumed).toBeGreaterThan(5);
  });

  it('keeps what arrived when the server goes away, and goes on in the next run', async () => {
    const broken = await serve((n) => ({
      bytes: BYTES,
      etag: '"a"',
      ...(n === 0 ? { dropAfter: 30_000 } : { status: 503 }),
    }));
    const data = emptyFolder();
    expect(await refusal(data, { url: broken.url })).toMatch(/answers with status 503 \(the server is in trouble\)/);
    expect(existsSync(path.join(data, FOLDER))).toBe(false);

    const dropping = await serve((n) => ({ bytes: BYTES, dropAfter: n === 0 ? 30_000 : 0 }));
    const other = emptyFolder();
    expect(await refusal(other, { url: dropping.url })).toMatch(
      /the connection was dropped; [\d,]+ of [\d,]+ bytes are kept: run the same command again/,
    );
    expect(dropping.requests.length).toBeLessThan(6);
  });

  it.each([
    ['ignores ranges', { range: 'ignored', etag: '"a"' }],
    ['has no version to compare', {}],
    ['has a weak entity tag', { etag: 'W/"a"' }],
    ['does not tell the length', { etag: '"a"', chunked: true }],
    ['calls the archive an encoding', { headers: { 'content-encoding': 'gzip' } }],
  ] as const)('comes to the same end with a server that %s', async (_, behaviour) => {
    const server = await serve((n) => ({ bytes: BYTES, ...behaviour, ...(n === 0 ? { dropAfter: 40_000 } : {}) }));
    const data = emptyFolder();
    await download(data, { url: server.url });
    expectWhole(data);
    expect(server.requests).toHaveLength(2);
  });

  it.each(['honoured', 'forced'] as const)(
    'starts over when the file changes meanwhile (If-Range %s)',
    async (range) => {
      const old = Buffer.from(BYTES).fill(0, 100, 200);
      const server = await serve((n) =>
        n === 0 ? { bytes: old, etag: '"old"', dropAfter: 40_000 } : { bytes: BYTES, etag: '"new"', range },
      );
      const data = emptyFolder();
      await download(data, { url: server.url });
      expectWhole(data);
    },
  );

  it('starts over by itself when the bytes of an earlier run are damaged', async () => {
    const server = await serve((n) => ({
      bytes: BYTES,
      etag: '"a"',
      ...(n === 0 ? { dropAfter: 40_000 } : n < 4 ? { dropAfter: 0 } : {}),
    }));
    const data = emptyFolder();
    await refusal(data, { url: server.url });
    const part = path.join(data, `.${FOLDER}.download`, 'archive.part');
    const bytes = readFileSync(part);
    bytes[0] = (bytes[0] as number) ^ 1;
    writeFileSync(part, bytes);
    await download(data, { url: server.url });
    expectWhole(data);
  });

  it('follows redirects, but not for ever', async () => {
    const server = await serve(() => ({ bytes: BYTES }));
    const detour = await serve(() => ({ bytes: BYTES, status: 302, headers: { location: server.url } }));
    const data = emptyFolder();
    await download(data, { url: detour.url });
    expectWhole(data);
    const circle = await serve(() => ({ bytes: BYTES, status: 301, headers: { location: '/tiny.tar.gz' } }));
    expect(await refusal(emptyFolder(), { url: circle.url })).toMatch(/redirected more than 5 times/);
    const away = await serve(() => ({ bytes: BYTES, status: 301, headers: { location: 'file:///etc/passwd' } }));
    expect(await refusal(emptyFolder(), { url: away.url })).toMatch(/must begin with http/);
  });

  it('unpacks an archive that is there already', async () => {
    const data = emptyFolder();
    const archiveFile = path.join(emptyFolder(), 'tiny.tar.gz');
    writeFileSync(archiveFile, BYTES);
    await download(data, { archiveFile });
    expectWhole(data);
    expect(readFileSync(archiveFile)).toHaveLength(BYTES.length);
  });
});

describe('what is no published archive', () => {
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
      expect(await refusal(emptyFolder(), { url: none })).toContain('must begin with http:// or https://');
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

describe('a folder that is there already', () => {
  it('is found, and nothing is asked for', async () => {
    const { url, requests } = await serve(() => ({ bytes: BYTES }));
    const data = emptyFolder();
    await download(data, { url });
    mkdirSync(path.join(data, `.${FOLDER}.download`));
    expect(await download(data, { url })).toEqual({ folder: path.join(data, FOLDER), found: true });
    expect(requests).toHaveLength(1);
    expectWhole(data);
  });

  it('is left as it is when it is not the whole set', async () => {
    const { url, requests } = await serve(() => ({ bytes: BYTES }));
    const data = emptyFolder();
    mkdirSync(path.join(data, FOLDER));
    writeFileSync(path.join(data, FOLDER, 'one.bin'), 'my own');
    expect(await refusal(data, { url })).toMatch(
      /holds less than the whole Tiny \(see one\.bin, two\.bin, names\.txt\)/,
    );
    expect(readFileSync(path.join(data, FOLDER, 'one.bin'), 'utf8')).toBe('my own');
    expect(requests).toHaveLength(0);
  });
});

describe('another download of the same data set', () => {
  it('is refused while its process runs, and taken over when that has ended', async () => {
    const { url } = await serve(() => ({ bytes: BYTES }));
    const data = emptyFolder();
    const work = path.join(data, `.${FOLDER}.download`);
    mkdirSync(work);
    writeFileSync(path.join(work, 'lock'), String(process.pid));
    expect(await refusal(data, { url })).toMatch(new RegExp(`process ${process.pid} downloads the same data set`));

    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    for (const left of [String(ended), '', 'no number']) {
      const again = emptyFolder();
      mkdirSync(path.join(again, `.${FOLDER}.download`));
      writeFileSync(path.join(again, `.${FOLDER}.download`, 'lock'), left);
      await download(again, { url });
      expectWhole(again);
    }
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

describe('a killed download', () => {
  it('goes on, or starts over, by itself: whatever the moment', async () => {
    const server = await serve(() => ({ bytes: BYTES, etag: '"a"', speed: 600 }));
    const data = emptyFolder();
    for (const moment of [60, 90, 120, 150, 180, 210, 240]) {
      await inChild(ARCHIVE, { data, url: server.url }, { killAfter: moment });
      const whole = readdirSync(data).includes(FOLDER);
      if (whole) break;
    }
    await download(data, { url: server.url, patience: 5000 });
    expectWhole(data);
  });

  it('leaves no half-unpacked file to the next', async () => {
    const { url } = await serve(() => ({ bytes: BYTES }));
    const data = emptyFolder();
    const unpacked = path.join(data, `.${FOLDER}.download`, 'unpacked');
    mkdirSync(unpacked, { recursive: true });
    writeFileSync(path.join(unpacked, 'one.bin'), 'half');
    writeFileSync(path.join(unpacked, 'other.bin'), 'of an older version');
    await download(data, { url });
    expectWhole(data);
  });
});

/** Downloads in a process of its own, with a limit on the size of files, or killed so many ms after its first request. */
async function inChild(
  archive: PublishedArchive,
  options: DownloadOptions,
  { limit, killAfter }: { limit?: number; killAfter?: number },
): Promise<{ stderr: string }> {
  const code = `
    const { downloadDataset } = await import(${JSON.stringify(pathToFileURL(DIST).href)});
    process.stdout.write('ready');
    await downloadDataset(${JSON.stringify(archive)}, ${JSON.stringify(options)}).catch((error) => process.stderr.write(error.message));`;
  const shell = `ulimit -f ${limit ?? 'unlimited'}; exec "$0" --input-type=module -e "$1"`;
  const child = spawn('bash', ['-c', shell, process.execPath, code]);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (killAfter !== undefined) {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await delay(killAfter);
    child.kill('SIGKILL');
  }
  await ended;
  return { stderr };
}
