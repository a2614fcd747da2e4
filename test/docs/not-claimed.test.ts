import path from 'node:path';
import { format } from 'oxfmt';
import { expect, it } from 'vitest';
import { notClaimedPage } from './not-claimed-page.js';

const PAGE = path.resolve(import.meta.dirname, '../../docs/not-claimed.md');

it('docs/not-claimed.md speaks of the claims as they are (npm run docs:not-claimed writes it)', async () => {
  const { code: page } = await format('not-claimed.md', notClaimedPage());
  await expect(page).toMatchFileSnapshot(PAGE);
});
