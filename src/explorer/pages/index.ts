/** The pages, in the order of the navigation. */
import { CLAIMS } from './claims.js';
import type { Page } from './page.js';
import { RUNS } from './runs.js';

export const PAGES: readonly Page[] = [CLAIMS, RUNS];
