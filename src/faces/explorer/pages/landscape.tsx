/** The energy landscape: two players, one encoder of two parameters, and a map that changes as they move. */
import { useMemo } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { formatNumber } from '../../../base/format-number.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { mark, ordinal, quantitative, view } from '../../../claims/marks.js';
import { at } from '../../../theory/algebra/matrix.js';
import type { Sources } from '../../serve/api.js';
import { Globe } from '../lab/globe.js';
import { LandscapeControls } from '../lab/landscape-controls.js';
import { EXAMPLES, exampleState, landscapeQuery, landscapeState, type LandscapeState } from '../lab/landscape-state.js';
import { Moves } from '../lab/moves.js';
import { courseWords, moveWords } from '../lab/walk-words.js';
import { lastMove, positionAfter, walkOf, type Walk, type Position } from '../lab/walk.js';
import { Chart } from '../parts/chart.js';
import { Typeset, TypesetLine } from '../../views/typeset.js';
import { addressOf } from '../state/address.js';
import { useSharedState } from '../state/shared-state.js';
import type { PageProps } from './page.js';
import '../lab/lab.css';

const IN_ADDRESS = { path: ['landscape'], read: landscapeState, write: landscapeQuery };

const WHAT_IS_SEEN = String.raw`An encoder $z=w^\top x$ with $w\in\mathbb R^3$, $\|w\|=1$, has two parameters: a place on the sphere. Six samples with two views each give it the energy $E_\alpha(w)=\tfrac12\,w^\top C_\alpha w$, coloured below with its contours. The max player moves $w$ uphill while $\alpha$ stands still; then the min player answers with the weights $\alpha(w)$ of the loss, and the landscape changes. For a fixed $\alpha$ it is that of PCA: one maximum, the top eigenvector of the contrastive covariance $C_\alpha$ and its opposite, which is the same encoder; saddles; and a minimum. By Theorem 1 a small step up $E_\alpha$ is a step down $\mathcal L$.`;

interface PathTableProps {
  readonly walk: Walk;
  readonly position: Position;
}

const SMALL = { width: 'container', height: 210, data: { name: 'points' } } as const;

/** Heat map of αᵢⱼ, one row per anchor. */
const ALPHA_CHART: TopLevelSpec = view(SMALL, mark('rect'), {
  x: ordinal('j', 'pair with sample j', { axis: { labelAngle: 0 } }),
  y: ordinal('i', 'anchor i'),
  color: quantitative('weight', 'αᵢⱼ', {
    scale: { scheme: 'viridis', domainMin: 0 },
    legend: { orient: 'right', gradientLength: 150, format: '.2~g' },
  }),
});

/** Chart of L over rounds. */
const LOSS_CHART: TopLevelSpec = {
  ...SMALL,
  encoding: {
    x: quantitative('round', 'round', { axis: { tickMinStep: 1, format: 'd' } }),
    y: quantitative('loss', 'L', { scale: { zero: false } }),
  },
  layer: [
    { mark: { type: 'line' } },
    { mark: { type: 'circle', size: 18, opacity: 1 } },
    { transform: [{ filter: 'datum.now' }], mark: { type: 'circle', size: 130, color: '#d55e00', opacity: 1 } },
  ],
};

export function Landscape({ query, sources }: PageProps) {
  const [state, setState] = useSharedState<LandscapeState>(query, IN_ADDRESS);
  const { move, ...choice } = state;
  const walk = useMemo(() => walkOrFault(choice), [JSON.stringify(choice)]);
  const changed = (change: Partial<LandscapeState>): void => setState({ ...state, move: 0, ...change });
  return (
    <>
      <h1>Energy landscape</h1>
      <Typeset text={WHAT_IS_SEEN} />
      <nav class="choice" aria-label="Examples">
        {(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[]).map((name) => {
          const example = landscapeQuery(exampleState(name));
          const isShown = JSON.stringify(example) === JSON.stringify(landscapeQuery({ ...state, move: 0 }));
          return (
            <a key={name} href={addressOf(['landscape'], example)} aria-current={isShown ? 'page' : undefined}>
              {name}
            </a>
          );
        })}
      </nav>
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
      alpha: alphaPoints(position),
      loss: lossPoints(walk, position),
    }),
    [walk, position],
  );
  const words = moveWords(walk, move, position);
  return (
    <>
      <h2 class="hidden">The walk</h2>
      <Moves move={move} last={lastMove(walk)} onMove={onMove} />
      <p class="happened" aria-live="polite">
        {words}
      </p>
      <Globe
        walk={walk}
        position={position}
        label={`Globe of the energy, with the path of the encoder over ${position.reached} rounds. ${words}`}
        onStart={({ longitude, latitude }) => onStart(rounded(longitude), rounded(latitude))}
      />
      <p class="key">
        ● the encoder and its path · ▲ maximum, ✚ saddle, ▼ minimum of E for this α; faint: behind. Drag to turn, click
        to start there.
      </p>
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

function PathTable({ walk: { stops }, position: { reached, energy } }: PathTableProps) {
  return (
    <details class="numbers-of">
      <summary>The path in numbers</summary>
      <p>
        Round {reached}, <span class="energy">E = {formatNumber(energy)}</span>
      </p>
      <div class="scroll">
        <table>
          <caption>Where the encoder stood after each round</caption>
          <thead>
            <tr>
              <th scope="col">round</th>
              <th scope="col">longitude</th>
              <th scope="col">latitude</th>
              <th scope="col">L</th>
            </tr>
          </thead>
          <tbody>
            {stops.slice(0, reached + 1).map(({ place, loss }, round) => (
              <tr key={round}>
                <th scope="row">{round}</th>
                <td>{place.longitude.toFixed(1)}°</td>
                <td>{place.latitude.toFixed(1)}°</td>
                <td>{loss.toPrecision(6)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function alphaPoints({ alpha }: Position): object[] {
  return Array.from({ length: alpha.rows }, (_, i) =>
    Array.from({ length: alpha.columns }, (__, j) => ({ i: i + 1, j: j + 1, weight: at(alpha, i, j) })),
  )
    .flat()
    .filter(({ i, j }) => i !== j);
}

function lossPoints({ stops }: Walk, { reached }: Position): object[] {
  return stops.map(({ loss }, round) => ({ round, loss, now: round === reached }));
}
