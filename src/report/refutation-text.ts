/** What speaks against a claim, for the terminal: the counterexample and how to see it again, or what the check missed. */
import type { Claim } from '../claims/claim.js';
import type { Counterexample, Verdict } from '../claims/verdict.js';
import { formatCount, formatNumber } from './format-number.js';
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
  return lines.map((line) => line.replaceAll('\n', '\n  ')).join('\n  ');
}

function found({ residual, bound, error, instance, shrinks }: Counterexample): string[] {
  return [
    error ?? `residual ${formatNumber(residual)} exceeds bound ${formatNumber(bound)}`,
    `instance, made simpler ${formatCount(shrinks)} times:`,
    instanceText(instance),
  ];
}
