/** What speaks against a claim besides its counterexample, in sentences. */
import { holds, type CounterfeitVerdict, type RealVerdict, type Verdict } from '../claims/verdict.js';
import { formatNumber } from './format-number.js';
import { counted } from '../thousands.js';

/** Empty where the claim holds. */
export function objections({ real, counterfeits, reason }: Verdict): string[] {
  return [
    ...real.filter((found) => !holds(found)).map(realObjection),
    ...counterfeits.filter(({ refuted }) => !refuted).map(counterfeitObjection),
    ...(reason === undefined ? [] : [`Unfinished: ${reason}.`]),
  ];
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
