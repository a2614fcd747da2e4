/** The loss atlas and the energy landscape in Chromium, as a reader uses them; `explorer.test.ts` demands the Chromium. */
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { analysisOf } from '../../../src/faces/explorer/lab/analysis.js';
import { chosenByName, type Chosen } from '../../../src/faces/explorer/lab/chosen.js';
import { codeOf } from '../../../src/faces/explorer/lab/code-of.js';
import { curvesOf } from '../../../src/faces/explorer/lab/curves.js';
import { faultIn } from '../../../src/faces/explorer/lab/fault.js';
import { landscapeState } from '../../../src/faces/explorer/lab/landscape-state.js';
import { lastMove, positionAfter, walkOf } from '../../../src/faces/explorer/lab/walk.js';
import { conclude } from '../../../src/faces/report/conclusion.js';
import { distanceLossEntry, distanceLossNames } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { OUTSIDE_LOSSES } from '../../../src/theory/distance-losses/outside-losses.js';
import { formatNumber } from '../../../src/base/format-number.js';
import { openFolders } from '../../../src/faces/serve/given-folders.js';
import { startServer, type RunningServer } from '../../../src/faces/serve/server.js';
import { hasChromium, openBrowser, openPage, overflow, type Watched } from './browser.js';

let server: RunningServer;
let browser: Browser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  if (!hasChromium) return;
  const app = path.resolve(import.meta.dirname, '../../../dist/explorer');
  const replay = (): Promise<never> => Promise.reject(new Error('no report was given'));
  server = await startServer({ given: openFolders([]), replay, app, port: 0 });
  browser = await openBrowser();
  // One page for all: scripts are loaded once, and addresses change below them as a reader's do.
  watched = await openPage(browser, server.url);
  ({ page } = watched);
});

afterEach(() => {
  if (hasChromium) expect(watched.faults).toEqual([]);
});

afterAll(async () => {
  if (!hasChromium) return;
  await page.close();
  await browser.close();
  await server.close();
});

async function open(address: string): Promise<void> {
  // By way of the start, so that nothing of the test before is taken for what was asked.
  await page.goto(`${server.url}#/`);
  await page.locator('.cards').waitFor();
  await page.goto(`${server.url}#/${address}`);
  await page.locator('.sight .chart svg').first().waitFor();
}

/** As long as a busy machine may take. */
function eventually<Value>(read: () => Promise<Value> | Value) {
  return expect.poll(read, { timeout: 20_000 });
}

/** Waits for the table of weights to be that of these curves, a column each. */
async function shown(...curves: readonly Chosen[]): Promise<void> {
  const columns = curves.map(weightsOf);
  const cells = columns[0]?.flatMap((_, row) => columns.map((column) => column[row])) ?? [];
  await eventually(() => page.locator('.numbers-of td').allTextContents()).toEqual(cells);
}

function weightsOf(chosen: Chosen): string[] {
  const curve = curvesOf(chosen, 0.5).weights;
  return Array.from({ length: 11 }, (_, k) => curve.find(({ distance }) => Math.abs(distance - k / 5) < 1e-9)).map(
    (point) => formatNumber(point?.weight ?? Number.NaN),
  );
}

/** The drawn line, once it is another than before. */
async function line(before = ''): Promise<string> {
  const mark = page.locator('.sight .mark-line path').first();
  await eventually(() => mark.getAttribute('d')).not.toBe(before);
  return (await mark.getAttribute('d')) ?? '';
}

