/** The objective of a run as one text, which its encoder and their embeddings carry along. */
import { InvalidInput } from '../../base/invalid-input.js';
import { objectiveDefaults } from './named-objectives.js';
import type { RunConfig } from './run-options.js';

/** The options of a run that say what is minimised. */
export type RecordedObjective = Pick<RunConfig, 'loss'> & Partial<RunConfig>;

/**
 * Writes the objective of a run as JSON: its options, by the names that they have in `run.json`.
 *
 * @example
 * recordedObjective({ loss: 'infonce', temperature: 0.1, set: 'epsilon=1', epochs: 3 }); // '{"loss":"infonce","temperature":0.1,"set":"epsilon=1"}'
 */
export function recordedObjective(config: RecordedObjective): string {
  const given: Readonly<Record<string, unknown>> = { ...config };
  const names = Object.keys(objectiveDefaults(config.loss)).filter((name) => given[name] !== undefined);
  return JSON.stringify(Object.fromEntries(['loss', ...names].map((name) => [name, given[name]])));
}

/**
 * Reads what `recordedObjective` wrote, with the defaults of options that it leaves out.
 *
 * @returns undefined for any other text, and for an objective that is not known here
 */
export function readObjective(text: string): RecordedObjective | undefined {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null || !('loss' in read) || typeof read.loss !== 'string')
      return undefined;
    const { loss, ...options } = read;
    const defaults = objectiveDefaults(loss);
    const isOurs = Object.entries(options).every(([name, value]) => typeof value === typeof defaults[name]);
    return isOurs ? { ...defaults, ...options, loss } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof InvalidInput) return undefined;
    throw error;
  }
}
