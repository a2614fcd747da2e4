import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { notClaimedPage } from './not-claimed-page.js';

const PAGE = path.resolve(import.meta.dirname, '../../docs/not-claimed.md');

it('docs/not-claimed.md speaks of the claims as they are (npm run docs:not-claimed writes it)', async () => {
  const options = await resolveConfig(PAGE);
  const page = await format(notClaimedPage(), { ...options, parser: 'markdown' });
  await expect(page).toMatchFileSnapshot(PAGE);
});
