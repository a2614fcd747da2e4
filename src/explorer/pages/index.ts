/** The pages, in the order of the navigation. */
import type { Page } from './page.js';

export const PAGES: readonly Page[] = [];
