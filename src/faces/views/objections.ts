/** Objections to a claim besides its counterexample, and limits of its check, in sentences. */
import type { Verdict } from '../../claims/verdict.js';
import { formatNumber } from '../../base/format-number.js';
import { counted } from '../../base/thousands.js';
import type { CounterfeitLine, RealLine } from './claim-detail.js';
import { ratioOf } from './json-numbers.js';

/** The parts of a verdict to which there are objections. */
export interface Objectionable extends Pick<Verdict, 'status' | 'reason'> {
  readonly real: readonly RealLine[];
  readonly counterfeits: readonly CounterfeitLine[];
}

/** Returns the objections; none if the claim holds and every counterfeit was refuted. */
export function objections({ status, real, counterfeits, reason }: Objectionable): string[] {
  return [
    ...(status === 'not applicable' ? [`Not applicable: ${reason}.`] : []),
    ...real.filter((found) => !(ratioOf(found) <= 1)).map(realObjection),
    ...counterfeits
      .filter(({ refuted }) => !refuted)
      .map((counterfeit) => (counterfeit.alike ? blindness(counterfeit) : counterfeitObjection(counterfeit))),
    ...(status !== 'not applicable' && reason !== undefined ? [`Unfinished: ${reason}.`] : []),
  ];
}

function blindness({ id, description, cases }: CounterfeitLine): string {
  return (
    `The counterfeit ${id} (${description}) cannot be told on this loss: ` +
    `it does the same as the claim on ${counted(cases, 'instance')}, within rounding.`
  );
}

function realObjection({ label, residual, bound }: RealLine): string {
  return `On real images (${label}) the residual ${formatNumber(Number(residual))} exceeds its bound ${formatNumber(Number(bound))}.`;
}

function counterfeitObjection({ id, description, cases, counterexample }: CounterfeitLine): string {
  const [error] = counterexample?.error?.split('\n') ?? [];
  return error === undefined
    ? `The check accepted the counterfeit ${id} (${description}) on ${counted(cases, 'instance')}, so it shows nothing.`
    : `The check crashed on the counterfeit ${id} (${description}) in place of refuting it: ${error}`;
}
