/** The catalogue: every experiment. A new one is one file and one line here. */
import type { Experiment } from './experiment.js';
import { reluSpecialisation } from './relu-specialisation/relu-specialisation.js';

export const EXPERIMENTS: readonly Experiment[] = [reluSpecialisation];
