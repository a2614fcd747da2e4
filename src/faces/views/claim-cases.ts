/** The instances of a claim that a report keeps, and one of them by its name in addresses. */
import type { Verdict } from '../../claims/verdict.js';
import type { CaseDetail } from './claim-detail.js';

/** Every generated instance as it was found, and the instances that decide. */
export interface ClaimCases {
  /** In the order of the seed; none with the instance itself. */
  readonly evidence: readonly CaseDetail[];
  readonly worst?: CaseDetail;
  readonly counterexample?: CaseDetail;
  /** The instances that refute counterfeits, by the id of each. */
  readonly counterfeits: Readonly<Record<string, CaseDetail>>;
}

/** Returns the instances of a verdict. */
export function claimCases({ evidence, worst, counterexample, counterfeits }: Verdict): ClaimCases {
  return {
    evidence,
    ...(worst !== undefined && { worst }),
    ...(counterexample !== undefined && { counterexample }),
    counterfeits: Object.fromEntries(
      counterfeits.flatMap(({ id, counterexample: refuting }) => (refuting === undefined ? [] : [[id, refuting]])),
    ),
  };
}

/**
 * Returns one instance; undefined if there is no such one.
 *
 * @param which a place among the generated instances, `worst`, `counterexample` or `counterfeit:ID`
 */
export function caseOf(cases: ClaimCases, which: string): CaseDetail | undefined {
  const { evidence, worst, counterexample, counterfeits } = cases;
  if (/^\d+$/.test(which)) {
    const generated = evidence[Number(which)];
    return generated !== undefined && generated.replay === worst?.replay ? worst : generated;
  }
  if (which === 'worst') return worst;
  if (which === 'counterexample') return counterexample;
  const [, counterfeit = ''] = /^counterfeit:(.+)$/.exec(which) ?? [];
  return Object.hasOwn(counterfeits, counterfeit) ? counterfeits[counterfeit] : undefined;
}
