/** Input of a report: the facts of the run, and each claim with its verdict. */
import type { Claim, Given } from '../../claims/claim.js';
import type { Figure } from '../../claims/figure.js';
import type { Verdict } from '../../claims/verdict.js';
import type { FigureFiles } from '../figures/figure-files.js';

/** Facts that another person needs to repeat the run and to judge it. */
export interface RunFacts {
  readonly seed: number;
  /** Name of the preset that chose the number of cases: `quick`. */
  readonly profile: string;
  /** Number of generated instances that are requested for each claim. */
  readonly requestedCases: number;
  /** The real images that were used, or the reason why none were. */
  readonly real: string;
  /** Version of alpha-cl; `node`: that of Node.js. */
  readonly version: string;
  readonly node: string;
  /** ISO 8601, in UTC: `2026-11-24T08:30:00.000Z`. */
  readonly startedAt: string;
  /** Wall time of the run, in seconds. */
  readonly seconds: number;
  /** The loss that a reader gave, if any, and the number of claims left out because they are not about a given loss. */
  readonly loss?: { readonly formulae: Given; readonly claimsLeftOut: number };
  /** The command line that repeats the run. */
  readonly command: string;
}

/** A claim with its verdict, under its heading. */
export interface ReportEntry {
  /** The heading under which the claim stands; entries of one chapter follow each other. */
  readonly chapter: string;
  /** Path of the claim's file in the project: `proofs-checks/players/theorem-1-gradient.ts`. */
  readonly file?: string;
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** Its figures, where they are drawn already. */
  readonly figures?: readonly DrawnFigure[];
}

/** A claim's entry with its figures drawn. */
export interface DrawnEntry extends ReportEntry {
  readonly figures: readonly DrawnFigure[];
}

export interface DrawnFigure {
  readonly figure: Figure;
  readonly files: FigureFiles;
}

/** Groups the entries by chapter, in their order. */
export function chaptersOf<Entry extends { readonly chapter: string }>(
  entries: readonly Entry[],
): { readonly title: string; readonly entries: readonly Entry[] }[] {
  const titles = [...new Set(entries.map(({ chapter }) => chapter))];
  return titles.map((title) => ({ title, entries: entries.filter(({ chapter }) => chapter === title) }));
}
