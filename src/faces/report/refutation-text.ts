/** Refutations of claims and counterfeits for the terminal: the instance, its replay, or what the check missed. */
import type { Claim } from '../../claims/claim.js';
import type { Counterexample, CounterfeitVerdict, Verdict } from '../../claims/verdict.js';
import { formatNumber } from '../../base/format-number.js';
import { counted } from '../../base/thousands.js';
import { instanceText } from './instance-text.js';
import { objections } from '../views/objections.js';
import { replayCommand } from '../views/replay-command.js';
import { outcomeOf } from '../../claims/outcome.js';
import { OUTCOMES } from '../../claims/outcome-words.js';

/**
 * Returns plain lines about a claim that is refuted, broken, unfinished or not applicable, or has counterfeits that cannot be
 * told on the loss; empty if it holds and all were refuted.
 *
 * @param replay makes the command line that replays a counterexample of the claim
 */
export function refutationText(claim: Claim, verdict: Verdict, replay = replayCommand): string {
  const { status, counterexample, reason } = verdict;
  const outcome = outcomeOf({ claim, verdict });
  const { sign } = OUTCOMES[outcome];
  const condition = claim.given?.condition?.words;
  if (status === 'not applicable') {
    const seen =
      counterexample === undefined ? [] : [...found(counterexample), replayLine(claim, counterexample, replay)];
    const needs = condition === undefined ? [] : [`The statement needs: ${condition}.`];
    return indented([`${sign} ${claim.id} is not applicable: ${reason}`, ...needs, ...seen]);
  }
  const against = objections(verdict);
  if (status === 'holds' && against.length === 0) return '';
  const lines = [`${sign} ${claim.id} ${OUTCOMES[outcome].one}: ${claim.title}`];
  if (counterexample !== undefined) lines.push(...found(counterexample), replayLine(claim, counterexample, replay));
  lines.push(...against);
  if (status === 'refuted' && condition !== undefined) lines.push(`The statement needs: ${condition}.`);
  return indented(lines);
}

function replayLine(claim: Claim, counterexample: Counterexample, replay: typeof replayCommand): string {
  return `replay: ${replay(claim, counterexample)}`;
}

/** Returns the instance that refutes a counterfeit, as text, or says that none was found. */
export function counterfeitText({ id, description, counterexample }: CounterfeitVerdict): string {
  if (counterexample === undefined) return `counterfeit ${id} (${description}) is not refuted by this instance`;
  return indented([`counterfeit ${id} (${description}):`, ...found(counterexample)]);
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => line.replaceAll('\n', '\n  ')).join('\n  ');
}

function found({ residual, bound, error, instance, shrinks }: Counterexample): string[] {
  return [
    error ?? `residual ${formatNumber(residual)} exceeds bound ${formatNumber(bound)}`,
    shrinks === 0 ? 'instance:' : `instance, made simpler ${counted(shrinks, 'time')}:`,
    instanceText(instance),
  ];
}
