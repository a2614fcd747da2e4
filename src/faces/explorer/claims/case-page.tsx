/** One instance: the finding of the check, the instance itself, and the command that checks it again. */
import { useContext, useState } from 'preact/hooks';
import type { CaseAgain } from '../../serve/api.js';
import { OutcomeBadge } from '../../views/badges.js';
import { CaseView } from '../../views/case.js';
import { caseOf, type ClaimCases } from '../../views/claim-cases.js';
import type { ClaimDetail } from '../../views/claim-detail.js';
import { InstanceView } from '../../views/instance.js';
import { TypesetLine } from '../../views/typeset.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf } from '../state/address.js';
import { askServer, Live, reasonOf, useAnswer } from '../state/answer.js';
import type { ClaimPlace } from './claim-page.js';

export interface CasePageProps extends ClaimPlace {
  /** A place among the generated instances, `worst`, `counterexample` or `counterfeit:ID`. */
  readonly which: string;
}

export function CasePage({ report, claim, which }: CasePageProps) {
  const base = `reports/${report}/claims/${encodeURIComponent(claim)}`;
  const detail = useAnswer<ClaimDetail>(base);
  const cases = useAnswer<ClaimCases>(`${base}/cases`);
  return (
    <>
      <p class="eyebrow">
        <a href={addressOf(['claims', report])}>All claims</a>
        <a href={addressOf(['claims', report, claim])}>
          <code>{claim}</code>
        </a>
      </p>
      <Waiting asked={detail}>
        {(value) => (
          <>
            <h1>{titleOf(which)}</h1>
            <p class="lead">
              <OutcomeBadge outcome={value.words.outcome} /> <TypesetLine text={leadOf(value, which)} />
            </p>
            <Neighbours {...{ report, claim, which }} count={value.evidence.length} />
            <Waiting asked={cases}>
              {(all) => {
                const found = caseOf(all, which);
                const missing = <Again path={`${base}/again?case=${encodeURIComponent(which)}`} />;
                return found === undefined ? (
                  <p>The report has no such instance.</p>
                ) : (
                  <CaseView key={which} words={value.words} {...{ which, found, missing }} />
                );
              }}
            </Waiting>
          </>
        )}
      </Waiting>
    </>
  );
}

function titleOf(which: string): string {
  if (/^\d+$/.test(which)) return `Instance ${which}`;
  if (which === 'worst') return 'The instance closest to its bound';
  if (which === 'counterexample') return 'Counterexample';
  return `What refutes ${which.replace('counterfeit:', '')}`;
}

/** Returns the title of the claim, or the description of the counterfeit. */
function leadOf({ words, counterfeits }: ClaimDetail, which: string): string {
  return counterfeits.find(({ id }) => which === `counterfeit:${id}`)?.description ?? words.title;
}

interface NeighboursProps extends CasePageProps {
  readonly count: number;
}

function Neighbours({ report, claim, which, count }: NeighboursProps) {
  if (!/^\d+$/.test(which)) return null;
  const place = Number(which);
  const step = (to: number, words: string) =>
    to >= 0 && to < count && <a href={addressOf(['claims', report, claim, String(to)])}>{words}</a>;
  return (
    <nav class="steps" aria-label="Instances">
      {step(place - 1, '← before')}
      {step(place + 1, 'after →')}
    </nav>
  );
}

type Making =
  | { readonly state: 'idle' | 'making' }
  | { readonly state: 'made'; readonly made: CaseAgain }
  | { readonly state: 'failed'; readonly reason: string };

/** Has an instance made again from its seed by a server; the report keeps only the instances that decide. */
function Again({ path }: { readonly path: string }) {
  const [making, setMaking] = useState<Making>({ state: 'idle' });
  const live = useContext(Live);
  const make = async (): Promise<void> => {
    setMaking({ state: 'making' });
    try {
      setMaking({ state: 'made', made: await askServer<CaseAgain>(path) });
    } catch (error) {
      setMaking({ state: 'failed', reason: reasonOf(error) });
    }
  };
  if (!live) return <p>The report keeps the instances that decide, not all; the command below makes this one again.</p>;
  if (making.state === 'made') {
    const { instance, same } = making.made;
    return (
      <>
        <p role="status">
          {same
            ? 'Made again from its seed and checked again: residual and bound are the same as in the report.'
            : 'Made again from its seed, but residual or bound differ from the report: it was written by another version, or on another machine.'}
        </p>
        <InstanceView value={instance} />
      </>
    );
  }
  return (
    <>
      <p>
        The report keeps the instances that decide, not all; this one is made again from its seed, and checked again.
      </p>
      <p>
        <button type="button" disabled={making.state === 'making'} onClick={() => void make()}>
          {making.state === 'making' ? 'Being made …' : 'Make it again'}
        </button>
      </p>
      {making.state === 'failed' && (
        <p class="failed" role="alert">
          {making.reason}
        </p>
      )}
    </>
  );
}
