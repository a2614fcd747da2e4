/** The energy landscape: two players, one encoder of two parameters, and a map that changes as they move. */
import { useMemo } from 'preact/hooks';
import type { Sources } from '../../serve/api.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { ALPHA_CHART, LOSS_CHART, MAP_CHART, alphaPoints, lossPoints, mapPoints } from '../lab/landscape-charts.js';
import { LandscapeControls } from '../lab/landscape-controls.js';
import { landscapeQuery, landscapeState, type LandscapeState } from '../lab/landscape-state.js';
import { Moves } from '../lab/moves.js';
import { PathTable } from '../lab/path-table.js';
import { useSharedState } from '../lab/shared-state.js';
import { lastMove, positionAfter, walkOf, type Walk } from '../lab/walk.js';
import { courseWords, moveWords } from '../lab/walk-words.js';
import '../lab/lab.css';
import { Chart } from '../parts/chart.js';
import { Typeset, TypesetLine } from '../parts/typeset.js';
import { addressOf } from '../state/address.js';
import type { Page, PageProps } from './page.js';

export const LANDSCAPE: Page = {
  path: 'landscape',
  title: 'Energy landscape',
  about: 'The two players at work: one climbs the energy, the other answers with weights and changes the landscape.',
  needs: 'nothing',
  view: Landscape,
};

const IN_ADDRESS = { path: LANDSCAPE.path, read: landscapeState, write: landscapeQuery };

const WHAT_IS_SEEN = String.raw`An encoder $z=w^\top x$ with $w\in\mathbb R^3$, $\|w\|=1$, has two parameters: a place on the sphere. Six samples with two views each give it the energy $E_\alpha(w)=\tfrac12\,w^\top C_\alpha w$, coloured below. The max player moves $w$ uphill while $\alpha$ stands still; then the min player answers with the weights $\alpha(w)$ of the loss, and the landscape changes. For a fixed $\alpha$ it is that of PCA: one maximum, the top eigenvector of the contrastive covariance $C_\alpha$ and its opposite, which is the same encoder; saddles; and a minimum. By Theorem 1 a small step up $E_\alpha$ is a step down $\mathcal L$.`;

function Landscape({ query, sources }: PageProps) {
  const [state, setState] = useSharedState<LandscapeState>(query, IN_ADDRESS);
  const { move, ...choice } = state;
  const walk = useMemo(() => walkOrFault(choice), [JSON.stringify(choice)]);
  const changed = (change: Partial<LandscapeState>): void => setState({ ...state, move: 0, ...change });
  return (
    <>
      <h1>Energy landscape</h1>
      <Typeset text={WHAT_IS_SEEN} />
      <div class="bench">
        <div class="sight">
          {walk instanceof InvalidInput ? (
            <p class="failed" role="alert">
              {walk.message}
            </p>
          ) : (
            <Shown
              walk={walk}
              move={Math.min(move, lastMove(walk))}
              onMove={(next) => setState({ ...state, move: next })}
              onStart={(longitude, latitude) => changed({ longitude, latitude })}
            />
          )}
        </div>
        <LandscapeControls state={state} onChange={changed} />
      </div>
      <Claims sources={sources} />
    </>
  );
}

interface ShownProps {
  readonly walk: Walk;
  readonly move: number;
  readonly onMove: (move: number) => void;
  readonly onStart: (longitude: number, latitude: number) => void;
}

function Shown({ walk, move, onMove, onStart }: ShownProps) {
  const position = useMemo(() => positionAfter(walk, move), [walk, move]);
  const points = useMemo(
    () => ({
      map: mapPoints(walk, position),
      alpha: alphaPoints(position),
      loss: lossPoints(walk, position),
    }),
    [walk, position],
  );
  const words = moveWords(walk, move, position);
  return (
    <>
      <Moves move={move} last={lastMove(walk)} onMove={onMove} />
      <p class="happened" aria-live="polite">
        {words}
      </p>
      <Chart
        spec={MAP_CHART}
        points={points.map}
        label={`Map of the energy over the unit sphere, with the path of the encoder over ${position.reached} rounds. ${words}`}
        onChoose={({ longitude, latitude }) => {
          if (typeof longitude === 'number' && typeof latitude === 'number')
            onStart(rounded(longitude), rounded(latitude));
        }}
      />
      <p class="key">● the encoder and its path · ▲ maximum, ✚ saddle, ▼ minimum of E for this α</p>
      <div class="pair">
        <div>
          <h3>Weights α of the min player</h3>
          <Chart
            spec={ALPHA_CHART}
            points={points.alpha}
            label="The weights α of all pairs, a row an anchor, as the min player has answered last."
          />
        </div>
        <div>
          <h3>The loss along the path</h3>
          <Chart spec={LOSS_CHART} points={points.loss} label="The loss L over the rounds, the current one marked." />
        </div>
      </div>
      <p>
        <TypesetLine text={courseWords(walk)} />
      </p>
      <PathTable walk={walk} position={position} />
    </>
  );
}

/** Claims that state in general what this page shows. */
const CLAIMS = {
  'theorem-1-gradient': 'Theorem 1: the gradient of the loss is that of the energy',
  'theorem-2-min-player': 'Theorem 2: α is the best response of the min player',
  'coordinate-wise-loop': 'Where the loop of the two players converges, and where it cycles',
  'pca-deep-linear': 'For a fixed α, every maximum is PCA',
} as const;

function Claims({ sources: { reports } }: { readonly sources: Sources }) {
  const [report] = reports;
  return (
    <>
      <h2>What is proven of it</h2>
      <ul>
        {Object.entries(CLAIMS).map(([id, title]) => (
          <li key={id}>{report === undefined ? title : <a href={addressOf(['claims', report.id, id])}>{title}</a>}</li>
        ))}
      </ul>
      {report === undefined && (
        <p>
          To see them checked: <code class="command">npx alpha-cl verify --claims {Object.keys(CLAIMS).join(',')}</code>
          , then <code class="command">npx alpha-cl serve alpha-cl-report</code>
        </p>
      )}
    </>
  );
}

function walkOrFault(choice: Omit<LandscapeState, 'move'>): Walk | InvalidInput {
  try {
    return walkOf(choice);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

/** Rounds to a tenth of a degree. */
function rounded(degrees: number): number {
  return Math.round(10 * degrees) / 10;
}
