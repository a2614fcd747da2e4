/** Choice of the shapes to judge: families of the grammar, a sample of them, and a person's own loss or α. */
import type { Candidate } from '../../results/discover/candidate.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { importanceChoices } from '../../training/step/importance-choice.js';
import { GIVE_ONE, formulaeOf, numbersIn, parametersIn, readLoss, type ChoiceFlags } from './loss-options.js';

export interface ShapeFlags extends Omit<ChoiceFlags, 'alpha'> {
  readonly families?: string;
  readonly alpha?: readonly string[];
  /** The former spelling of `alpha`. */
  readonly formula?: readonly string[];
  readonly limit?: number;
  readonly sampleSeed: number;
}

/**
 * Returns the chosen shapes.
 *
 * @throws InvalidInput on an unknown family or loss, a formula that is no α, or values without a loss or α
 */
export async function chosenCandidates(flags: ShapeFlags): Promise<Candidate[]> {
  const { families, limit, sampleSeed } = flags;
  // Only now: the grammar takes longer to load than the help text should.
  const own = await ownCandidates(flags);
  const { distinct, grammarCandidates, GRAMMAR_FAMILIES } = await import('../../results/discover/grammar.js');
  const { sampled } = await import('../../results/discover/sample.js');
  const asked = families?.split(',').map((name) => {
    const found = GRAMMAR_FAMILIES.find((known) => known === name.trim());
    if (found === undefined) throw unknownName('family', name, GRAMMAR_FAMILIES);
    return found;
  });
  const grammar = grammarCandidates(asked);
  const drawn = limit === undefined ? grammar : sampled(grammar, limit, sampleSeed);
  const isLoss = ({ loss }: Candidate): boolean => loss !== undefined;
  // A person's own shape stays where the grammar has the same one; a loss is not a shape of the grammar, though its rows may be.
  return [...own.filter(isLoss), ...distinct([...own.filter((one) => !isLoss(one)), ...drawn])];
}

async function ownCandidates({ alpha = [], formula = [], ...flags }: ShapeFlags): Promise<Candidate[]> {
  const { importanceCandidate, lossCandidate } = await import('../../results/discover/candidate.js');
  const [first, ...more] = [...alpha, ...formula];
  if (more.length === 0) {
    const chosen = readLoss({ ...flags, ...(first !== undefined && { alpha: first }) });
    if (chosen === undefined) return [];
    if (chosen.kind === 'alpha') return [importanceCandidate(chosen.importance)];
    return [lossCandidate(formulaeOf(chosen), chosen.name)];
  }
  if ([flags.loss, flags.phi, flags.psi].some((given) => given !== undefined)) throw new InvalidInput(GIVE_ONE);
  return importanceChoices([...alpha, ...formula], numbersIn(parametersIn(flags))).map(importanceCandidate);
}
