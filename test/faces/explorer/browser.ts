/** A real Chromium for the tests of the explorer; where there is none they are skipped, by name. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { countScripts } from '../../coverage/browser-scripts.js';

/** Debian's. */
const EXECUTABLE = '/usr/bin/chromium';

export const hasChromium = existsSync(EXECUTABLE);

/** Set by the gate: without a Chromium it does not pass. */
export const requiresChromium = (process.env['ALPHA_CL_REQUIRE_CHROMIUM'] ?? '') !== '';

export function openBrowser(): Promise<Browser> {
  // As root, in a container, Chromium has no sandbox; the pages are ours.
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
}

/** What a page must not do: complain, break its policy, or ask any other machine. */
export interface Watched {
  readonly page: Page;
  readonly faults: readonly string[];
}

export interface PageLook {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

/** @param url of the server; nothing else may be asked */
export async function openPage(
  browser: Browser,
  url: string,
  { width = 1200, scheme = 'light' }: PageLook = {},
): Promise<Watched> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(30_000);
  await countScripts(page);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A page that is left ends what it asked for.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) faults.push(`elsewhere: ${request.url()}`);
  });
  return { page, faults };
}

/** Pixels by which the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}
