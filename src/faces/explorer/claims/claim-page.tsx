/** One claim: its statement, its check, the result, and links to its instances. */
import { formatSeconds } from '../../../base/format-number.js';
import { counted, thousands } from '../../../base/thousands.js';
import { conditionOrigin } from '../../report/condition-origin.js';
import { objections } from '../../report/objections.js';
import { outcomeClass } from '../../report/outcome-class.js';
import type { ClaimDetail, Found, FoundCounterexample } from '../../serve/api.js';
import { GradeBadge, OutcomeBadge } from '../parts/badges.js';
import { Fact } from '../parts/fact.js';
import { Ratio, Quantity } from '../parts/quantity.js';
import { Typeset, TypesetLine } from '../parts/typeset.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { useScheme } from '../state/colour-scheme.js';
import { numberOf, ratioOf } from '../state/numbers.js';
import { CounterfeitTable, RealTable } from './claim-tables.js';
import { InstanceStrip } from './instance-strip.js';

export interface ClaimPlace {
  readonly report: string;
  readonly claim: string;
}

interface ConditionListProps {
  readonly report: string;
  readonly detail: ClaimDetail;
}

const FILES = [
  ['vl.json', 'Vega-Lite'],
  ['svg', 'SVG'],
  ['png', 'PNG'],
] as const;

interface FigureListProps {
  readonly report: string;
  readonly figures: ClaimDetail['words']['figures'];
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
  const { words, counterexample, counterfeits, real } = detail;
  const raised = objectionsTo(detail);
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

/** Returns the objections as sentences; none if the claim holds and every counterfeit was refuted. */
function objectionsTo({ words, verdict, counterfeits, real }: ClaimDetail): string[] {
  return objections({
    ...verdict,
    claim: words.id,
    evidence: [],
    real: real.map((image) => ({ ...numbersOf(image), label: image.label, instance: undefined, context: {} })),
    counterfeits: counterfeits.map(({ counterexample, ...rest }) => ({
      ...rest,
      ...(counterexample !== undefined && { counterexample: withNumbers(counterexample) }),
    })),
  });
}

function numbersOf({ residual, bound }: Found) {
  return { residual: numberOf(residual), bound: numberOf(bound), details: {} };
}

function withNumbers({ replay, shrinks, error, ...found }: FoundCounterexample) {
  return { ...numbersOf(found), replay, shrinks, instance: undefined, ...(error !== undefined && { error }) };
}

function ConditionList({ report, detail: { words, counterfeits } }: ConditionListProps) {
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
            <small>({conditionOrigin(statedBy, words.paper ?? words.about)})</small>
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

function FigureList({ report, figures }: FigureListProps) {
  const scheme = useScheme();
  const address = (id: string, ending: string): string => `/api/reports/${report}/figures/${id}.${ending}`;
  return (
    <>
      {figures.map(({ id, title, caption }) => (
        <figure key={id}>
          <div class="drawing" tabIndex={0} role="group" aria-label={title}>
            <img
              src={`${address(id, 'svg')}${scheme === 'dark' ? '?scheme=dark' : ''}`}
              alt=""
              loading="lazy"
              onLoad={({ currentTarget }) => tellWidth(currentTarget)}
            />
          </div>
          <figcaption>
            <p>
              <strong>
                <TypesetLine text={title} />.
              </strong>{' '}
              <TypesetLine text={caption} />
            </p>
            <p class="files">
              {FILES.map(([ending, name]) => (
                <a key={ending} href={address(id, ending)}>
                  {name}
                </a>
              ))}
            </p>
          </figcaption>
        </figure>
      ))}
    </>
  );
}

/** Gives the style sheet the width of an image, from which it derives the least readable one; narrow screens scroll. */
function tellWidth(image: HTMLImageElement): void {
  image.style.setProperty('--width', `${image.naturalWidth}px`);
}
