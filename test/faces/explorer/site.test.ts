/** A site of alpha-cl site in a real Chromium, below a path of a web host that only sends files. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prettyJson } from '../../../src/base/pretty-json.js';
import { inspectDrawnRows } from '../../../src/results/inspect/inspect-drawn-rows.js';
import { openFolders } from '../../../src/faces/serve/given-folders.js';
import { publishedNames } from '../../../src/faces/serve/published-names.js';
import { writeSite, type WrittenSite } from '../../../src/faces/serve/write-site.js';
import { encodeNpz } from '../../../src/training/arrays/write-npz.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { madeTable } from '../serve/given-table.js';
import { madeReport } from '../serve/given.js';
import { hasChromium, openBrowser, openPage } from './browser.js';

const root = temporaryFolder();
const site = path.join(root, 'site');
const BELOW = '/people/me/';

/** What any web host knows of files. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

async function webHost(): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const name = url.startsWith(BELOW) ? url.slice(BELOW.length) || 'index.html' : '';
    try {
      const content = readFileSync(path.join(site, name));
      response.setHeader('Content-Type', TYPES[path.extname(name)] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>Not found</h1>');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe.runIf(hasChromium)('a site in Chromium', () => {
  let host: Server;
  let written: WrittenSite;
  beforeAll(async () => {
    const data = Float32Array.from({ length: 90 }, (_, k) => Math.cos(k * k));
    const { inspection } = await inspectDrawnRows(
      { first: { rows: 30, columns: 3, data } },
      { file: path.join(root, 'mine.npy') },
    );
    mkdirSync(path.join(root, 'inspected'));
    const found = prettyJson({ command: 'alpha-cl inspect mine.npy', inspections: [inspection] });
    writeFileSync(path.join(root, 'inspected', 'inspection.json'), found);
    const folders = [
      await madeReport(path.join(root, 'report')),
      await madeTable(path.join(root, 'table')),
      path.join(root, 'inspected'),
    ];
    const app = path.resolve(import.meta.dirname, '../../../dist/explorer');
    written = await writeSite(site, { given: openFolders(folders), shownAs: publishedNames(folders), app });
    host = await webHost();
  });
  afterAll(() => host.close());

  it('takes less than 3 MB before data', () => expect(written.explorer).toBeLessThan(3e6));

  it('shows every kind of page below a path, and nothing that needs a server', async () => {
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}${BELOW}`;
    const browser = await openBrowser();
    const { page, faults } = await openPage(browser, url);
    const scripts: string[] = [];
    page.on('response', (response) => {
      const name = response.url().slice(url.length);
      if (name.endsWith('.js')) scripts.push(name);
    });
    await page.goto(url);
    await page.getByRole('heading', { name: 'What is published here' }).waitFor();
    // 23 kB on 2026-12-01: pages, theory and KaTeX are loaded when they are needed.
    expect(scripts.reduce((sum, name) => sum + statSync(path.join(site, name)).size, 0)).toBeLessThan(40_000);
    const shows = async (place: string, act: (at: Page) => Promise<unknown>): Promise<void> => {
      await page.goto(`${url}#/${place}`);
      await act(page);
    };
    await shows('claims', (at) => at.getByText('All 4 claims').waitFor());
    await shows('claims/0/theorem-1-gradient', (at) => at.locator('.chart svg').first().waitFor());
    expect(await page.locator('.drawing img').first().getAttribute('src')).toMatch(/^api\/reports\/0\/figures\//);
    await shows('claims/0/theorem-1-gradient/1', (at) => at.getByText('the command below makes this one').waitFor());
    expect(await page.getByRole('button', { name: 'Make it again' }).count()).toBe(0);
    await shows('claims/0/theorem-1-gradient/x', (at) => at.getByText('has no such instance').waitFor());
    await shows('runs?shown=0,1', (at) => at.locator('figure .chart svg').first().waitFor());
    expect(await page.getByText(/training now|Live:|No run is training/).count()).toBe(0);
    await shows('tables', (at) => at.getByRole('heading', { level: 1, name: 'Two losses: paper' }).waitFor());
    await shows('landscape', (at) => at.locator('.chart svg').first().waitFor());
    await shows('docs/mathematics?at=1-losses', (at) => at.locator('.document .katex').nth(20).waitFor());
    await expect.poll(() => page.locator('.document .math, .document .refused').count()).toBe(0);
    await shows('docs/..%2Fapi%2Fsources', (at) => at.getByText('there is no document').waitFor());
    await shows('inspect/0', (at) => at.getByRole('heading', { name: 'mine.npy', exact: true }).waitFor());
    await shows('inspect', (at) => at.getByText('Drop .npy or .npz files').waitFor());
    const first = { shape: [40, 3], values: Float32Array.from({ length: 120 }, (_, k) => Math.sin(k * k)) };
    const archive = Buffer.from(encodeNpz({ first }));
    const drop = (name: string, buffer: Buffer): Promise<void> =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer });
    await drop('z.npz', archive);
    await page.getByText('40 samples of 3 dimensions, one view').waitFor();
    await page.locator('.chart svg').first().waitFor();
    await drop('z.npy', archive);
    await page.getByText('it does not begin as a .npy file does').waitFor();
    expect(faults).toEqual([]);
    await browser.close();
  });
});
