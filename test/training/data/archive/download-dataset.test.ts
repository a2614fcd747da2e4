import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InUse, takeLock } from '../../../../src/base/files/lock.js';
import { ARCHIVE, BYTES, download, emptyFolder, expectWhole, inChild, refusal } from './downloads.js';
import { serve } from './file-server.js';
import { FOLDER } from './tiny-archive.js';

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

  it('resumes at any byte after a dropped connection if the file is unchanged', async () => {
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

  it('keeps the received bytes when the server disappears, and resumes in the next run', async () => {
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
    expect(await refusal(emptyFolder(), { url: away.url })).toMatch(/expected an address that begins with http/);
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
    const lockOf = (owner: object): string => JSON.stringify({ host: hostname(), ...owner });
    writeFileSync(path.join(work, 'lock'), lockOf({ pid: process.ppid }));
    const other = `process ${process.ppid} on ${hostname()}`;
    expect(await refusal(data, { url })).toContain(`${other} downloads the same data set`);

    // Of several that find the lock of a dead process, one takes it over.
    const ended = lockOf({ pid: spawnSync(process.execPath, ['-e', '']).pid });
    writeFileSync(path.join(work, 'lock'), ended);
    const all = await Promise.allSettled(Array.from({ length: 4 }, () => takeLock(path.join(work, 'lock'))));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(InUse);
    expect(readdirSync(work)).toEqual(['lock']);
    for (const one of all) if (one.status === 'fulfilled') one.value.release();

    // The last one had the number of this process, as after a restart in a container.
    const number = process.pid;
    for (const left of [
      ended,
      '',
      'no number',
      ...(existsSync('/proc/self/stat') ? [lockOf({ pid: number, started: '1' })] : []),
    ]) {
      const again = emptyFolder();
      mkdirSync(path.join(again, `.${FOLDER}.download`));
      writeFileSync(path.join(again, `.${FOLDER}.download`, 'lock'), left);
      await download(again, { url });
      expectWhole(again);
    }
  });
});

describe('a killed download', () => {
  it('resumes or starts over by itself, at any moment of interruption', async () => {
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
