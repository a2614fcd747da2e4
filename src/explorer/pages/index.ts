/** The pages, in the order of the navigation. */
import { CLAIMS } from './claims.js';
import type { Page } from './page.js';

export const PAGES: readonly Page[] = [CLAIMS];
