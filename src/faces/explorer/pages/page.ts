/** A page of the explorer: what the navigation, the start page and the addresses know of it. */
import type { ComponentType } from 'preact';
import type { Sources } from '../../serve/api.js';

export interface PageProps {
  readonly sources: Sources;
  /** What follows the page's own name in the address: `['0', 'pca-uniform']` of `#/claims/0/pca-uniform`. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

export interface Page {
  /** First part of its address. */
  readonly path: string;
  readonly title: string;
  /** What a reader finds there, in a sentence. */
  readonly about: string;
  readonly needs: 'nothing' | Need;
  readonly view: ComponentType<PageProps>;
}

/** What a page may need, and where it stands among what was given. */
const NEEDED = { 'a report': 'reports', 'a run': 'runs', 'a table': 'tables' } as const;

export type Need = keyof typeof NEEDED;

/** Whether there is something to show. */
export function hasWhatItNeeds({ needs }: Pick<Page, 'needs'>, sources: Sources): boolean {
  return needs === 'nothing' || sources[NEEDED[needs]].length > 0;
}
