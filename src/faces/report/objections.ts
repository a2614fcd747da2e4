/** Objections to a claim besides its counterexample, and limits of its check, in sentences. */
import { holds, type CounterfeitVerdict, type RealVerdict, type Verdict } from '../../claims/verdict.js';
import { formatNumber } from '../../base/format-number.js';
import { counted } from '../../base/thousands.js';

/** Returns the objections; none if the claim holds and every counterfeit was refuted. */
export function objections({ status, real, counterfeits, reason }: Verdict): string[] {
  return [
    ...(status === 'not applicable' ? [`Not applicable: ${reason}.`] : []),
    ...real.filter((found) => !holds(found)).map(realObjection),
    ...counterfeits
      .filter(({ refuted }) => !refuted)
      .map((counterfeit) => (counterfeit.alike ? blindness(counterfeit) : counterfeitObjection(counterfeit))),
    ...(status !== 'not applicable' && reason !== undefined ? [`Unfinished: ${reason}.`] : []),
  ];
}

function blindness({ id, description, cases }: CounterfeitVerdict): string {
  return (
    `The counterfeit ${id} (${description}) cannot be told on this loss: ` +
    `it does the same as the claim on ${counted(cases, 'instance')}, within rounding.`
  );
}

function realObjection({ label, residual, bound }: RealVerdict): string {
  return `On real images (${label}) the residual ${formatNumber(residual)} exceeds its bound ${formatNumber(bound)}.`;
}

function counterfeitObjection({ id, description, cases, counterexample }: CounterfeitVerdict): string {
  const [error] = counterexample?.error?.split('\n') ?? [];
  return error === undefined
    ? `The check accepted the counterfeit ${id} (${description}) on ${counted(cases, 'instance')}, so it shows nothing.`
    : `The check crashed on the counterfeit ${id} (${description}) in place of refuting it: ${error}`;
}
