/**
 * Shapes of α as a grammar, judged by what the theory asks of them.
 *
 * @packageDocumentation
 */
export { type Candidate, type Family, formulaCandidate, givenCandidate } from '../results/discover/candidate.js';
export { type GrammarFamily, GRAMMAR_FAMILIES, grammarCandidates, distinct } from '../results/discover/grammar.js';
export { type Theory, type MinPlayer, theoryOf } from '../results/discover/theory.js';
export {
  CRITERIA,
  CRITERION_NAMES,
  type CriterionName,
  type CriterionValues,
  type Judgement,
  judged,
  ranked,
  effectiveTemperature,
} from '../results/discover/criteria.js';
