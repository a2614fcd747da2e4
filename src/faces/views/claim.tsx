/** One claim: its statement, its check, the result, the conditions that it needs, and its figures. */
import type { ComponentChildren } from 'preact';
import { formatSeconds } from '../../base/format-number.js';
import { counted, thousands } from '../../base/thousands.js';
import { GradeBadge, OutcomeBadge } from './badges.js';
import type { ClaimDetail, CounterfeitLine } from './claim-detail.js';
import { ClaimPlaces } from './claim-places.js';
import { CounterfeitTable, RealTable } from './claim-tables.js';
import { Conditions } from './conditions.js';
import { Fact } from './fact.js';
import { ratioOf } from './json-numbers.js';
import { objections } from './objections.js';
import { outcomeClass } from './outcome-class.js';
import { Quantity, Ratio } from './quantity.js';
import { Typeset, TypesetLine } from './typeset.js';

export interface ClaimViewProps {
  readonly detail: ClaimDetail;
  /** Shows an instance, or the way to it. @param which `worst`, `counterexample`, or `counterfeit:ID` @param words that name it */
  readonly instance: (which: string, words: ComponentChildren) => ComponentChildren;
  /** Names another claim, with the way to it where there is one. */
  readonly other: (id: string) => ComponentChildren;
  /** The way to the derivation in the documents, where these are at hand. */
  readonly derivation?: string;
  /** The way to an instance in the narrow cell of a table. */
  readonly refuting: (counterfeit: CounterfeitLine) => ComponentChildren;
  /** A chart of all instances. */
  readonly chart?: ComponentChildren;
  readonly figures: ComponentChildren;
}

export function ClaimView({ detail, instance, other, derivation, refuting, chart, figures }: ClaimViewProps) {
  const { words, counterexample, counterfeits, real } = detail;
  const raised = objections({ ...detail.verdict, real, counterfeits });
  return (
    <article class={outcomeClass(words.outcome)}>
      <p class="eyebrow">
        <OutcomeBadge outcome={words.outcome} /> <GradeBadge grade={words.grade} />
        <TypesetLine text={words.source} /> <code>{words.id}</code>
      </p>
      <h1>
        <TypesetLine text={words.title} />
      </h1>
      <div class="statement">
        <Typeset text={words.statement} />
      </div>
      {raised.length > 0 && (
        <div class="notice">
          {raised.map((objection) => (
            <p key={objection}>{objection}</p>
          ))}
        </div>
      )}
      {counterexample !== undefined && (
        <div class="counterexample">
          <h2 class="part">Counterexample</h2>
          <p>
            {counterexample.error === undefined ? (
              <>
                Residual <Quantity value={Number(counterexample.residual)} /> against a bound of{' '}
                <Quantity value={Number(counterexample.bound)} />
              </>
            ) : (
              'The check threw an exception'
            )}
            , on an instance made simpler {counted(counterexample.shrinks, 'time')}.
          </p>
          {instance('counterexample', 'The counterexample')}
          {words.given?.condition !== undefined && (
            <p>
              The statement needs: <TypesetLine text={words.given.condition} />.
            </p>
          )}
        </div>
      )}
      <Conditions detail={detail} instance={instance} />
      <Place words={words} other={other} {...(derivation !== undefined && { derivation })} />
      <h2 class="part">Check</h2>
      <div class="method">
        <Typeset text={words.method} />
        <p>
          <strong>Evidence: {words.grade}.</strong> <TypesetLine text={words.evidence} />
        </p>
      </div>
      <h2 class="part">Result</h2>
      <Numbers detail={detail} />
      {words.witness !== undefined && (
        <p>
          Not empty: on the instance <code>{words.witness.replay}</code> of the claim,{' '}
          {counted(words.witness.refutes.length, 'counterfeit')} fail by at least{' '}
          <Quantity value={words.witness.margin} /> times the bound.
        </p>
      )}
      {detail.worst !== undefined && instance('worst', 'The instance closest to its bound')}
      {chart}
      {counterfeits.length > 0 && <CounterfeitTable counterfeits={counterfeits} refuting={refuting} />}
      {real.length > 0 && <RealTable real={real} />}
      {figures}
    </article>
  );
}

/** Names the statements that the derivation uses, and the places of statement, derivation and code. */
function Place({
  words,
  other,
  derivation,
}: Pick<ClaimViewProps, 'other' | 'derivation'> & Pick<ClaimDetail, 'words'>) {
  const { restsOn = [] } = words;
  return (
    <p class="source">
      {restsOn.length > 0 && (
        <>
          Its derivation uses{' '}
          {restsOn.map((id, k) => (
            <>
              {k > 0 && ', '}
              {other(id)}
            </>
          ))}
          .{' '}
        </>
      )}
      <ClaimPlaces words={words} {...(derivation !== undefined && { derivation })} />
    </p>
  );
}

function Numbers({ detail: { verdict, evidence, worst, counterfeits } }: { readonly detail: ClaimDetail }) {
  const { cases, requested, seconds } = verdict;
  return (
    <dl class="numbers">
      <Fact name="Instances">
        {cases === requested ? thousands(cases) : `${thousands(cases)} of ${thousands(requested)}`}
      </Fact>
      {worst !== undefined && (
        <Fact name="Worst residual ÷ bound">
          <Ratio of={worst} />
        </Fact>
      )}
      {evidence.length > 0 && (
        <Fact name="Median residual ÷ bound">
          <Quantity value={median(evidence.map(ratioOf))} />
        </Fact>
      )}
      <Fact name="Counterfeits refuted">
        {counterfeits.filter(({ refuted }) => refuted).length} of {counterfeits.length}
      </Fact>
      <Fact name="Processor time">{formatSeconds(seconds)}</Fact>
    </dl>
  );
}

/** Returns the median; of an even number of values, the lower of the two in the middle. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
}
