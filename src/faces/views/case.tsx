/** One instance: the finding of the check, the instance itself, and the command that checks it again. */
import type { ComponentChildren } from 'preact';
import { counted } from '../../base/thousands.js';
import type { CaseDetail } from './claim-detail.js';
import type { ClaimWords } from './claim-words.js';
import { Fact } from './fact.js';
import { InstanceView } from './instance.js';
import { Quantity, Ratio } from './quantity.js';
import { replayCommand } from './replay-command.js';

export interface CaseViewProps {
  readonly words: Pick<ClaimWords, 'id' | 'given'>;
  /** `counterfeit:ID`, or any other name of an instance. */
  readonly which: string;
  readonly found: CaseDetail;
  /** Stands in place of an instance that was not kept. */
  readonly missing?: ComponentChildren;
}

export function CaseView({ words, which, found, missing }: CaseViewProps) {
  const { residual, bound, details, instance, replay, shrinks, error } = found;
  const [, counterfeit] = /^counterfeit:(.*)$/.exec(which) ?? [];
  return (
    <>
      <dl class="numbers">
        <Fact name="Residual">
          <Quantity value={Number(residual)} />
        </Fact>
        <Fact name="Bound">
          <Quantity value={Number(bound)} />
        </Fact>
        <Fact name="Residual ÷ bound">
          <Ratio of={found} />
        </Fact>
        {shrinks !== undefined && <Fact name="Made simpler">{counted(shrinks, 'time')}</Fact>}
      </dl>
      {error !== undefined && (
        <pre tabIndex={0}>
          <code>{error}</code>
        </pre>
      )}
      {Object.keys(details).length > 0 && (
        <>
          <h2 class="part">Found by the check</h2>
          <InstanceView value={details} />
        </>
      )}
      <h2 class="part">Instance</h2>
      {instance === undefined ? missing : <InstanceView value={instance} />}
      <p class="replay">
        Check it again: <code class="command">{replayCommand(words, { replay }, counterfeit)}</code>
      </p>
    </>
  );
}
