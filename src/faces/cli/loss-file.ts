/** A file of losses: a JSON list of names, formulae and parameters. */
import { z } from 'zod';
import { readJson } from '../../base/files/read-text.js';
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import type { Interval } from '../../theory/algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import { schemaFault } from '../../base/schema-fault.js';
import { requireUsedSymbols } from '../../theory/formula/parameter-values.js';
import { withUsual } from '../../training/train/given-formulae.js';
import type { Chosen, Parameters } from './loss-options.js';

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

const EXAMPLE =
  '[{"name": "own", "phi": "log(eps+x)", "psi": "exp(x/tau)", "parameters": {"tau": 0.5, "eps": [0, 1]}}]';

/**
 * Reads a file of losses.
 *
 * @param given values that win over those in the file
 * @throws InvalidInput when it cannot be read, is no JSON or no list of losses, and on a value that no formula uses
 */
export function readLossFile(file: string, given: Parameters): Extract<Chosen, { kind: 'loss' }>[] {
  const parsed = FILE.safeParse(readJson(file));
  if (!parsed.success) throw new InvalidInput(`${file}: ${schemaFault(parsed.error)}; write ${EXAMPLE}`);
  const texts = parsed.data.flatMap(({ phi, psi }) => [['φ', phi] as const, ['ψ', psi] as const]);
  requireUsedSymbols('--set or --param', given, texts);
  return parsed.data.map(({ name, phi, psi, parameters }) => {
    const own = mapValues(parameters, (value): number | Interval =>
      typeof value === 'number' ? value : { lower: value[0], upper: value[1] },
    );
    const inFile = withUsual({ phi, psi }, own, `${file}: the loss ${quoted(name)}`);
    return { kind: 'loss', title: name, description: { phi, psi, parameters: { ...inFile, ...given } } };
  });
}
