/** The loss atlas: up to three losses or importances side by side, with sliders, and the theory of each. */
import { useMemo, useState } from 'preact/hooks';
import { formatNumber } from '../../../base/format-number.js';
import { CURVE_NEGATIVES } from '../../../theory/analysis/chosen-importance.js';
import type { WeightAtDistance } from '../../../theory/analysis/importance-curve.js';
import { parameterTitle } from '../../../theory/losses/parameter-title.js';
import { functionChart, leastShown, weightChart } from '../lab/atlas-charts.js';
import { atlasQuery, atlasState, MOST_CURVES, type AtlasState } from '../lab/atlas-state.js';
import { Catalogue } from '../lab/catalogue.js';
import { ChosenFields } from '../lab/chosen-fields.js';
import { chosenByName, startingNames, titleOf, type Chosen } from '../lab/chosen.js';
import { CopyAs } from '../lab/copy-as.js';
import { curvesOf, type Curves } from '../lab/curves.js';
import { faultIn } from '../lab/fault.js';
import '../lab/lab.css';
import { NumberSlider } from '../lab/number-slider.js';
import { Theory } from '../lab/theory.js';
import { TwoWeights } from '../lab/two-weights.js';
import { Chart } from '../parts/chart.js';
import { Typeset, TypesetLine } from '../../views/typeset.js';
import { useMedia } from '../state/media.js';
import { useSharedState } from '../state/shared-state.js';
import type { PageProps } from './page.js';

/** Media query of a window with room for a large chart beside or above its controls (lab.css). */
const ROOM = '(width > 52rem) and (height > 700px)';

const IN_ADDRESS = { path: ['atlas'], read: atlasState, write: atlasQuery };

const WHAT_IS_SEEN = String.raw`A loss $\mathcal L=\sum_i\phi(\xi_i)$, $\xi_i=\sum_{j\ne i}\psi(d_i^2-d_{ij}^2)$, gives each pair the weight $\alpha_{ij}=\phi'(\xi_i)\,\psi'(d_i^2-d_{ij}^2)$ in the gradient. For one anchor $\phi'(\xi_i)$ is the same for all pairs: the shape is that of $\psi'$. $\alpha$-CL starts at the other end, and chooses $\alpha$ itself, here for an anchor with ${CURVE_NEGATIVES} negatives evenly from $d^2=0$ to $2$.

A loss $F$ of an anchor's distances, $d_i^2$ to its positive and $d_{ij}^2$ to its negatives, has two weights, $\alpha_{ij}=-\partial F/\partial d_{ij}^2$ and $\beta_i=\partial F/\partial d_i^2$; in the family above $\beta_i=\sum_j\alpha_{ij}$. Here its negatives lie at 41 distances at once.`;

interface WeightTableProps {
  readonly curves: readonly { readonly title: string; readonly weights: readonly WeightAtDistance[] }[];
}

const DISTANCES = [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2] as const;

export function Atlas({ query }: PageProps) {
  const [state, setState] = useSharedState<AtlasState>(query, IN_ADDRESS);
  const { curves, own, scale } = state;
  const isLarge = useMedia(ROOM);
  const drawn = useMemo(() => curves.map((chosen, k) => drawnCurve(chosen, own, k)), [JSON.stringify(curves), own]);
  const points = useMemo(
    () => ({
      weights: drawn.flatMap(({ title, curves: { weights } }) => weights.map((one) => ({ curve: title, ...one }))),
      phi: drawn.flatMap(({ curves: { phi } }, place) => phi.map((one) => ({ place, ...one }))),
      psi: drawn.flatMap(({ curves: { psi } }, place) => psi.map((one) => ({ place, ...one }))),
    }),
    [drawn],
  );
  const replaced = (k: number, chosen: Chosen): void =>
    setState({ ...state, curves: curves.map((curve, other) => (other === k ? chosen : curve)) });
  const titles = drawn.map(({ title }) => title).join('; ');
  return (
    <>
      <h1>Loss atlas</h1>
      <Typeset text={WHAT_IS_SEEN} />
      <div class="bench stays">
        <div class="sight">
          <h2>Weight against distance</h2>
          <Chart
            spec={weightChart(state, leastShown(points.weights), isLarge ? 300 : 200)}
            points={points.weights}
            label={`Weight of a pair beside the heaviest against squared distance, of ${titles}. The numbers are in the table below.`}
          />
        </div>
        <div class="controls">
          {curves.map((chosen, k) => (
            <fieldset key={k}>
              <legend>Curve {k + 1}</legend>
              <ChosenFields<Chosen>
                title="Loss or importance"
                chosen={chosen}
                offers="losses and importances"
                check={(next) => curvesOf(next, own)}
                onChange={(next) => replaced(k, next)}
              />
              {curves.length > 1 && (
                <button
                  type="button"
                  onClick={() => setState({ ...state, curves: curves.filter((_, other) => other !== k) })}
                >
                  Remove curve {k + 1}
                </button>
              )}
            </fieldset>
          ))}
          {curves.length < MOST_CURVES && (
            <button type="button" onClick={() => setState({ ...state, curves: [...curves, another(curves)] })}>
              Compare with another
            </button>
          )}
          <fieldset>
            <legend>The chart</legend>
            <NumberSlider
              title="Distance of the anchor's own views, d²ᵢ"
              value={own}
              range={{ least: 0, most: 2, scale: 'linear' }}
              onChange={(value) => value >= 0 && value <= 2 && setState({ ...state, own: value })}
            />
            <label class="tick">
              <input
                type="checkbox"
                checked={scale === 'log'}
                onChange={({ currentTarget }) =>
                  setState({ ...state, scale: currentTarget.checked ? 'log' : 'linear' })
                }
              />{' '}
              logarithmic weights
            </label>
          </fieldset>
        </div>
      </div>
      <div class="more">
        <WeightTable curves={drawn.map(({ title, curves: { weights } }) => ({ title, weights }))} />
        {points.psi.length > 0 && (
          <div class="pair">
            <div>
              <h3>ψ</h3>
              <Chart
                spec={functionChart('margin x = d²ᵢ − d²ᵢⱼ', 'ψ(x)')}
                points={points.psi}
                label={`ψ over margins from −2 to 2, of ${titles}`}
              />
            </div>
            <div>
              <h3>φ</h3>
              <Chart
                spec={functionChart('sum ξᵢ', 'φ(ξ)')}
                points={points.phi}
                label={`φ over sums up to 10, of ${titles}`}
              />
            </div>
          </div>
        )}
      </div>
      <h2>What the theory says</h2>
      {drawn.map((curve, k) => (
        <Said key={k} curve={curve} chosen={curves[k] as Chosen} isFirst={k === 0} />
      ))}
      <Catalogue />
    </>
  );
}