describe.runIf(hasChromium)('the loss atlas', () => {
  it('redraws a curve as the library has it for what the slider says, and keeps it in the address', async () => {
    await open('atlas?1=infonce&1.tau=0.5&1.eps=1');
    await shown(chosenByName('infonce') as Chosen);
    const before = await line();
    const slider = page.getByRole('slider', { name: 'τ' });
    await slider.focus();
    for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowRight');
    const tau = Number(await slider.getAttribute('aria-valuetext'));
    expect(tau).toBeGreaterThan(0.5);
    const moved: Chosen = { kind: 'loss', name: 'infonce', parameters: { tau, eps: 1 } };
    await line(before);
    await shown(moved);
    await eventually(() => page.url()).toContain(`1.tau=${tau}`);

    await page.getByRole('textbox', { name: 'τ, as a number' }).fill('0.07');
    await shown({ ...moved, parameters: { tau: 0.07, eps: 1 } });
    await page.getByRole('textbox', { name: 'τ, as a number' }).fill('-1');
    await eventually(() => page.getByRole('alert').textContent()).toMatch(/tau of infonce is -1: it must be/);
    await shown({ ...moved, parameters: { tau: 0.07, eps: 1 } });
  });

  it('compares up to three, of losses and of chosen importances', async () => {
    await open('atlas?1=infonce');
    await page.getByRole('button', { name: 'Compare with another' }).click();
    await page.getByRole('button', { name: 'Compare with another' }).click();
    expect(await page.getByRole('button', { name: 'Compare with another' }).count()).toBe(0);
    const third = page.getByRole('group', { name: 'Curve 3' });
    await third.getByRole('combobox').selectOption('power');
    await shown(...['infonce', 'triplet', 'power'].map((name) => chosenByName(name) as Chosen));
    await eventually(() => page.locator('.sight .mark-line path').count()).toBe(3);
    await page.getByRole('button', { name: 'Remove curve 1' }).click();
    await eventually(() => page.locator('.sight .mark-line path').count()).toBe(2);
  });

  it('is as high as the window has room for, as it changes', async () => {
    await open('atlas?1=infonce');
    const height = (): Promise<number> => page.evaluate("document.querySelector('.sight .chart svg').clientHeight");
    const usual = page.viewportSize() ?? { width: 1200, height: 900 };
    const before = await height();
    await page.setViewportSize({ ...usual, height: 600 });
    await eventually(height).toBeLessThan(before - 50);
    await page.setViewportSize(usual);
    await eventually(height).toBe(before);
  });

  it('says what is wrong with a formula, points at it, and keeps what was drawn', async () => {
    await open('atlas?1=formulae');
    const before = await line();
    const psi = page.getByRole('textbox', { name: /^ψ in x/ });
    await psi.fill('max(0, x + m)^2 $');
    const typed: Chosen = { kind: 'formulae', phi: 'log(1 + x)', psi: 'max(0, x + m)^2 $', parameters: { m: 1 } };
    const fault = faultIn(() => curvesOf(typed, 0.5));
    await eventually(() => page.getByRole('alert').textContent()).toBe(fault?.words);
    expect(await psi.getAttribute('aria-invalid')).toBe('true');
    expect((await page.locator('.column').textContent())?.split('\n')[1]).toBe(
      `${' '.repeat((fault?.at?.column ?? 0) - 1)}^`,
    );
    expect(await page.locator('.sight .mark-line path').first().getAttribute('d')).toBe(before);
    await psi.fill('exp(x/tau)');
    await line(before);
    expect(await page.getByRole('alert').textContent()).toBe('');
    await shown({ ...typed, psi: 'exp(x/tau)', parameters: { tau: 0.5 } });
  });

  it('says what the theory says: in sentences, line by line, and with proofs for those who ask', async () => {
    const triplet = chosenByName('triplet') as Chosen;
    await open('atlas?1=triplet');
    const found = analysisOf(triplet);
    if (found.kind !== 'loss') throw new Error('a named loss has an analysis');
    const { sentences, rows } = conclude(found.analysis);
    await eventually(() => page.locator('.theory .concluded').textContent()).toBe(sentences.join(' '));
    const lines = page.locator('.theory .properties tbody tr');
    expect(await lines.count()).toBe(rows.length);
    const lacks = rows.find(({ sign }) => sign === 'lacks');
    const lacking = lines.filter({ hasText: lacks?.claim ?? '' });
    for (const words of ['✗', lacks?.follows, lacks?.known]) expect(await lacking.textContent()).toContain(words);
    await page.locator('.theory .proofs summary').click();
    const { claim, evidence } = found.analysis.statements[2] as (typeof found.analysis.statements)[number];
    const row = (await page.locator('.theory .proofs table').first().locator('tbody tr').nth(2).textContent()) ?? '';
    for (const words of [claim, evidence.grade, evidence.reason]) expect(row).toContain(words);
  });

  it('says what would change what fails, and on which values a property holds', async () => {
    await open('atlas?1=triplet');
    const theory = page.locator('.theory');
    await theory.getByRole('heading', { name: 'What would change it' }).waitFor();
    await eventually(() => theory.locator('li code').first().textContent()).toMatch(/^npx alpha-cl analyse --phi/);
    await theory.locator('li').filter({ hasText: 'softplus' }).first().waitFor();
    await open('atlas?1=siglip');
    await theory.getByRole('heading', { name: 'Conditions' }).waitFor();
    await theory.locator('li').filter({ hasText: 'for every t from 1e-6 to 1e6: F is convex' }).waitFor();
  });

  it('draws both weights of a typed loss of distances, points into its sums, and keeps it in the address', async () => {
    await open('atlas?1=distance-formulae');
    const group = page.getByRole('group', { name: 'Curve 1' });
    const sum = group.getByRole('textbox', { name: /^sum over negatives/ });
    await sum.fill('u = exp(-n/t) $');
    await eventually(() => page.getByRole('alert').textContent()).toMatch(/^u, column 11: "\$" is not allowed/);
    expect((await page.locator('.column').textContent())?.split('\n')[1]).toBe(`${' '.repeat(14)}^`);
    await sum.fill('u = exp(-n/t)');
    await group.getByRole('button', { name: 'Add a sum' }).click();
    await group
      .getByRole('textbox', { name: /^sum over negatives/ })
      .nth(1)
      .fill('v=n');
    await eventually(() => page.getByRole('alert').textContent()).toMatch(/^v, column 1: this sum is used nowhere/);
    await group.getByRole('textbox', { name: /^loss of an anchor/ }).fill('p + log(u) - v');
    const parameters = { t: 1 };
    await shown({ kind: 'anchor', anchor: 'p + log(u) - v', sums: ['u = exp(-n/t)', 'v=n'], parameters });
    await eventually(() => page.url()).toContain('sum2=v%3Dn');
    await eventually(() => page.locator('.theory .pair .mark-line path').count()).toBe(2);
    await page.reload();
    expect(
      await group
        .getByRole('textbox', { name: /^sum over negatives/ })
        .nth(1)
        .inputValue(),
    ).toBe('v=n');
  });

  it('copies as code by keyboard, and shows the code where the browser lets it not', async () => {
    await open('atlas?1=siglip');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const siglip = chosenByName('siglip') as Chosen;
    const copy = (way: string) => page.getByRole('button', { name: `Copy SigLIP as ${way}` });
    await copy('JAX').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'JAX copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(codeOf('jax', siglip));
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })");
    await copy('command').press('Enter');
    const field = page.getByRole('textbox', { name: 'SigLIP as command' });
    expect(await field.inputValue()).toBe('npx alpha-cl analyse --loss siglip --set t=10,b=-10');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await page.reload();
  });

  it('lists every named loss with what is known of its weights, and those that are none', async () => {
    await open('atlas?1=mine');
    const list = page.locator('.catalogue');
    await list.scrollIntoViewIfNeeded();
    expect(await list.locator('tbody th summary').allTextContents()).toEqual(
      distanceLossNames().map((name) => distanceLossEntry(name).title),
    );
    const cells = list.locator('tbody tr').nth(distanceLossNames().indexOf('mine')).locator('td');
    await eventually(() => cells.allTextContents()).toEqual(Array.from({ length: 5 }, () => 'yes S'));
    const { because } = OUTSIDE_LOSSES['byol'] ?? { because: '' };
    expect(await list.locator('.outside').textContent()).toContain(because);
    await list.getByText('Spectral contrastive').click();
    await list.getByRole('button', { name: 'Copy Spectral contrastive as PyTorch' }).waitFor();
    await list.getByRole('link', { name: /^Draw it above/ }).click();
    await shown(chosenByName('spectral') as Chosen);
  });

  it('says of a chosen importance whether the min player would choose it, and whether a loss has it', async () => {
    await open('atlas?1=entropy&1.temperature=0.5');
    const found = analysisOf(chosenByName('entropy') as Chosen);
    if (found.kind !== 'chosen') throw new Error('an importance has an analysis of its own');
    const facts = page.locator('.theory .facts').filter({ hasText: 'Findings, at sampled anchors' });
    for (const [title, { outcome }] of [
      ['Min player', found.analysis.bestResponse],
      ['Margins alone', found.analysis.marginsAlone],
    ] as const) {
      const row = facts.locator('tr').filter({ has: page.getByRole('rowheader', { name: title }) });
      await eventually(() => row.locator('.badge').textContent()).toBe(outcome);
    }
    await facts.getByRole('rowheader', { name: 'Loss' }).waitFor();
  });
});

