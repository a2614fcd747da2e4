import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunDetail, RunLine, Sources } from '../../../src/faces/serve/api.js';
import { openFolders } from '../../../src/faces/serve/given-folders.js';
import { publishedNames } from '../../../src/faces/serve/published-names.js';
import { startServer } from '../../../src/faces/serve/server.js';
import { writeSite, type WrittenSite } from '../../../src/faces/serve/write-site.js';
import { comparisonOf, type ComparableRun } from '../../../src/results/runs/comparison.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { madeTable } from './given-table.js';
import { madeReport, madeRun } from './given.js';

const root = temporaryFolder();
const at = (...parts: string[]): string => path.join(root, ...parts);
const app = at('app');
const folders = ['report', 'runs', 'more/runs', 'table'].map((name) => at(name));
const shownAs = publishedNames(folders);
const write = (out: string, given = folders): Promise<WrittenSite> =>
  writeSite(out, { given: openFolders(given), shownAs: publishedNames(given), app });
const read = (name: string): unknown => JSON.parse(readFileSync(at('site', 'api', `${name}.json`), 'utf8'));

beforeAll(async () => {
  mkdirSync(path.join(app, 'assets'), { recursive: true });
  writeFileSync(path.join(app, 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(path.join(app, 'assets', 'app.js'), '');
  await madeReport(at('report'));
  await madeRun(at('runs', 'infonce-1'));
  await madeRun(at('more', 'runs', 'infonce-1'), { seed: 2 });
  await madeTable(at('table'));
  await write(at('site'));
});

describe('a site', () => {
  it('has the answers of the server, each at the address that a page asks for', async () => {
    const replay = () => Promise.reject(new Error('not asked'));
    const server = await startServer({ given: openFolders([at('report')]), replay, app, port: 0 });
    await write(at('one'), [at('report')]);
    const served = async (address: string): Promise<Buffer> =>
      Buffer.from(await (await fetch(server.url + address)).arrayBuffer());
    const addresses = readdirSync(at('one'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => path.extname(name) !== '' && !['api/sources.json', '.nojekyll'].includes(name),
    );
    expect(addresses).toEqual(
      expect.arrayContaining([
        'index.html',
        'assets/app.js',
        'vendor/vega.js',
        'vendor/katex/fonts/KaTeX_Main-Regular.woff2',
        'api/reports/0.json',
        'api/reports/0/claims/theorem-1-gradient.json',
        'api/reports/0/claims/theorem-1-gradient/cases.json',
        'api/reports/0/figures/tightness.vl.json',
        'api/reports/0/figures/tightness.svg',
      ]),
    );
    const differing = [];
    for (const address of addresses)
      if (!(await served(address)).equals(readFileSync(at('one', address)))) differing.push(address);
    expect(differing).toEqual([]);
    await server.close();
  });

  it('names folders as they were given, and says nothing of where they lie', () => {
    const { live, reports, runs, tables } = read('sources') as Sources;
    expect([live, reports.map(({ folder }) => folder), tables.map(({ file }) => file)]).toEqual([
      false,
      ['report'],
      ['table/small-paper.json'],
    ]);
    expect(runs.slice(0, 2).map(({ folder }) => folder)).toEqual(['runs/infonce-1', 'runs-2/infonce-1']);
    expect(shownAs('/home/somebody/datasets')).toBe('datasets');
    expect((read('runs/0') as RunDetail).record?.config.data).toBe('nowhere');
    const told = readdirSync(at('site', 'api'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .filter((name) => readFileSync(at('site', 'api', name), 'utf8').includes(root));
    expect(told).toEqual([]);
  });

  it('lets any of its runs be compared', () => {
    const { label, seeds, runs } = comparisonOf(['0', '1'].map((id) => read(`runs/${id}/summary`) as ComparableRun))
      .groups[0] ?? { label: '', seeds: [], runs: [] };
    expect([label, seeds, runs.map(({ folder }) => folder)]).toEqual([
      expect.any(String),
      [1, 2],
      ['runs/infonce-1', 'runs-2/infonce-1'],
    ]);
    expect((read('runs') as RunLine[]).every(({ known }) => known?.training === false)).toBe(true);
  });

  it('replaces an earlier site, and nothing else', async () => {
    writeFileSync(at('site', 'api', 'left-over.json'), '{}');
    await write(at('site'));
    expect(existsSync(at('site', 'api', 'left-over.json'))).toBe(false);
    await expect(write(at('report'))).rejects.toThrow(/is not empty and holds no alpha-cl site: name a new/);
    writeFileSync(at('site', 'CNAME'), 'example.org');
    await expect(write(at('site'))).rejects.toThrow('site holds CNAME beside a site: move it away');
  });

  it('is not written of a forged or a damaged report, or of a damaged run', async () => {
    await madeReport(at('forged'));
    const data = readFileSync(at('forged', 'verdicts.json'), 'utf8');
    writeFileSync(at('forged', 'verdicts.json'), data.replaceAll('"theorem-1-gradient"', '"../../../../../escaped"'));
    await expect(write(at('none'), [at('forged')])).rejects.toThrow('cannot be published: ids are letters');
    await expect(write(at('none'), [at('nowhere')])).rejects.toThrow(
      'nowhere holds no report, run, table or inspection',
    );
    await madeRun(at('damaged'));
    writeFileSync(at('damaged', 'run.json'), '{');
    await expect(write(at('none'), [at('damaged')])).rejects.toThrow('is damaged');
    expect([existsSync(at('none')), existsSync(at('escaped.json'))]).toEqual([false, false]);
  });
});
