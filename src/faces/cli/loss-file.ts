/** A file of losses: a JSON list of names, formulae and parameters. */
import { z } from 'zod';
import { readJson } from '../../base/files/read-text.js';
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import type { Interval } from '../../theory/algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import { schemaFault } from '../../base/schema-fault.js';
import { requireUsedSymbols, type NamedText } from '../../theory/formula/parameter-values.js';
import { withUsual } from '../../training/train/given-formulae.js';
import type { Described } from './analysed-losses.js';
import { typedDistances } from './distance-options.js';
import { numbersIn, type Parameters } from './loss-options.js';

const NAME = z.string().min(1).max(80);

/** A loss of the paper's family, whose parameters may be ranges, or one of distances. */
const FILE = z
  .array(
    z.union([
      z.strictObject({
        name: NAME,
        phi: z.string(),
        psi: z.string(),
        parameters: z.record(z.string(), z.union([z.number(), z.tuple([z.number(), z.number()])])).default({}),
      }),
      z.strictObject({
        name: NAME,
        anchor: z.string(),
        sums: z.record(z.string(), z.string()).default({}),
        parameters: z.record(z.string(), z.number()).default({}),
      }),
    ]),
  )
  .min(1);

const EXAMPLE =
  '[{"name": "own", "phi": "log(eps+x)", "psi": "exp(x/tau)", "parameters": {"tau": 0.5, "eps": [0, 1]}}, ' +
  '{"name": "other", "anchor": "p/tau + log(u)", "sums": {"u": "exp(-n/tau)"}, "parameters": {"tau": 0.5}}]';

/**
 * Reads a file of losses.
 *
 * @param given values that win over those in the file
 * @throws InvalidInput when it cannot be read, is no JSON or no list of losses, and on a value that no formula uses
 */
export function readLossFile(file: string, given: Parameters): Described[] {
  const parsed = FILE.safeParse(readJson(file));
  if (!parsed.success) throw new InvalidInput(`${file}: ${schemaFault(parsed.error)}; write ${EXAMPLE}`);
  const texts = parsed.data.flatMap((one): NamedText[] =>
    'phi' in one
      ? [
          ['φ', one.phi],
          ['ψ', one.psi],
        ]
      : [['anchor', [one.anchor, ...Object.values(one.sums)].join(' ')]],
  );
  requireUsedSymbols('--set or --param', given, texts);
  return parsed.data.map((one) => {
    const { name } = one;
    if ('anchor' in one) {
      const symbols = new Set([one.anchor, ...Object.values(one.sums)].join(' ').match(/\b[A-Za-z]\w*\b/g));
      const used = Object.entries(numbersIn(given)).filter(([symbol]) => symbols.has(symbol));
      const values = { ...one.parameters, ...Object.fromEntries(used) };
      return {
        kind: 'distances',
        title: name,
        loss: inFile(file, name, () => typedDistances(one.anchor, one.sums, values)),
      };
    }
    const { phi, psi, parameters } = one;
    const own = mapValues(parameters, (value): number | Interval =>
      typeof value === 'number' ? value : { lower: value[0], upper: value[1] },
    );
    const withOwn = withUsual({ phi, psi }, own, `${file}: the loss ${quoted(name)}`);
    return { kind: 'loss', title: name, description: { phi, psi, parameters: { ...withOwn, ...given } } };
  });
}

/** Reads a loss; its error names it and the file. */
function inFile<Value>(file: string, name: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(`${file}: the loss ${quoted(name)}: ${error.message}`, { cause: error });
  }
}
