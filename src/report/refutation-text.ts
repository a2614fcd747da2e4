/** What refutes a claim or a counterfeit, for the terminal: the instance, how to see it again, or what the check missed. */
import type { Claim } from '../claims/claim.js';
import type { Counterexample, CounterfeitVerdict, Verdict } from '../claims/verdict.js';
import { formatNumber } from './format-number.js';
import { counted } from '../thousands.js';
import { instanceText } from './instance-text.js';
import { objections } from './objections.js';
import { replayCommand } from './replay-command.js';
import { STATUS_SIGNS } from './status-sign.js';

/**
 * Plain lines about a claim that is refuted, broken or unfinished; empty where it holds.
 *
 * @param replay makes the command line that replays a counterexample of the claim
 */
export function refutationText(claim: Claim, verdict: Verdict, replay = replayCommand): string {
  if (verdict.status === 'holds') return '';
  const lines = [`${STATUS_SIGNS[verdict.status]} ${claim.id} is ${verdict.status}: ${claim.title}`];
  const { counterexample } = verdict;
  if (counterexample !== undefined) lines.push(...found(counterexample), `replay: ${replay(claim, counterexample)}`);
  lines.push(...objections(verdict));
  const condition = claim.given?.condition;
  if (verdict.status === 'refuted' && condition !== undefined) {
    lines.push(`The statement needs: ${condition}. The loss does not meet that where it is refuted.`);
  }
  return indented(lines);
}

/** How a counterfeit was refuted, as it must be: the instance that does it. Empty where none does. */
export function counterfeitText({ id, description, counterexample }: CounterfeitVerdict): string {
  if (counterexample === undefined) return '';
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
