/** One claim: its statement, its check, the result, and links to its instances. */
import type { ClaimDetail } from '../../serve/api.js';
import { formatSeconds } from '../../../base/format-number.js';
import { counted, thousands } from '../../../base/thousands.js';
import { statusClass } from '../../report/status-sign.js';
import { GradeBadge, StatusBadge } from '../parts/badges.js';
import { Fact } from '../parts/fact.js';
import { Ratio } from '../parts/quantity.js';
import { Typeset, TypesetLine } from '../parts/typeset.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { ConditionList } from './condition-list.js';
import { CounterfeitTable, RealTable } from './claim-tables.js';
import { FigureList } from './figure-list.js';
import { InstanceStrip } from './instance-strip.js';
import { objectionsTo } from './objections-to.js';

export interface ClaimPlace {
  readonly report: string;
  readonly claim: string;
}

export function ClaimPage({ report, claim }: ClaimPlace) {
  const detail = useAnswer<ClaimDetail>(`reports/${report}/claims/${encodeURIComponent(claim)}`);
  return (
    <>
      <p class="eyebrow">
        <a href={addressOf(['claims', report])}>All claims</a>
      </p>
      <Waiting asked={detail}>{(value) => <Claim report={report} detail={value} />}</Waiting>
    </>
  );
}

interface ClaimProps {
  readonly report: string;
  readonly detail: ClaimDetail;
}

function Claim({ report, detail }: ClaimProps) {
  const { words, verdict, counterexample, counterfeits, real } = detail;
  const objections = objectionsTo(detail);
  return (
    <article class={statusClass(verdict.status)}>
      <p class="eyebrow">
        <StatusBadge status={verdict.status} /> <GradeBadge grade={words.grade} />
        <TypesetLine text={words.source} /> <code>{words.id}</code>
      </p>
      <h1>
        <TypesetLine text={words.title} />
      </h1>
      <div class="statement">
        <Typeset text={words.statement} />
      </div>
      {objections.length > 0 && (
        <div class="notice">
          {objections.map((objection) => (
            <p key={objection}>{objection}</p>
          ))}
        </div>
      )}
      {counterexample !== undefined && (
        <div class="counterexample">
          <h3>Counterexample</h3>
          <p>
            {counterexample.error === undefined ? (
              <>
                Residual ÷ bound is <Ratio of={counterexample} />
              </>
            ) : (
              'The check threw an exception'
            )}
            , on an instance made simpler {counted(counterexample.shrinks, 'time')}.{' '}
            <a href={addressOf(['claims', report, words.id, 'counterexample'])}>Look at it</a>
          </p>
          {words.given?.condition !== undefined && (
            <p>
              The statement needs: <TypesetLine text={words.given.condition} />.
            </p>
          )}
        </div>
      )}
      <h3>How it is checked</h3>
      <Typeset text={words.method} />
      <p>
        <strong>Evidence: {words.grade}.</strong> <TypesetLine text={words.evidence} />
      </p>
      <h3>What came out</h3>
      <Numbers report={report} detail={detail} />
      <InstanceStrip report={report} detail={detail} />
      {counterfeits.length > 0 && <CounterfeitTable report={report} detail={detail} />}
      <ConditionList report={report} detail={detail} />
      {real.length > 0 && <RealTable real={real} />}
      <FigureList report={report} figures={words.figures} />
    </article>
  );
}

function Numbers({ report, detail: { words, verdict, worst, counterfeits } }: ClaimProps) {
  const { cases, requested, seconds } = verdict;
  const refuted = counterfeits.filter((counterfeit) => counterfeit.refuted).length;
  return (
    <dl class="numbers">
      <Fact name="Instances">
        {cases === requested ? thousands(cases) : `${thousands(cases)} of ${thousands(requested)}`}
      </Fact>
      {worst !== undefined && (
        <Fact name="Worst residual ÷ bound">
          <Ratio of={worst} /> <a href={addressOf(['claims', report, words.id, 'worst'])}>look at it</a>
        </Fact>
      )}
      <Fact name="Counterfeits refuted">
        {refuted} of {counterfeits.length}
      </Fact>
      <Fact name="Processor time">{formatSeconds(seconds)}</Fact>
    </dl>
  );
}