interface SaidProps {
  readonly curve: DrawnCurve;
  readonly chosen: Chosen;
  readonly isFirst: boolean;
}

/** Shows the theory of a curve, which is analysed when opened; the first one is open from the start. */
function Said({ curve: { title, curves, fault }, chosen, isFirst }: SaidProps) {
  const [open, setOpen] = useState(isFirst);
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)} class="said">
      <summary>{title}</summary>
      {fault !== undefined && <p class="failed">{fault}</p>}
      {open && fault === undefined && (
        <>
          <p class="formulae">
            <TypesetLine text={curves.formulae} />
          </p>
          <CopyAs chosen={chosen} name={titleOf(chosen)} />
          <Theory chosen={chosen}>
            {curves.attraction.length > 0 && <TwoWeights title={title} curves={curves} />}
          </Theory>
        </>
      )}
    </details>
  );
}

interface DrawnCurve {
  /** Title with the number of the curve first, which orders the legend. */
  readonly title: string;
  readonly curves: Curves;
  readonly fault: string | undefined;
}

const NO_CURVES: Curves = { weights: [], attraction: [], phi: [], psi: [], formulae: '' };

/** Computes a curve, or its fault: an address may name a choice that the library refuses. */
function drawnCurve(chosen: Chosen, own: number, k: number): DrawnCurve {
  const title = `${k + 1} · ${withParameters(titleOf(chosen), chosen.parameters)}`;
  let curves = NO_CURVES;
  const fault = faultIn(() => (curves = curvesOf(chosen, own)));
  return { title, curves, fault: fault?.words };
}

/** Returns the next choice to add: one that is not shown yet. */
function another(curves: readonly Chosen[]): Chosen {
  const there = new Set<string>(curves.map((chosen) => ('name' in chosen ? chosen.name : '')));
  const names = startingNames();
  return chosenByName(names.find((name) => !there.has(name)) ?? names[0] ?? '') as Chosen;
}

function WeightTable({ curves }: WeightTableProps) {
  return (
    <details class="numbers-of">
      <summary>The numbers</summary>
      <div class="scroll">
        <table>
          <caption>Weight beside that of the heaviest pair</caption>
          <thead>
            <tr>
              <th scope="col">d²</th>
              {curves.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {DISTANCES.map((distance) => (
              <tr key={distance}>
                <th scope="row">{distance}</th>
                {curves.map(({ title, weights }) => (
                  <td key={title}>{weightAt(weights, distance)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function weightAt(weights: readonly WeightAtDistance[], at: number): string {
  const found = weights.find(({ distance }) => Math.abs(distance - at) < 1e-9);
  return found === undefined ? '–' : formatNumber(found.weight);
}

/** Returns a title with its parameters: `InfoNCE, τ = 0.5, ε = 1`. */
function withParameters(title: string, parameters: Readonly<Record<string, number>>): string {
  const values = Object.entries(parameters).map(([name, value]) => `${parameterTitle(name)} = ${value}`);
  return [title, ...values].join(', ');
}
