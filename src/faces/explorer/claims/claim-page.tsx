/** One claim, with links to its instances. */
import { ClaimView } from '../../views/claim.js';
import type { ClaimDetail } from '../../views/claim-detail.js';
import { FigureView } from '../../views/figure.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { InstanceStrip } from './instance-strip.js';

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
  const { id, conditions, figures } = detail.words;
  const caseAddress = (which: string): string => addressOf(['claims', report, id, which]);
  return (
    <ClaimView
      detail={detail}
      instance={(which, words) => (
        <p>
          <a href={caseAddress(which)}>{words}</a>
        </p>
      )}
      other={(claim) => (
        <a href={addressOf(['claims', report, claim])}>
          <code>{claim}</code>
        </a>
      )}
      derivation={derivationAddress(id)}
      refuting={({ id: counterfeit }) => (
        <a href={caseAddress(`counterfeit:${counterfeit}`)}>
          {conditions[counterfeit] === undefined ? 'first' : 'smallest'}
          <span class="hidden"> instance that refutes {counterfeit}</span>
        </a>
      )}
      chart={<InstanceStrip report={report} detail={detail} />}
      figures={<FigureList report={report} figures={figures} />}
    />
  );
}

/** Returns the address of the place in the mathematics that derives a claim. */
export function derivationAddress(claim: string): string {
  return addressOf(['docs', 'mathematics'], { at: claim });
}

interface FigureListProps {
  readonly report: string;
  readonly figures: ClaimDetail['words']['figures'];
}

function FigureList({ report, figures }: FigureListProps) {
  return (
    <>
      {figures.map((figure) => {
        const address = (ending: string): string => `api/reports/${report}/figures/${figure.id}.${ending}`;
        const drawing = (
          <img src={address('svg')} alt="" loading="lazy" onLoad={({ currentTarget }) => tellWidth(currentTarget)} />
        );
        return <FigureView key={figure.id} {...figure} address={address} drawing={drawing} />;
      })}
    </>
  );
}

/** Gives the style sheet the width of an image, from which it derives the least readable one; narrow screens scroll. */
function tellWidth(image: HTMLImageElement): void {
  image.style.setProperty('--width', `${image.naturalWidth}px`);
}
