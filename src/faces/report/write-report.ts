/** The report as a folder: its first page and one for each claim, the verdicts as data, the findings as Markdown, and each figure as specification and SVG. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { drawFigures, figuresOf, saveDrawn } from './draw-figures.js';
import { findingsMarkdown } from './findings.js';
import { claimPage, type Neighbours } from './claim-page.js';
import { frontPage } from './front-page.js';
import { styleOf } from './html-page.js';
import { REPORT_FILES, REPORT_FOLDER } from './report-folder.js';
import type { DrawnEntry, ReportEntry, RunFacts } from '../views/report-entry.js';
import { verdictsJson } from './verdicts-json.js';
import { replaceWholeFolder } from '../../base/files/whole-folder.js';
import { writeWhole } from '../../base/files/write-whole.js';

/** A run to report, and the folder of the report. */
export interface ReportOptions {
  /** Folder that is missing, empty, or holds an earlier report, which is replaced. */
  readonly out: string;
  readonly run: RunFacts;
  readonly entries: readonly ReportEntry[];
}

/**
 * Writes all of the report or nothing: it is finished in a folder beside `out` and moved there in one step.
 *
 * @returns path of `index.html`
 * @throws InvalidInput when `out` is a file, holds something else, or cannot be made
 * @throws Error when a figure or a formula cannot be drawn; an earlier report at `out` stays
 * @example
 * const machine = { version: '0.1.0', node: 'v20.20.2', startedAt: '2026-11-24T08:30:00.000Z', seconds: 2 };
 * const run = { ...machine, seed: 1, profile: 'quick', requestedCases: 100, real: 'none', command: 'alpha-cl verify' };
 * await writeReport({ out: 'report', run, entries: [] }); // 'report/index.html'
 */
export async function writeReport({ out, run, entries }: ReportOptions): Promise<string> {
  await replaceWholeFolder(REPORT_FOLDER, out, async (folder) => {
    const drawn = await drawnEntries(entries);
    const figures = join(folder, REPORT_FILES.figures);
    await mkdir(figures);
    await saveDrawn(
      figures,
      drawn.flatMap((entry) => entry.figures),
    );
    await writeWhole(join(folder, REPORT_FILES.data), verdictsJson(run, drawn));
    await writeWhole(join(folder, REPORT_FILES.findings), findingsMarkdown(run, entries));
    const pages = drawn.map((entry, k) => claimPage(entry, neighboursOf(drawn, k)));
    const front = frontPage(run, drawn);
    await mkdir(join(folder, REPORT_FILES.claims));
    for (const [k, { claim }] of drawn.entries()) {
      await writeWhole(join(folder, REPORT_FILES.claims, `${claim.id}.html`), pages[k] ?? '');
    }
    await writeWhole(join(folder, REPORT_FILES.style), styleOf([front, ...pages]));
    await writeWhole(join(folder, REPORT_FILES.page), front);
  });
  return join(out, REPORT_FILES.page);
}

function neighboursOf(entries: readonly DrawnEntry[], k: number): Neighbours {
  const [before, after] = [entries[k - 1], entries[k + 1]];
  return { ...(before && { before }), ...(after && { after }) };
}

async function drawnEntries(entries: readonly ReportEntry[]): Promise<DrawnEntry[]> {
  const drawn: DrawnEntry[] = [];
  for (const entry of entries) {
    drawn.push({ ...entry, figures: entry.figures ?? (await drawFigures(figuresOf(entry))) });
  }
  return drawn;
}
