/** Every named loss as a loss of distances, with what is known of its two weights, and the objectives that are none. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { gradeLegend, gradeLetter } from '../../../base/evidence-grades.js';
import type { DistanceAnalysis, DistanceStatementId } from '../../../theory/analysis/analyse-distances.js';
import {
  distanceLossEntry,
  distanceLossNames,
  largerLoss,
  namedDistanceLoss,
} from '../../../theory/distance-losses/named-distance-losses.js';
import { OUTSIDE_LOSSES } from '../../../theory/distance-losses/outside-losses.js';
import { SIGN_LOOKS } from '../../report/analysis-tables.js';
import { conclude } from '../../report/conclusion.js';
import { DataTable, type Column } from '../../views/data-table.js';
import { TypesetLine } from '../../views/typeset.js';
import { addressOf } from '../state/address.js';
import type { Analysis } from './analysis.js';
import { USUAL_OWN } from './atlas-state.js';
import { chosenByName, queryOf, type Chosen } from './chosen.js';
import { Concluded } from './concluded.js';
import { CopyAs } from './copy-as.js';
import { curvesOf, latexOf } from './curves.js';
import { TwoWeights } from './two-weights.js';
import type { Work } from './worker.js';

interface Row {
  readonly name: string;
  readonly analysis: DistanceAnalysis | undefined;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Loss', kind: 'words', cell: (row) => <NamedLossCell {...row} /> },
  statementColumn('α ≥ 0', 'alpha-non-negative'),
  statementColumn('β ≥ 0', 'beta-non-negative'),
  statementColumn('α falls', 'importance-falls'),
  statementColumn('β = Σα', 'balanced'),
  statementColumn('F convex', 'convex'),
];

export function Catalogue() {
  const place = useRef<HTMLElement>(null);
  const names = distanceLossNames();
  const found = useAnalyses(names, useSeen(place));
  return (
    <section ref={place} class="catalogue" aria-busy={found.length < names.length}>
      <h2>Every named loss</h2>
      <p>
        As losses of each anchor's distances, at the usual values of their parameters: α pushes an anchor from a
        negative, β draws it to its positive.
      </p>
      <DataTable
        caption={`A letter says how it is known: ${gradeLegend(['symbolic', 'interval-certified', 'sampled'])}`}
        columns={COLUMNS}
        rows={names.map((name, k) => ({ name, analysis: analysisIn(found[k]) }))}
        keyOf={({ name }) => name}
      />
      <h3>Not losses of distances</h3>
      <dl class="outside">
        {Object.entries(OUTSIDE_LOSSES).map(([name, { title, source, because, nearest }]) => (
          <div key={name}>
            <dt>
              {title} <span class="source">{source}</span>
            </dt>
            <dd>
              Outside, because {because}. Nearest: {nearest}.
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function analysisIn(found: Analysis | undefined): DistanceAnalysis | undefined {
  return found?.kind === 'distances' ? found.analysis : undefined;
}

function statementColumn(title: string, id: DistanceStatementId): Column<Row> {
  return {
    title,
    kind: 'words',
    cell: ({ analysis }) => {
      if (analysis === undefined) return '…';
      const statement = analysis.statements.find((one) => one.id === id);
      const row = conclude(analysis).rows.find((one) => one.id === id);
      if (statement === undefined || row === undefined) return <abbr title="Parts of the loss are held fixed">–</abbr>;
      const { outcome, evidence } = statement;
      return (
        <>
          <span class={`sign ${SIGN_LOOKS[row.sign]}`}>{{ holds: 'yes', fails: 'no', open: 'open' }[outcome]}</span>{' '}
          {outcome === 'open' ? '' : gradeLetter(evidence.grade)}
        </>
      );
    },
  };
}

function NamedLossCell({ name, analysis }: Row) {
  const [open, setOpen] = useState(false);
  const chosen = chosenByName(name) as Chosen;
  const { title } = distanceLossEntry(name);
  const relation = largerLoss(name)?.relation;
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {open && (
        <>
          <p class="formulae">
            <TypesetLine text={latexOf(namedDistanceLoss(name))} />
          </p>
          <p class="source">
            {distanceLossEntry(name).source}
            {viewWords(name)}
          </p>
          {relation !== undefined && <p>Relation: {relation}.</p>}
          <CopyAs chosen={chosen} name={title} />
          <p>
            <a href={addressOf(['atlas'], queryOf('1', chosen))} onClick={() => scrollTo(0, 0)}>
              Draw it above, with its parameters to move
            </a>
          </p>
          {analysis !== undefined && (
            <Concluded analysis={analysis}>
              <TwoWeights title={title} curves={curvesOf(chosen, USUAL_OWN)} />
            </Concluded>
          )}
        </>
      )}
    </details>
  );
}

/** Says where anchors and negatives are taken from. */
function viewWords(name: string): string {
  const { anchors, negatives } = namedDistanceLoss(name);
  const from = { same: "the anchor's own view", other: 'the other view', both: 'both views' }[negatives];
  return `. Anchors of ${anchors === 'both' ? 'both views' : 'the first view'}, negatives of ${from}`;
}

/** Analyses the named losses one after the other, once they are wanted; what is found comes in their order. */
function useAnalyses(names: readonly string[], wanted: boolean): readonly Analysis[] {
  const [found, setFound] = useState<readonly Analysis[]>([]);
  const text = names.join(' ');
  useEffect(() => {
    if (!wanted) return undefined;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Analysis>) => setFound((before) => [...before, data]));
    const all = text.split(' ').map((name): Chosen => ({ kind: 'distances', name, parameters: {} }));
    const work: Work = { kind: 'analyse each', all };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    worker.postMessage(work);
    return () => {
      worker.terminate();
      setFound([]);
    };
  }, [wanted, text]);
  return found;
}

/** Tells if an element has come into the window. */
function useSeen(place: { readonly current: Element | null }): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (place.current === null) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return seen;
}