describe.runIf(hasChromium)('the energy landscape', () => {
  const places = (): Promise<string[]> => page.locator('.numbers-of tbody tr').allTextContents();
  const loss = (row: string): number => Number(row.split('°').at(-1));

  it('starts still, and walks the path by keyboard alone', async () => {
    await open('landscape');
    const walk = walkOf(landscapeState(new URLSearchParams()));
    const next = page.getByRole('button', { name: 'Next move' });
    const moves = page.getByText(`Move 0 of ${lastMove(walk)}`);
    await moves.waitFor();
    await next.focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press('Enter');
    await page.getByText(`Move 3 of ${lastMove(walk)}`).waitFor();
    expect(await page.locator('.energy').textContent()).toBe(`E = ${formatNumber(positionAfter(walk, 3).energy)}`);
    await eventually(places).toHaveLength(3);
    const slider = page.getByRole('slider', { name: /^Move 3/ });
    await slider.focus();
    await page.keyboard.press('End');
    await eventually(places).toHaveLength(walk.stops.length);
    const losses = (await places()).map(loss);
    expect(losses).toEqual(walk.stops.map((stop) => Number(stop.loss.toPrecision(6))));
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    await eventually(() => page.url()).toContain(`move=${lastMove(walk)}`);
  });

  it('begins anew with other samples, as the library has them, and keeps them in the address', async () => {
    await open('landscape');
    await page.getByText('Move 0 of').waitFor();
    await page.getByRole('textbox', { name: 'Seed, as a number' }).fill('4');
    await page.getByRole('textbox', { name: 'Size of the augmentation, as a number' }).fill('0.2');
    await eventually(() => page.url()).toContain('seed=4');
    await eventually(() => page.url()).toContain('augmentation=0.2');
    const walk = walkOf(landscapeState(new URLSearchParams(new URL(page.url()).hash.split('?')[1])));
    const words = `E = ${formatNumber(positionAfter(walk, 0).energy)}, L = ${formatNumber(walk.stops[0]?.loss ?? 0)}`;
    await page.getByText(words).waitFor();
  });

  it('starts where the globe is clicked, and plays when it is told to', async () => {
    await open('landscape');
    await page.getByText('Move 0 of').waitFor();
    const ball = page.locator('.ball');
    const { width } = (await ball.boundingBox()) ?? { width: 0 };
    const fields = (): Promise<string[]> =>
      Promise.all(
        ['Longitude', 'Latitude'].map((name) =>
          page.getByRole('textbox', { name: `${name}, as a number` }).inputValue(),
        ),
      );
    await page.getByRole('slider', { name: 'Turn' }).fill('20');
    await ball.click({ position: { x: width / 2, y: width / 2 } });
    await eventually(async () => Math.abs(Number((await fields())[0]) - 20)).toBeLessThan(1);
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByText(/Move [1-9]\d* of/).waitFor();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await page.getByRole('combobox', { name: 'How they move' }).selectOption('averaged');
    await page.getByText('Move 0 of').waitFor();
  });
});

describe.runIf(hasChromium)('on a narrow screen', () => {
  it('fits, in dark colours', async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const address of ['atlas', 'landscape']) {
      await open(address);
      expect(await overflow(page)).toBe(0);
    }
  });
});
