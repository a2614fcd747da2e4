/** The pages, in the order of the navigation. */
import { ATLAS } from './atlas.js';
import { CLAIMS } from './claims.js';
import { LANDSCAPE } from './landscape.js';
import type { Page } from './page.js';
import { RUNS } from './runs.js';
import { TABLES } from './tables.js';

export const PAGES: readonly Page[] = [CLAIMS, RUNS, TABLES, ATLAS, LANDSCAPE];
