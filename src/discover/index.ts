/**
 * Shapes of α as a grammar, judged by what the theory asks of them.
 *
 * @packageDocumentation
 */
export { type Candidate, type Family, formulaCandidate, givenCandidate } from './candidate.js';
export { type GrammarFamily, GRAMMAR_FAMILIES, grammarCandidates, distinct } from './grammar.js';
export { type Theory, type MinPlayer, theoryOf } from './theory.js';
export {
  CRITERIA,
  CRITERION_NAMES,
  type CriterionName,
  type CriterionValues,
  type Judgement,
  judged,
  ranked,
  effectiveTemperature,
} from './criteria.js';
