/** Describes faults of data from a file, in one line. */
import { z } from 'zod';

/** Describes the first fault: `options.seed: Invalid input: expected number, received string`. */
export function schemaFault({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return 'it is not as it should be';
  const where = issue.path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
  if (where === '') return issue.message;
  const [, missing] = /^Invalid input: (expected .*), received undefined$/.exec(issue.message) ?? [];
  return missing === undefined ? `${where}: ${issue.message}` : `${where} is missing: ${missing}`;
}

/** Describes the fault of text that was parsed and checked against a schema: it is no JSON, or does not fit. */
export function jsonFault(error: unknown): string {
  return error instanceof z.ZodError ? schemaFault(error) : (error as Error).message;
}
