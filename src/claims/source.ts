/** The origin of a statement: a paper and a place in it, or this project. */

/** A published paper. */
export interface Paper {
  readonly title: string;
  /** Full names, in the order of the paper: `Yuandong Tian`. */
  readonly authors: readonly string[];
  readonly year: number;
  /** Its identifier on arXiv, or its DOI: `arXiv:2201.12680`. */
  readonly identifier: `arXiv:${string}` | `doi:${string}`;
}

/** The paper that states something; `derived here` for what no paper states. */
export type Source = Paper | 'derived here';

/** The source of a statement and the place in it. */
export interface Sourced {
  readonly source: Source;
  /** The paper that a statement derived here is about. */
  readonly about?: Paper;
  /** The place in the paper, and what about it is derived here: `Theorem 2`. Text with mathematics between dollar signs. */
  readonly place?: string;
}

/**
 * Cites a paper by its authors and its year.
 *
 * @example
 * citation(TIAN_2022); // 'Tian (2022)'
 * citation({ ...TIAN_2022, authors: ['Ada Lovelace', 'Alan Turing'], year: 1950 }); // 'Lovelace and Turing (1950)'
 */
export function citation({ authors, year }: Paper): string {
  const [first = '', second = '', third] = authors.map((author) => author.slice(author.lastIndexOf(' ') + 1));
  const names = third === undefined ? [first, second].filter((name) => name !== '').join(' and ') : `${first} et al.`;
  return `${names} (${year})`;
}

/**
 * Returns the address of a paper.
 *
 * @example
 * paperAddress(TIAN_2022); // 'https://arxiv.org/abs/2201.12680'
 */
export function paperAddress({ identifier }: Paper): string {
  const [kind, name] = identifier.split(/:(.*)/s);
  return `https://${kind === 'arXiv' ? 'arxiv.org/abs' : 'doi.org'}/${name}`;
}

/**
 * Writes the source of a statement.
 *
 * @example
 * sourceText({ source: TIAN_2022, place: 'Theorem 2' }); // 'Tian (2022): Theorem 2'
 * sourceText({ source: 'derived here' }); // 'Derived here'
 * sourceText({ source: 'derived here', about: TIAN_2022 }); // 'Derived here, on Tian (2022)'
 */
export function sourceText({ source, about, place }: Sourced): string {
  const on = about === undefined ? '' : `, on ${citation(about)}`;
  const origin = source === 'derived here' ? `Derived here${on}` : citation(source);
  return place === undefined ? origin : `${origin}: ${place}`;
}

/** Returns the paper that a statement is of, or is about; undefined for one that needs none. */
export function paperOf({ source, about }: Sourced): Paper | undefined {
  return source === 'derived here' ? about : source;
}

/**
 * Lists the papers that statements are of, or are about, each once, in the order of the statements.
 *
 * @example
 * papersOf([{ source: TIAN_2022 }, { source: 'derived here' }, { source: TIAN_2022 }]).length; // 1
 */
export function papersOf(statements: readonly Sourced[]): Paper[] {
  const papers = statements.flatMap((statement) => paperOf(statement) ?? []);
  return papers.filter(({ identifier }, k) => papers.findIndex((other) => other.identifier === identifier) === k);
}
