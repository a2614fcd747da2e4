/** The properties that are good for a loss to have; all others are facts, neither good nor bad. */
import type { DistanceStatementId } from './analyse-distances.js';
import type { StatementId } from './analyse-loss.js';
import { isProven, type Statement } from './statement.js';

const GOOD: ReadonlySet<string> = new Set<StatementId | DistanceStatementId>([
  'psi-increases',
  'phi-increases',
  'psi-differentiable',
  'phi-differentiable',
  'importance-falls',
  'importance-falls-strictly',
  'convex',
  'min-player',
  'alpha-non-negative',
  'beta-non-negative',
]);

/** Tells whether a statement is of a property that is good to have, so that its failure is a lack. */
export function isGoodToHave(id: string): boolean {
  return GOOD.has(id);
}

/** Returns the ids of the good properties that statements prove. */
export function provenGood(statements: readonly Statement[]): Set<string> {
  return new Set(statements.filter((one) => isGoodToHave(one.id) && isProven(one)).map(({ id }) => id));
}

/** Returns the ids of the good properties that statements refute. */
export function lackingGood(statements: readonly Statement[]): string[] {
  return statements.filter(({ id, outcome }) => isGoodToHave(id) && outcome === 'fails').map(({ id }) => id);
}
