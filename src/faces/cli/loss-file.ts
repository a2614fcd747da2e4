/** A file of losses: a JSON list of names, formulae and parameters. */
import { z } from 'zod';
import { readJson } from '../../base/files/read-text.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Interval } from '../../theory/algebra/interval.js';
import { schemaFault } from '../../base/schema-fault.js';

export interface LossOfFile {
  readonly name: string;
  readonly phi: string;
  readonly psi: string;
  readonly parameters: Readonly<Record<string, number | Interval>>;
}

const FILE = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(80),
      phi: z.string(),
      psi: z.string(),
      parameters: z.record(z.string(), z.union([z.number(), z.tuple([z.number(), z.number()])])).default({}),
    }),
  )
  .min(1);

const EXAMPLE = '[{"name": "mine", "phi": "log(x)", "psi": "exp(x)", "parameters": {"tau": 0.5, "eps": [0, 1]}}]';

/** Reads a file of losses. @throws InvalidInput when it cannot be read, is no JSON or no list of losses */
export function readLossFile(file: string): LossOfFile[] {
  const parsed = FILE.safeParse(readJson(file));
  if (!parsed.success) throw new InvalidInput(`${file}: ${schemaFault(parsed.error)}; write ${EXAMPLE}`);
  return parsed.data.map(({ parameters, ...loss }) => ({
    ...loss,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([symbol, value]) => [
        symbol,
        typeof value === 'number' ? value : { lower: value[0], upper: value[1] },
      ]),
    ),
  }));
}
