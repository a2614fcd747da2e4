import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber } from '../../src/claims/instances.js';
import { gradientAscent } from '../../src/theory/landscape/gradient-ascent.js';
import { projectedAscent } from '../../src/theory/landscape/projected-ascent.js';
import { generate, map, type Matrix } from '../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, randomLayers, unitNorm, type Layers } from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { covarianceOf, spectra, widthLists } from './aligned-instance.js';
import { gapOfValues } from './pca-instance.js';
import { spuriousShareFigure } from './local-maxima-figures.js';

interface Instance {
  /** Those of C. */
  readonly eigenvalues: readonly number[];
  readonly covariance: Matrix;
  /** W₁ … W_L of each start; ascent divides every layer by its norm. */
  readonly starts: readonly Layers[];
}

interface Subject {
  /** Energy at which ascent from a start ends. */
  readonly ascend: (start: Layers, covariance: Matrix) => number;
}

const STARTS = 3;
/** Draws for each start: with λ_max > 0 a random stack of these sizes has E > 0 often enough. */
const DRAWS = 200;
const STATIONARITY = 1e-6;
/** λ_max stands out by this share of max |λ|, so that ascent is quick. */
const GAP = 0.2;
/** A start that is to end at 0 is a general one: no entry is 0, and its energy is below 0 by at least this. */
const SMALLEST_ENTRY = 0.05;
const BELOW = 0.01;

const subject: Subject = { ascend };

export const localMaximaGlobal = defineClaim<Instance, Subject>({
  id: 'local-maxima-global',
  title: 'Starts above zero reach the global maximum',
  source: TIAN_2022,
  place:
    'Abstract, “almost all local minima are global and rank-1”: minima of −E, so maxima of E; the condition is derived here',
  statement: String.raw`Let $\lambda_{\max}(C)>0$. The only local maxima of $E$ under $\|W_l\|_F=1$ with $E\ne0$ are the global ones, $E=\tfrac12\lambda_{\max}$. So ascent from almost every start with $E>0$ ends there, since it never lowers $E$. From almost every start, whatever its energy, it does so if $L\le2$, or $C\succeq0$, or $n_2=\dots=n_{L-1}=1$; in general, if no layer $2\le l\le L-1$ has $n_l\ge2$ and $\min(n_1,\dots,n_{l-1})$ at most the number of negative eigenvalues.`,
  restsOn: ['pca-upper-bound', 'critical-points-saddle', 'spurious-maxima'],
  method: String.raw`Up to three random starts with $E>0$ an instance, depth 1 to 4, until the tangential gradient is $10^{-6}\max|\lambda|$. The residual is the largest shortfall from $\tfrac12\lambda_{\max}$ over $\max|\lambda|$; the bound is $10g^2/(2h)$ with $g$ that gradient and $h$ the eigenvalue gap of at least 20 %, and rounding. Starts below 0 are tried for $L\le2$ alone, in claim pca-deep-linear; for the other networks they follow from claim spurious-maxima.`,
  grade: {
    kind: 'sampled',
    reason:
      'That no other local maximum exists is proven (claims critical-points-saddle and spurious-maxima); almost every start is a statement of measure, of which random starts can be a sample alone.',
  },
  instances: fc
    .tuple(spectra(4), widthLists(4, 3), fc.nat())
    .filter(([eigenvalues]) => gapOf(eigenvalues) >= GAP)
    .map(([eigenvalues, widths, seed]) => {
      const { covariance } = covarianceOf({ eigenvalues, seed });
      return { eigenvalues, covariance, starts: startsAboveZero(widths, covariance, seed) };
    }),
  subject,
  check: ({ eigenvalues, covariance, starts }, { ascend: climb }) => {
    const scale = Math.max(...eigenvalues.map(Math.abs));
    const best = Math.max(...eigenvalues) / 2;
    const ends = starts.map((start) => climb(start, covariance) / scale);
    const shortfall = Math.max(0, ...ends.map((end) => Math.abs(best / scale - end)));
    return decide(
      {
        shortfall: {
          residual: shortfall,
          bound: (5 * STATIONARITY ** 2) / gapOf(eigenvalues) + 64 * eigenvalues.length * Number.EPSILON,
        },
      },
      { starts: ends.length, depth: starts[0]?.length ?? 0 },
    );
  },
  counterfeits: [
    {
      id: 'descent',
      description: 'descends',
      subject: {
        ...subject,
        ascend: (start, covariance) =>
          -ascend(
            start,
            map(covariance, (entry) => -entry),
          ),
      },
    },
    {
      id: 'one-sweep',
      description: 'stops after one sweep',
      subject: {
        ...subject,
        ascend: (start, covariance) => projectedAscent(start, covariance, { sweeps: 1 }).energies.at(-1) ?? 0,
      },
    },
    {
      id: 'first-layer-kept',
      description: 'trains all layers but the first',
      subject: { ...subject, ascend: withFirstKept },
    },
    {
      id: 'starts-anywhere',
      description: 'starts anywhere, also below E = 0',
      subject: { ascend: followFlow },
      instances: startsBelowZero(),
      drops: {
        condition: String.raw`the start has $E>0$ (or $L\le2$, or $C\succeq0$, or $n_2=\dots=n_{L-1}=1$)`,
        statedBy: 'here',
        asStated: 'almost all local minima are global and rank-1',
        explanation: String.raw`From an open set of starts below 0 the product $W_L\cdots W_2$ decays while $W_1CW_1^\top$ is still negative, and ascent ends at $E=0$, a local maximum. The counterexample gives $C$ and the layers $W_1$, $W_2$, $W_3$ of a start, $n_l$ rows each, to be divided by their norms.`,
      },
    },
  ],
  figures: () => [spuriousShareFigure()],
});

