/** What a page in Chromium runs of the explorer's script, written down for `report.js` when the page is closed. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = path.resolve(import.meta.dirname, '../../coverage/browser');

/** Does nothing where coverage is not asked for. Scripts of workers are not counted: a page knows nothing of them. */
export async function countScripts(page: Page): Promise<void> {
  if (process.env['NODE_V8_COVERAGE'] === undefined) return;
  await page.coverage.startJSCoverage({ resetOnNavigation: false });
  const close = page.close.bind(page);
  page.close = async (options) => {
    const scripts = await page.coverage.stopJSCoverage();
    const result = scripts
      .map(({ url, functions }) => ({ url: path.posix.basename(new URL(url).pathname), functions }))
      .filter(({ url }) => /^index-.*\.js$/.test(url));
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path.join(FOLDER, `${randomUUID()}.json`), JSON.stringify({ result }));
    await close(options);
  };
}
