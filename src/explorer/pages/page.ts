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
  readonly needs: 'nothing' | 'a report' | 'a run';
  readonly view: ComponentType<PageProps>;
}

/** Whether there is something to show. */
export function hasWhatItNeeds({ needs }: Page, { reports, runs }: Sources): boolean {
  return needs === 'nothing' || (needs === 'a report' ? reports : runs).length > 0;
}
