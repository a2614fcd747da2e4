/** An analysis as plain data. */
import type { Analysed } from './analysed.js';
import { conclude } from './conclusion.js';

/** Returns all that was found of a loss, with its conclusion, conditions and changes. */
export function analysisJson({ name, analysis, latex, conditions = [], changes = [] }: Analysed): object {
  return { name, ...analysis, ...(latex && { latex }), conclusion: conclude(analysis), conditions, changes };
}
