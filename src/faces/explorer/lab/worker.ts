/**
 * The worker thread of what takes longer than a page may stand still, so that sliders stay responsive; what a kind of work needs is loaded
 * when it is asked for. It posts what it finds, and more as it finds more.
 */
import type { Chosen } from './chosen.js';
import type { GivenFile } from './inspect-files.js';

export type Work =
  /** Posts an analysis, and then, where something is searched beside it, the analysis with that. */
  | { readonly kind: 'analyse'; readonly chosen: Chosen }
  /** Posts an analysis of each, in their order. */
  | { readonly kind: 'analyse each'; readonly all: readonly Chosen[] }
  /** Posts `InspectMessage`s. */
  | { readonly kind: 'inspect'; readonly files: readonly GivenFile[] };

addEventListener('message', ({ data }: MessageEvent<Work>) => {
  // The page hears of an error as of one that no promise caught.
  done(data).then(() => close(), reportError);
});

async function done(work: Work): Promise<void> {
  if (work.kind === 'inspect') {
    const { inspectFiles } = await import('./inspect-files.js');
    return inspectFiles(work.files, (message) => postMessage(message));
  }
  const { analysisOf, withSearch } = await import('./analysis.js');
  if (work.kind === 'analyse each') {
    for (const chosen of work.all) postMessage(analysisOf(chosen));
    return;
  }
  const analysis = analysisOf(work.chosen);
  postMessage(analysis);
  const searched = withSearch(work.chosen, analysis);
  if (searched !== undefined) postMessage(searched);
}
