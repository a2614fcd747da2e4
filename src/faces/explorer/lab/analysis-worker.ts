/** Analyses in a thread of their own, so that sliders stay fluid: a choice comes, its analysis goes back. */
import { analysisOf } from './analysis.js';
import type { Chosen } from './chosen.js';

addEventListener('message', ({ data }: MessageEvent<Chosen>) => postMessage(analysisOf(data)));
