import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { checkWholeFolder } from '../../../src/base/files/whole-folder.js';
import { REPORT_FOLDER } from '../../../src/faces/report/report-folder.js';
import { writeReport } from '../../../src/faces/report/write-report.js';
import { BROKEN, ENTRIES, HOLDING, RUN } from './fake-report.js';

let parent = '';
let out = '';

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'alpha-cl-report-'));
  out = join(parent, 'report');
});
afterEach(() => rm(parent, { recursive: true }));

describe('writeReport', () => {
  it('writes the pages, the verdicts, the findings and three files a figure, and nothing else', async () => {
    expect(await writeReport({ out, run: RUN, entries: ENTRIES })).toBe(join(out, 'index.html'));
    expect(await readdir(parent)).toEqual(['report']);
    expect((await readdir(out)).toSorted()).toEqual([
      'claims',
      'figures',
      'findings.md',
      'index.html',
      'report.css',
      'verdicts.json',
    ]);
    expect((await readdir(join(out, 'figures'))).toSorted()).toEqual(
      ['gradient-slopes', 'importances', 'tightness'].flatMap((id) => [`${id}.svg`, `${id}.vl.json`]),
    );
    expect(await readFile(join(out, 'index.html'), 'utf8')).toContain('</html>');
    expect(JSON.parse(await readFile(join(out, 'verdicts.json'), 'utf8'))).toHaveProperty('verdicts.length', 4);
  });

  it('makes the folders above it', async () => {
    await writeReport({ out: join(out, 'a', 'b'), run: RUN, entries: [] });
    expect(await readdir(join(out, 'a'))).toEqual(['b']);
  });

  it('replaces an earlier report whole', async () => {
    await writeReport({ out, run: RUN, entries: ENTRIES });
    await writeReport({ out, run: RUN, entries: [BROKEN] });
    expect(await readdir(join(out, 'figures'))).toEqual([]);
    expect(await readdir(parent)).toEqual(['report']);
  });

  it('fills an empty folder, also through a link', async () => {
    await mkdir(out);
    await symlink(out, join(parent, 'link'));
    await writeReport({ out: join(parent, 'link'), run: RUN, entries: [BROKEN] });
    expect(await readdir(out)).toContain('index.html');
    expect((await readdir(parent)).toSorted()).toEqual(['link', 'report']);
  });

  it.each([
    [
      'a figure',
      {
        figures: () => {
          throw new Error('no figure');
        },
      },
      'no figure',
    ],
    ['a formula', { statement: '$x^$' }, 'in the formula x^'],
    [
      'two figures of one name',
      { figures: () => [...(HOLDING.claim.figures?.(HOLDING.verdict) ?? [])] },
      'two figures',
    ],
  ])('leaves everything as it was when %s fails', async (_, change, message) => {
    const failing = { ...BROKEN, claim: { ...BROKEN.claim, ...change } };
    await expect(writeReport({ out, run: RUN, entries: [HOLDING, failing] })).rejects.toThrow(message);
    expect(await readdir(parent)).toEqual([]);

    await writeReport({ out, run: RUN, entries: [HOLDING] });
    const before = await readFile(join(out, 'index.html'), 'utf8');
    await expect(writeReport({ out, run: RUN, entries: [HOLDING, failing] })).rejects.toThrow(message);
    expect(await readFile(join(out, 'index.html'), 'utf8')).toBe(before);
    expect(await readdir(parent)).toEqual(['report']);
  });

  it('gives the same bytes for the same run', async () => {
    await writeReport({ out, run: RUN, entries: ENTRIES });
    await writeReport({ out: join(parent, 'again'), run: RUN, entries: ENTRIES });
    for (const name of ['index.html', 'report.css', 'verdicts.json', 'figures/tightness.svg']) {
      expect(await readFile(join(parent, 'again', name)), name).toEqual(await readFile(join(out, name)));
    }
  });
});

describe('checkWholeFolder', () => {
  it('allows a folder that is missing, empty or holds a report', async () => {
    await checkWholeFolder(REPORT_FOLDER, out);
    await mkdir(out);
    await checkWholeFolder(REPORT_FOLDER, out);
    await writeReport({ out, run: RUN, entries: [] });
    await checkWholeFolder(REPORT_FOLDER, out);
    expect(await readdir(parent)).toEqual(['report']);
  });

  it('refuses a folder that holds something else, and leaves it alone', async () => {
    await mkdir(out);
    await writeFile(join(out, 'thesis.tex'), 'words');
    await refused(out, 'is not empty and holds no alpha-cl report');
    await writeFile(join(out, 'verdicts.json'), '{"format":"another"}');
    await refused(out, 'is not empty and holds no alpha-cl report');
    await expect(writeReport({ out, run: RUN, entries: [] })).rejects.toThrow(InvalidInput);
    expect(await readFile(join(out, 'thesis.tex'), 'utf8')).toBe('words');
  });

  it('refuses a report with somebody’s file beside it', async () => {
    await writeReport({ out, run: RUN, entries: [] });
    await writeFile(join(out, 'notes.md'), 'words');
    await refused(out, 'holds notes.md beside a report');
  });

  it('refuses a file, and a place inside a file', async () => {
    await writeFile(out, '');
    await refused(out, 'is a file');
    await refused(join(out, 'deeper', 'still'), 'is a file');
  });

  it('refuses the folder one stands in and those above', async () => {
    await refused('.', 'is the folder you are in');
    await refused('/', 'is the folder you are in');
  });
});

async function refused(folder: string, message: string): Promise<void> {
  const check = checkWholeFolder(REPORT_FOLDER, folder);
  await expect(check).rejects.toThrow(InvalidInput);
  await expect(check).rejects.toThrow(message);
}
