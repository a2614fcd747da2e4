/** The conditions that a claim needs, each with a link to the smallest counterexample found without it. */
import type { ClaimDetail } from '../../serve/api.js';
import { conditionOrigin } from '../../report/dropped-conditions.js';
import { Quantity } from '../parts/quantity.js';
import { TypesetLine } from '../parts/typeset.js';
import { addressOf } from '../state/address.js';
import { ratioOf } from '../state/numbers.js';

export interface ConditionListProps {
  readonly report: string;
  readonly detail: ClaimDetail;
}

export function ConditionList({ report, detail: { words, counterfeits } }: ConditionListProps) {
  const needed = counterfeits.flatMap((counterfeit) => {
    const condition = words.conditions[counterfeit.id];
    return condition === undefined ? [] : [{ ...condition, ...counterfeit }];
  });
  if (needed.length === 0) return null;
  return (
    <>
      <h3>What it needs</h3>
      {needed.map(({ id, condition, statedBy, explanation, refuted, counterexample }) => (
        <div class="condition" key={id}>
          <p>
            <strong>
              <TypesetLine text={condition} />
            </strong>{' '}
            <small>({conditionOrigin(statedBy, words.paper)})</small>
          </p>
          <p>
            <TypesetLine text={explanation} />
          </p>
          {refuted && counterexample !== undefined ? (
            <p>
              <a href={addressOf(['claims', report, words.id, `counterfeit:${id}`])}>
                Smallest counterexample without it
              </a>
              , residual ÷ bound <Quantity value={ratioOf(counterexample)} />
            </p>
          ) : (
            <p>No counterexample was found without it.</p>
          )}
        </div>
      ))}
    </>
  );
}
