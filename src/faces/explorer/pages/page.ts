/** A page of the explorer, as the navigation, the start page and the addresses need it. */
import type { ComponentType } from 'preact';
import type { Sources } from '../../serve/api.js';

export interface PageProps {
  readonly sources: Sources;
  /** The rest of the address after the page's own name: `['0', 'pca-uniform']` of `#/claims/0/pca-uniform`. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

export interface Page {
  /** First part of its address. */
  readonly path: string;
  readonly title: string;
  /** Contents of the page, in a sentence. */
  readonly about: string;
  readonly needs: 'nothing' | Need;
  readonly load: () => Promise<ComponentType<PageProps>>;
}

/** Sources that a page may need, with the field of `Sources` that lists them. */
const NEEDED = { 'a report': 'reports', 'a run': 'runs', 'a table': 'tables' } as const;

export type Need = keyof typeof NEEDED;

/** Tells if there is a source of the kind that the page needs. */
export function hasWhatItNeeds({ needs }: Pick<Page, 'needs'>, sources: Sources): boolean {
  return needs === 'nothing' || sources[NEEDED[needs]].length > 0;
}
