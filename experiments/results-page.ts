/** A page of results: the setting, the table, the figures and how to get them again. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { renderFigure } from '../src/faces/figures/figure-files.js';
import { sourceText } from '../src/claims/source.js';
import { writeWhole } from '../src/base/files/write-whole.js';
import type { Experiment } from './experiment.js';
import type { ExperimentResults } from './run-experiment.js';

/**
 * Writes `<folder>/<id>.md` and its drawings under `<folder>/figures/`.
 *
 * @param command what reproduces the results
 * @returns path of the page
 */
export async function writeResultsPage(
  experiment: Experiment,
  results: ExperimentResults,
  { folder, command }: { readonly folder: string; readonly command: string },
): Promise<string> {
  const drawings = path.join(folder, 'figures');
  await mkdir(drawings, { recursive: true });
  const figures = experiment.figures(results.cells);
  for (const figure of figures) {
    const { svg } = await renderFigure(figure);
    await writeWhole(path.join(drawings, `${figure.id}.svg`), svg);
  }
  const shown = figures.map(
    ({ id, title, caption }) => `## ${title}\n\n![${title}](figures/${id}.svg)\n\n${caption}\n`,
  );
  const page = path.join(folder, `${experiment.id}.md`);
  const run = `Profile ${results.profile}, ${results.cells.length} runs, alpha-cl ${results.version} on Node ${results.node}, ${results.finishedAt.slice(0, 10)}. Again, with the same numbers: \`${command}\``;
  const parts = [
    `# ${experiment.title}\n`,
    `${sourceText(experiment)}. ${run}\n`,
    `## Setting\n\n${experiment.setting}\n`,
    ...(results.profile === 'full' ? [`## What the runs show\n\n${experiment.reading}\n`] : []),
    ...shown,
    `## Table\n\nMean ± standard deviation over n seeds.\n\n${experiment.table(results.cells)}`,
  ];
  await writeWhole(page, parts.join('\n'));
  return page;
}
