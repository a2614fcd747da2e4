/**
 * The worker thread of analyses, which keeps sliders responsive: it receives a choice and posts its analysis, and then, where
 * something is searched beside it, the analysis with that.
 */
import { analysisOf, withSearch } from './analysis.js';
import type { Chosen } from './chosen.js';

addEventListener('message', ({ data }: MessageEvent<Chosen>) => {
  const analysis = analysisOf(data);
  postMessage(analysis);
  const searched = withSearch(data, analysis);
  if (searched !== undefined) postMessage(searched);
  close();
});
