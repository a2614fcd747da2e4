/** Choice of the shapes to judge: families of the grammar, a sample of them, and a person's own. */
import type { Candidate } from '../../results/discover/candidate.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';

export interface ShapeChoice {
  readonly families?: string;
  readonly formula: readonly string[];
  readonly set?: string;
  readonly limit?: number;
  readonly sampleSeed: number;
}

/** Returns the chosen shapes. @throws InvalidInput on an unknown family, a formula that is no α, or values without a formula */
export async function chosenCandidates({
  families,
  formula,
  set,
  limit,
  sampleSeed,
}: ShapeChoice): Promise<Candidate[]> {
  if (set !== undefined && formula.length === 0) {
    throw new InvalidInput('--set gives values to the symbols of a --formula: give one, or leave it out');
  }
  // Only now: mathjs takes longer to load than the help text should.
  const { distinct, grammarCandidates, GRAMMAR_FAMILIES } = await import('../../results/discover/grammar.js');
  const { givenCandidate } = await import('../../results/discover/candidate.js');
  const { sampled } = await import('../../results/discover/sample.js');
  const { parameterValues, requireUsedSymbols } = await import('../../theory/formula/parameter-values.js');
  const asked = families?.split(',').map((name) => {
    const found = GRAMMAR_FAMILIES.find((known) => known === name.trim());
    if (found === undefined) throw unknownName('family', name, GRAMMAR_FAMILIES);
    return found;
  });
  const grammar = grammarCandidates(asked);
  const drawn = limit === undefined ? grammar : sampled(grammar, limit, sampleSeed);
  const values = parameterValues(set ?? '');
  requireUsedSymbols(
    '--set',
    values,
    formula.map((alpha) => ['α', alpha]),
  );
  const own = formula.map((alpha) => givenCandidate(alpha, values));
  // A person's own shape stays where the grammar has the same one.
  return distinct([...own, ...drawn]);
}
