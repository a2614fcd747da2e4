/** The report as a folder: the page, the verdicts as data, the findings as Markdown, and each figure as specification, SVG and PNG. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderFigure } from './figure-files.js';
import { findingsMarkdown } from './findings.js';
import { htmlReport } from './html-report.js';
import { replaceReport, REPORT_FILES } from './report-folder.js';
import type { DrawnEntry, DrawnFigure, ReportEntry, RunFacts } from './report.js';
import { verdictsJson } from './verdicts-json.js';

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
 */
export async function writeReport({ out, run, entries }: ReportOptions): Promise<string> {
  await replaceReport(out, async (folder) => {
    const drawn = await drawnEntries(entries);
    const figures = join(folder, REPORT_FILES.figures);
    await mkdir(figures);
    for (const { figure, files } of drawn.flatMap((entry) => entry.figures)) {
      await writeFlushed(join(figures, `${figure.id}.vl.json`), files.json);
      await writeFlushed(join(figures, `${figure.id}.svg`), files.svg);
      await writeFlushed(join(figures, `${figure.id}.png`), files.png);
    }
    const verdicts = entries.map(({ verdict }) => verdict);
    await writeFlushed(join(folder, REPORT_FILES.data), verdictsJson(run, verdicts));
    await writeFlushed(join(folder, REPORT_FILES.findings), findingsMarkdown(run, entries));
    await writeFlushed(join(folder, REPORT_FILES.page), htmlReport(run, drawn));
  });
  return join(out, REPORT_FILES.page);
}

async function drawnEntries(entries: readonly ReportEntry[]): Promise<DrawnEntry[]> {
  const ids = new Set<string>();
  const drawn: DrawnEntry[] = [];
  for (const { claim, verdict } of entries) {
    const figures: DrawnFigure[] = [];
    for (const figure of claim.figures?.(verdict) ?? []) {
      if (ids.has(figure.id)) throw new Error(`two figures are called ${figure.id}; one is of claim ${claim.id}`);
      ids.add(figure.id);
      figures.push({ figure, files: await renderFigure(figure) });
    }
    drawn.push({ claim, verdict, figures });
  }
  return drawn;
}

/** Returns once the bytes are on the disk, so that a folder that is in place is complete. */
async function writeFlushed(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(path, content, { flush: true });
}
