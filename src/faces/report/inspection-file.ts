/** The file of all findings in a folder of `alpha-cl inspect --out`. */
import type { Inspection } from '../../results/inspect/inspection.js';

export const INSPECTION_FILE = 'inspection.json';

/** The first bytes of such a file, and of no other. */
export const INSPECTION_BEGINNING = '{\n  "command": "alpha-cl inspect ';

/** Contents of the file. */
export interface InspectionFile {
  readonly command: string;
  /** One of each file that was inspected, in their order. */
  readonly inspections: readonly Inspection[];
}
