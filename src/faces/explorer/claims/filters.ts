/** Filters on the claims of a report. */
import type { ClaimLine } from '../../serve/api.js';

export interface Filters {
  readonly chapter: string;
  readonly grade: string;
  readonly status: string;
  /** Words that must all occur in the title, the source or the id. */
  readonly words: string;
}

export type FilterName = keyof Filters;

/** Reads the filters from an address; an empty one accepts every claim. */
export function filtersOf(query: URLSearchParams): Filters {
  const [chapter = '', grade = '', status = '', words = ''] = ['chapter', 'grade', 'status', 'words'].map(
    (name) => query.get(name) ?? '',
  );
  return { chapter, grade, status, words };
}

export function passes({ chapter, grade, status, words }: Filters, claim: ClaimLine): boolean {
  const text = `${claim.title} ${claim.source} ${claim.id}`.toLowerCase();
  return (
    (chapter === '' || claim.chapter === chapter) &&
    (grade === '' || claim.grade === grade) &&
    (status === '' || claim.status === status) &&
    words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}