/** (λ₁ − λ₂)/max |λ|, or λ₁/max |λ| where that is less. */
function gapOf(eigenvalues: readonly number[]): number {
  return gapOfValues(Float64Array.from(eigenvalues).toSorted((a, b) => b - a));
}

function startsAboveZero(widths: readonly number[], covariance: Matrix, seed: number): Layers[] {
  const random = randomStream(seed, 'starts');
  const found: Layers[] = [];
  for (let draw = 0; draw < DRAWS && found.length < STARTS; draw++) {
    const start = randomLayers([covariance.rows, ...widths], random);
    if (deepLinearEnergy(start, covariance) > 0) found.push(start);
  }
  return found;
}

/** Draws starts of three layers with E < 0, of round numbers, and a diagonal C that has λ_max = 1 alone above 0. */
function startsBelowZero(): Arbitrary<Instance> {
  const entry = gridNumber(-1, 1).filter((value) => Math.abs(value) >= SMALLEST_ENTRY);
  const entries = (count: number): Arbitrary<number[]> =>
    fc.array(entry, { minLength: count, maxLength: count, size: 'max' });
  const width = 3;
  return fc
    .record({
      values: spectra(3),
      n: fc.integer({ min: 2, max: width }),
      first: entries(4),
      others: entries(2 * width),
    })
    .map(({ values, n, first, others }) => {
      const eigenvalues = [1, ...values.map((value) => -Math.abs(value))];
      const d = eigenvalues.length;
      const start = [
        generate(1, d, (_, j) => first[j] as number),
        generate(n, 1, (i) => others[i] as number),
        generate(1, n, (_, j) => others[width + j] as number),
      ];
      return {
        eigenvalues,
        covariance: generate(d, d, (i, j) => (i === j ? (eigenvalues[i] as number) : 0)),
        starts: [start],
      };
    })
    .filter(
      ({ covariance, starts: [start] }) => deepLinearEnergy((start as Layers).map(unitNorm), covariance) <= -BELOW,
    );
}

function ascend(start: Layers, covariance: Matrix): number {
  return projectedAscent(start, covariance, { stationarity: STATIONARITY }).energies.at(-1) ?? Number.NaN;
}

function followFlow(start: Layers, covariance: Matrix): number {
  return gradientAscent(start.map(unitNorm), covariance, { step: 0.25, steps: 500 }).energies.at(-1) ?? Number.NaN;
}

function withFirstKept(start: Layers, covariance: Matrix): number {
  const { layers } = projectedAscent(start, covariance, { stationarity: STATIONARITY });
  return deepLinearEnergy(layers.with(0, start[0] as Matrix), covariance);
}
