/** What a report is made from: the facts of the run, and each claim with what was found out about it. */
import type { Claim } from '../../claims/claim.js';
import type { Figure } from '../../claims/figure.js';
import type { Verdict } from '../../claims/verdict.js';
import type { LossFormulae } from '../../theory/losses/loss-from-formulae.js';
import type { FigureFiles } from '../figures/figure-files.js';

/** What someone else needs to repeat the run and to judge it. */
export interface RunFacts {
  readonly seed: number;
  /** Name of the preset that chose the number of cases: `quick`. */
  readonly profile: string;
  /** Generated instances asked for, each claim. */
  readonly requestedCases: number;
  /** Which real images were used, or why none were. */
  readonly real: string;
  /** Version of alpha-cl, and of Node. */
  readonly version: string;
  readonly node: string;
  /** ISO 8601, in UTC: `2026-11-24T08:30:00.000Z`. */
  readonly startedAt: string;
  /** Wall time. */
  readonly seconds: number;
  /** The loss that the claims are about, where a reader gave one, and how many claims are not about a loss that is given. */
  readonly loss?: { readonly formulae: LossFormulae; readonly claimsLeftOut: number };
  /** The command line that repeats the run. */
  readonly command: string;
}

/** A claim with its verdict, under its heading. */
export interface ReportEntry {
  /** The heading under which the claim stands; entries of one chapter follow each other. */
  readonly chapter: string;
  readonly claim: Claim;
  readonly verdict: Verdict;
}

/** A claim's entry with its figures drawn. */
export interface DrawnEntry extends ReportEntry {
  readonly figures: readonly DrawnFigure[];
}

export interface DrawnFigure {
  readonly figure: Figure;
  readonly files: FigureFiles;
}

/** The entries under their headings, in their order. */
export function chaptersOf<Entry extends ReportEntry>(
  entries: readonly Entry[],
): { readonly title: string; readonly entries: readonly Entry[] }[] {
  const titles = [...new Set(entries.map(({ chapter }) => chapter))];
  return titles.map((title) => ({ title, entries: entries.filter(({ chapter }) => chapter === title) }));
}
