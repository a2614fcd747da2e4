/** Objections to a claim besides its counterexample, in the sentences of the report. */
import { objections } from '../../report/objections.js';
import type { ClaimDetail, Found, FoundCounterexample } from '../../serve/api.js';
import { numberOf } from '../state/numbers.js';

/** Returns the objections as sentences; none if the claim holds and every counterfeit was refuted. */
export function objectionsTo({ words, verdict, counterfeits, real }: ClaimDetail): string[] {
  return objections({
    ...verdict,
    claim: words.id,
    evidence: [],
    real: real.map((image) => ({ ...numbersOf(image), label: image.label, instance: undefined, context: {} })),
    counterfeits: counterfeits.map(({ counterexample, ...rest }) => ({
      ...rest,
      ...(counterexample !== undefined && { counterexample: withNumbers(counterexample) }),
    })),
  });
}

function numbersOf({ residual, bound }: Found) {
  return { residual: numberOf(residual), bound: numberOf(bound), details: {} };
}

function withNumbers({ replay, shrinks, error, ...found }: FoundCounterexample) {
  return { ...numbersOf(found), replay, shrinks, instance: undefined, ...(error !== undefined && { error }) };
}
