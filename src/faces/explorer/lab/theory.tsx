/** The theory of a choice with its evidence, in the words and tables of `alpha-cl analyse`. */
import type { ComponentChildren } from 'preact';
import { useRef, useEffect, useState } from 'preact/hooks';
import { formatNumber } from '../../../base/format-number.js';
import type { ChosenAnalysis, Finding } from '../../../theory/analysis/chosen-importance.js';
import { lossEntry } from '../../../theory/losses/named-losses.js';
import { StatementTable } from '../../report/analysis-tables.js';
import { Typeset, TypesetLine } from '../../views/typeset.js';
import { Waiting } from '../parts/waiting.js';
import type { Asked } from '../state/answer.js';
import type { Analysis } from './analysis.js';
import type { Chosen } from './chosen.js';
import { Concluded } from './concluded.js';
import type { Work } from './worker.js';

const REST_MS = 250;

export interface TheoryProps {
  readonly chosen: Chosen;
  /** The picture of its weights. */
  readonly children?: ComponentChildren;
}

export function Theory({ chosen, children }: TheoryProps) {
  const asked = useAnalysis(chosen);
  // What was said before stays, faint, until there is more to say: the page does not jump below a slider.
  const kept = useRef<Asked<Analysis>>(asked);
  if (asked.state !== 'waiting') kept.current = asked;
  return (
    <div class="theory" aria-busy={asked.state === 'waiting'}>
      <Waiting asked={kept.current}>{(analysis) => <Said analysis={analysis} picture={children} />}</Waiting>
    </div>
  );
}

function Said({ analysis, picture }: { readonly analysis: Analysis; readonly picture: ComponentChildren }) {
  if (analysis.kind === 'none') return <p>{analysis.reason}</p>;
  if (analysis.kind === 'chosen') return <SaidOfImportance analysis={analysis.analysis} />;
  return (
    <Concluded analysis={analysis.analysis} searched={analysis.searched}>
      {picture}
    </Concluded>
  );
}

function SaidOfImportance({ analysis }: { readonly analysis: ChosenAnalysis }) {
  const { falls, fallsStrictly, ratiosAlone, marginsAlone, bestResponse, minusRegulariser, distance, loss } = analysis;
  const response = String.raw`The weights are the min player's best response under the regulariser $-R(\alpha)=\sum_j${minusRegulariser.latex}$, where distances are $${distance.text === 'x' ? 'd_{ij}^2' : distance.latex}$.`;
  return (
    <>
      <Typeset text="With the parameters at their usual values; a multiplier that makes the weights add up to 1 is the same for every pair of an anchor." />
      <StatementTable statements={[falls, fallsStrictly]} />
      <table class="facts">
        <caption>Findings, at sampled anchors</caption>
        <tbody>
          <FindingRow title="Min player" words={response} finding={bestResponse} />
          <FindingRow
            title="Pairs alone"
            words="The ratio of two weights depends on the two pairs alone, as for every loss of the family."
            finding={ratiosAlone}
          />
          <FindingRow
            title="Margins alone"
            words="A constant added to all distances of an anchor changes nothing, as for every loss of the family."
            finding={marginsAlone}
          />
          {loss !== undefined && (
            <tr>
              <th scope="row">Loss</th>
              <td>
                <TypesetLine
                  text={String.raw`It is the $\alpha$ of ${lossEntry(loss.name).title} with $\tau=${loss.parameters['temperature'] ?? ''}$ and $\varepsilon=0$.`}
                />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </>
  );
}

interface FindingRowProps {
  readonly title: string;
  readonly words: string;
  readonly finding: Finding;
}

function FindingRow({ title, words, finding: { outcome, at, apart } }: FindingRowProps) {
  const found = outcome === 'holds' ? `Seen at ${at}.` : `Not so: ${at}, differs by ${formatNumber(apart)}.`;
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        <span class={`badge ${outcome === 'holds' ? 'holds' : 'refuted'}`}>{outcome}</span>{' '}
        <TypesetLine text={`${words} ${found}`} />
      </td>
    </tr>
  );
}

function useAnalysis(chosen: Chosen): Asked<Analysis> {
  const text = JSON.stringify(chosen);
  const [answer, setAnswer] = useState<{ readonly text: string; readonly asked: Asked<Analysis> }>();
  useEffect(() => {
    let worker: Worker | undefined;
    const timer = setTimeout(() => {
      worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      worker.addEventListener('message', ({ data }: MessageEvent<Analysis>) => {
        setAnswer({ text, asked: { state: 'here', value: data } });
      });
      worker.addEventListener('error', ({ message }) =>
        setAnswer({ text, asked: { state: 'failed', reason: message || 'the analysis cannot be loaded' } }),
      );
      const work: Work = { kind: 'analyse', chosen: JSON.parse(text) as Chosen };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      worker.postMessage(work);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      worker?.terminate();
    };
  }, [text]);
  return answer?.text === text ? answer.asked : { state: 'waiting' };
}
