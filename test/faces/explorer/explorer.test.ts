/**
 * The explorer in a real Chromium. Without Debian's chromium these tests are skipped, and fail when ALPHA_CL_REQUIRE_CHROMIUM is
 * set, as the gate does.
 */
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolders } from '../../../src/faces/serve/given-folders.js';
import { startServer, type RunningServer } from '../../../src/faces/serve/server.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { LEFT, madeTable } from '../serve/given-table.js';
import { appendMetrics, madeReport, madeRun, stepLines } from '../serve/given.js';
import {
  hasChromium,
  openBrowser,
  openPage,
  overflow,
  requiresChromium,
  type PageLook,
  type Watched,
} from './browser.js';

const root = temporaryFolder();
const app = path.resolve(import.meta.dirname, '../../../dist/explorer');

it.runIf(requiresChromium)('there is a Chromium, as ALPHA_CL_REQUIRE_CHROMIUM demands', () => {
  expect(hasChromium).toBe(true);
});

describe.runIf(hasChromium)('the explorer in Chromium', () => {
  let server: RunningServer;
  let tabled: RunningServer;
  let bare: RunningServer;
  let browser: Browser;
  const run = path.join(root, 'runs', 'infonce-1');

  beforeAll(async () => {
    await madeReport(path.join(root, 'report'));
    await madeRun(run);
    await madeRun(path.join(root, 'runs', 'direct-1'), { loss: 'alpha-cl-direct' });
    const replay = () => Promise.resolve({ instance: { n: 7 }, residual: 2e-15, bound: 1.1e-13 });
    server = await startServer({
      given: openFolders(['report', 'runs'].map((name) => path.join(root, name))),
      replay,
      app,
      port: 0,
    });
    tabled = await startServer({
      given: openFolders([await madeTable(path.join(root, 'table'))]),
      replay,
      app,
      port: 0,
    });
    bare = await startServer({ given: openFolders([]), replay, app, port: 0 });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await tabled.close();
    await bare.close();
  });

  /** Opens a page of the explorer, and holds afterwards that it did nothing that it must not. */
  async function visit(
    address: string,
    look: PageLook,
    act: (page: Page) => Promise<void>,
    of = server,
  ): Promise<void> {
    const watched: Watched = await openPage(browser, of.url, look);
    try {
      await watched.page.goto(of.url + address);
      await act(watched.page);
      expect(watched.faults).toEqual([]);
    } finally {
      await watched.page.close();
    }
  }

  /** Everything that was asked for is there. */
  async function settled(page: Page): Promise<void> {
    await page.locator('h1').waitFor();
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    for (const chart of await page.locator('.chart').all()) await chart.locator('svg').first().waitFor();
  }

  const PLACES = [
    '#/',
    '#/claims',
    '#/claims/0?view=graph',
    '#/claims/0/theorem-1-gradient',
    '#/claims/0/corollary-2-minimiser',
    '#/claims/0/lemma-3-rank-one',
    '#/claims/0/theorem-4-two-layer-relu',
    '#/claims/0/corollary-2-minimiser/counterexample',
    '#/runs',
    '#/runs/0',
    '#/nowhere',
  ];

  it.each([
    [400, 'dark'],
    [1600, 'light'],
  ] as const)(
    'shows every page %i pixels wide, %s, without a fault and without scrolling sideways',
    async (width, scheme) => {
      await visit('', { width, scheme }, async (page) => {
        for (const place of PLACES) {
          await page.goto(server.url + place);
          if (place === '#/nowhere') await page.getByText('There is no page').waitFor();
          else await settled(page);
          expect([place, await overflow(page)]).toEqual([place, 0]);
          const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor');
          expect(paper).toBe(scheme === 'dark' ? 'rgb(21, 23, 27)' : 'rgb(255, 255, 255)');
        }
      });
    },
  );

  it.each([
    [400, 'light'],
    [1600, 'dark'],
  ] as const)(
    'shows a table %i pixels wide, %s, without a fault and without scrolling sideways',
    async (width, scheme) => {
      const look = { width, scheme };
      const fits = async (page: Page): Promise<void> => {
        await settled(page);
        expect(await overflow(page)).toBe(0);
      };
      for (const place of ['#/', '#/tables', '#/tables/0?metric=effectiveRank']) await visit(place, look, fits, tabled);
    },
  );

  it('says how data are added where none were given', async () => {
    await visit(
      '',
      {},
      async (page) => {
        await page.getByText('npx alpha-cl serve alpha-cl-report').waitFor();
        expect(await page.getByRole('navigation').getByRole('link', { name: 'Claims' }).count()).toBe(0);
        await page.goto(`${bare.url}#/claims`);
        await page.getByText('Claims needs a report').waitFor();
      },
      bare,
    );
  });

  it('shows the claims that pass the filters, and keeps the filters in the address', async () => {
    await visit('#/claims', {}, async (page) => {
      const titles = page.locator('table.data tbody th a');
      await page.getByText('All 4 claims').waitFor();
      expect(await titles.count()).toBe(4);
      await page.getByLabel('Outcome').selectOption('refuted');
      await page.getByText('1 of 4 claims', { exact: true }).waitFor();
      expect(await titles.allInnerTexts()).toEqual(['The importance solves the min player’s problem']);
      await page.reload();
      await page.getByText('1 of 4 claims', { exact: true }).waitFor();
      await page.getByLabel('Outcome').selectOption('');
      await page.getByLabel('Words').fill('rank deep');
      await page.getByText('1 of 4 claims', { exact: true }).waitFor();
      expect(await titles.allInnerTexts()).toEqual(['Local optima of a deep linear network have rank one']);
      await page.getByLabel('Evidence').selectOption('exact');
      await page.getByText('0 of 4 claims').waitFor();
    });
  });

  it('leads from a claim to the instance that decides it, and has any other made again', async () => {
    await visit('#/claims', {}, async (page) => {
      await page.getByRole('link', { name: 'The gradient of a contrastive loss' }).click();
      await page.locator('.statement').waitFor();
      await settled(page);
      expect(await page.locator('.statement .katex').count()).toBeGreaterThan(3);
      expect(await page.locator('.chart svg').first().locator('path').count()).toBeGreaterThanOrEqual(40);
      await page.getByRole('link', { name: 'first instance that refutes wrong-sign' }).click();
      await page.getByRole('heading', { name: 'What refutes wrong-sign' }).waitFor();
      const matrix = page.getByRole('group', { name: 'Matrix, 2 × 3' });
      expect(await matrix.locator('td').allInnerTexts()).toEqual(['1', '0.5', '0', '0', '-1', '1e-9']);
      // What stands in a report is text, whatever it looks like.
      await page.getByText('<script>alert("hostile & unescaped")</script>').waitFor();
      await page.getByText('verify --claims theorem-1-gradient --counterfeit wrong-sign --replay 8:2').waitFor();
      await page.goBack();
      await page.getByRole('link', { name: '38', exact: true }).click();
      await page.getByText('npx alpha-cl verify --claims theorem-1-gradient --replay 1432:38').waitFor();
      await page.getByRole('link', { name: 'after' }).click();
      await page.getByRole('heading', { name: 'Instance 39' }).waitFor();
      await page.goto(`${server.url}#/claims/0/theorem-1-gradient/1`);
      await page.getByRole('button', { name: 'Make it again' }).click();
      await page.getByText('residual and bound are the same as in the report').waitFor();
    });
  });

  it('draws curves that grow while a run trains, and those of the runs that are chosen', async () => {
    await visit('#/runs', {}, async (page) => {
      await settled(page);
      const neighbours = page.locator('figure').filter({ hasText: 'Nearest neighbours' });
      const label = (): Promise<string | null> => neighbours.getByRole('img').getAttribute('aria-label');
      expect(await label()).toContain('α-CL-direct, τ = 0.5, seed 1');
      await page.getByRole('checkbox', { name: /direct-1/ }).uncheck();
      await neighbours.getByRole('img', { name: /^((?!α-CL-direct).)*$/ }).waitFor();
      const loss = page.locator('figure').filter({ has: page.getByRole('heading', { name: 'Loss', exact: true }) });
      await loss.getByRole('img', { name: /seed \d+: 3\.60$/ }).waitFor();
      const line = loss.locator('.mark-line path');
      const before = await line.getAttribute('d');
      appendMetrics(run, stepLines(5, 8));
      await loss.getByRole('img', { name: /seed \d+: 3\.20$/ }).waitFor();
      await expect.poll(() => line.getAttribute('d')).not.toBe(before);
    });
  });

  it('cuts every chart to the range of a drag, keeps it in the address, and saves what is shown', async () => {
    await visit('#/runs/0?x=step&smooth=0.5', {}, async (page) => {
      await settled(page);
      const chart = page.locator('figure').filter({ hasText: 'Norm of the gradient' }).locator('svg').last();
      await chart.scrollIntoViewIfNeeded();
      const { x, y, width } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0 };
      await page.mouse.move(x + width / 2, y + 60);
      await page.mouse.down();
      await page.mouse.move(x + width - 20, y + 60, { steps: 4 });
      await page.mouse.up();
      await page.waitForURL(/x=step&from=[\d.]+&to=/);
      await page.getByRole('button', { name: 'show all' }).click();
      await page.waitForURL(/smooth=0\.5&x=step$/);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save Loss as CSV' }).click();
      expect((await download).suggestedFilename()).toBe('Loss.csv');
    });
  });

  it('shows one run with its configuration', async () => {
    await visit('#/runs/1', {}, async (page) => {
      await settled(page);
      await page.getByRole('heading', { level: 1, name: 'NT-Xent, τ = 0.5 on CIFAR-10 train' }).waitFor();
      await page.getByText('of 12').waitFor();
      expect(await page.locator('.record').innerText()).toContain('learningRate');
    });
  });

  it('shows what the evaluations of a run measured', async () => {
    const act = async (page: Page): Promise<void> => {
      await page.getByRole('heading', { name: 'Evaluations' }).waitFor();
      const rows = page.locator('table').filter({ hasText: 'On images that were not trained on' }).locator('tbody tr');
      expect((await rows.allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' '))).toEqual([
        'encoder, step 4 16 held-out images 51.00 % 50.00 % 46.00 % – – –',
        'encoder, step 8 16 held-out images 52.00 % 51.00 % 47.00 % – – –',
      ]);
    };
    await visit('#/runs/0', {}, act, tabled);
  });

  it('shows a table beside what was published, what is left of it, and leads from each cell to its runs', async () => {
    const act = async (page: Page): Promise<void> => {
      await page.getByRole('heading', { level: 1, name: 'Two losses: paper' }).waitFor();
      expect(await page.locator('.left li').allInnerTexts()).toHaveLength(LEFT.length);
      await page.getByText('To go on: npx alpha-cl reproduce small').waitFor();
      const row = page.getByRole('row', { name: /^α-CL-direct, 1 epoch/ });
      expect((await row.getByRole('cell').allInnerTexts()).map((cell) => cell.trim())).toEqual([
        '51.50 ± 0.71 (2)',
        '50.00 ± 1.00 (5)',
        expect.stringMatching(/^\+1\.50 \[/),
        '53.00 (1)',
      ]);
      await page.getByText('60.00 ± 1.00 (5) (another log). --normalise is none there, row here.').waitFor();
      await page.getByLabel('Metric').selectOption('neighbours');
      expect(await row.getByRole('cell').count()).toBe(2);
      expect(page.url()).toContain('?metric=neighbours');
      // By keyboard to the cell, and from there to the curves of its two seeds.
      await page.getByLabel('Metric').focus();
      const focused = (): Promise<string | null> => page.evaluate("document.activeElement.getAttribute('aria-label')");
      for (let k = 0; k < 20 && (await focused())?.endsWith('runs of α-CL-direct on All images') !== true; k++)
        await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
      await page.getByText('2 of 8 in the curves').waitFor();
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2);
    };
    await visit('#/tables', {}, act, tabled);
  });

  it('leads from a claim to its statement and to the place that derives it', async () => {
    await visit('#/claims/0/theorem-1-gradient', {}, async (page) => {
      expect(await page.getByRole('link', { name: 'arXiv:2201.12680' }).getAttribute('href')).toBe(
        'https://arxiv.org/abs/2201.12680',
      );
      await page.getByText('proofs-checks/players/theorem-1-gradient.ts').waitFor();
      await page.getByRole('link', { name: 'docs/mathematics.md' }).click();
      const named = page.locator('.document #theorem-1-gradient');
      await named.waitFor();
      await expect
        .poll(async () => (await named.boundingBox())?.y ?? -1)
        .toSatisfy((top: number) => top > 0 && top < 900);
      expect(await page.evaluate("getComputedStyle(document.getElementById('main')).outlineStyle")).toBe('none');
    });
  });

  it('draws the figures of a claim in the colours of the page', async () => {
    await visit('#/claims/0/theorem-1-gradient', { scheme: 'dark' }, async (page) => {
      const drawing = page.locator('.drawing img').first();
      const pixel = async (): Promise<unknown> => {
        await drawing.scrollIntoViewIfNeeded();
        return page.evaluate(`(async () => {
          const image = document.querySelector('.drawing img');
          await image.decode();
          const context = document.createElement('canvas').getContext('2d');
          context.drawImage(image, 0, 0);
          return [...context.getImageData(1, 1, 1, 1).data];
        })()`);
      };
      expect(await pixel()).toEqual([21, 23, 27, 255]);
      await page.getByLabel('Colours').selectOption('light');
      await expect.poll(pixel).toEqual([255, 255, 255, 255]);
    });
  });

  it('takes the colours that a reader chooses, charts too, and keeps them', async () => {
    await visit('#/claims/0/theorem-1-gradient', { scheme: 'light' }, async (page) => {
      await settled(page);
      const ink = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).color');
      const axis = (): Promise<string | null> =>
        page.locator('.chart .role-axis-title text').first().getAttribute('fill');
      const [lightInk, lightAxis] = [await ink(), await axis()];
      await page.getByLabel('Colours').selectOption('dark');
      expect(await ink()).not.toBe(lightInk);
      await expect.poll(axis).not.toBe(lightAxis);
      await page.reload();
      expect(await page.getByLabel('Colours').inputValue()).toBe('dark');
      expect(await ink()).not.toBe(lightInk);
    });
  });

  it('can be used with the keyboard alone', async () => {
    await visit('#/', {}, async (page) => {
      await settled(page);
      const focused = (): Promise<string> =>
        page.evaluate(
          'document.activeElement.innerText || document.activeElement.ariaLabel || document.activeElement.id',
        );
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('To the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      // From the content on to the first card, and into its page.
      for (let k = 0; k < 10 && (await focused()) !== 'Claims'; k++) await page.keyboard.press('Tab');
      expect(await focused()).toBe('Claims');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      await page.keyboard.press('Enter');
      await page.getByText('All 4 claims').waitFor();
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      for (let k = 0; k < 20 && !(await focused()).startsWith('The gradient'); k++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('.statement').waitFor();
      expect(await page.title()).toBe('Claims · alpha-cl explorer');
    });
  });
});
