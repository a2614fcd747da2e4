/** The conditions that a claim needs, each with the smallest counterexample found without it. */
import { conditionOrigin } from './condition-origin.js';
import type { ClaimViewProps } from './claim.js';
import { Quantity } from './quantity.js';
import { TypesetLine } from './typeset.js';

export function Conditions({ detail: { words, counterfeits }, instance }: Pick<ClaimViewProps, 'detail' | 'instance'>) {
  const needed = counterfeits.flatMap((counterfeit) => {
    const condition = words.conditions[counterfeit.id];
    return condition === undefined ? [] : [{ ...condition, ...counterfeit }];
  });
  if (needed.length === 0) return null;
  return (
    <>
      <h2 class="part">Conditions</h2>
      {needed.map(({ id, condition, statedBy, asStated, explanation, refuted, counterexample }) => (
        <div class="condition" key={id}>
          <p>
            <strong>
              <TypesetLine text={condition} />
            </strong>{' '}
            <small>({conditionOrigin(statedBy, words.paper ?? words.about)})</small>
          </p>
          <p>
            {asStated !== undefined && (
              <>
                The paper has “<TypesetLine text={asStated} />
                ”.{' '}
              </>
            )}
            <TypesetLine text={explanation} />
          </p>
          {refuted && counterexample !== undefined ? (
            instance(
              `counterfeit:${id}`,
              <>
                Smallest counterexample without it: residual <Quantity value={Number(counterexample.residual)} />{' '}
                against a bound of <Quantity value={Number(counterexample.bound)} />
              </>,
            )
          ) : (
            <p>No counterexample was found without it.</p>
          )}
        </div>
      ))}
    </>
  );
}
