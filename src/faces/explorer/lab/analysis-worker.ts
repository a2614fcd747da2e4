/** The worker thread of analyses, which keeps sliders responsive: it receives a choice and posts its analysis. */
import { analysisOf } from './analysis.js';
import type { Chosen } from './chosen.js';

addEventListener('message', ({ data }: MessageEvent<Chosen>) => postMessage(analysisOf(data)));
