/** The figure of many maxima: their number and rank for the flow, for local maxima and for the linear network. */
import type { Figure } from '../../src/claims/figure.js';
import { category, mark, nominal, ordinal, quantitative, view } from '../../src/claims/marks.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { mixtureLandscape, type Gates } from '../../src/theory/landscape/hidden-landscape.js';
import { twoLayerAscent } from '../../src/theory/landscape/two-layer-ascent.js';
import { singularValues } from '../../src/theory/algebra/decompositions.js';
import { generate, type Matrix } from '../../src/theory/algebra/matrix.js';
import { mixtureViews } from '../../src/theory/networks/orthogonal-mixture.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';

const COMPONENTS = 5;
const SAMPLES = 20;
const WIDTHS = [1, 2, 3, 4, 5, 6];
const STARTS = 24;
/** Energies closer than this share are one, and singular values below this share are 0. */
const SAME = 1e-5;
const KINDS: Readonly<Record<Gates, string>> = {
  linear: 'linear network',
  'non-negative': 'ReLU, local maxima',
  relu: 'ReLU, limits of the flow',
};

interface Limit {
  readonly kind: string;
  readonly width: number;
  readonly value: number;
  readonly rank: number;
}

/** Distinct energies against width, and ranks at the largest width. */
export function maximaFigures(): Figure[] {
  const C = exampleCovariance();
  const limits = (Object.keys(KINDS) as Gates[]).flatMap((gates) =>
    WIDTHS.flatMap((width) => limitsOf(C, gates, width)),
  );
  return [countFigure(limits), rankFigure(limits)];
}

function limitsOf(C: Matrix, gates: Gates, width: number): Limit[] {
  return Array.from({ length: STARTS }, (_, start) => {
    const first = normalMatrix(randomStream('many maxima', width, start), width, COMPONENTS);
    const ascent = twoLayerAscent(first, mixtureLandscape(C, gates), { normalisation: 'row' });
    const sizes = singularValues(ascent.first);
    const rank = sizes.filter((size) => size > SAME * (sizes[0] ?? 0)).length;
    return { kind: KINDS[gates], width, value: ascent.top.value / width, rank };
  });
}

function exampleCovariance(): Matrix {
  const random = randomStream('mixture of five');
  const component = Array.from({ length: SAMPLES }, (_, i) => i % COMPONENTS);
  const magnitude = component.map((m) => 1 + m / 5 + random.uniform() / 2);
  const magnitudePrime = magnitude.map((a) => a + (random.uniform() - 0.5) / 2);
  const alpha = generate(SAMPLES, SAMPLES, (i, j) => (i === j ? 0 : 0.5 + random.uniform()));
  const { x, xPrime } = mixtureViews({ components: COMPONENTS, component, magnitude, magnitudePrime });
  return contrastiveCovariance(alpha, x, xPrime);
}

function countFigure(limits: readonly Limit[]): Figure {
  const values = Object.values(KINDS).flatMap((kind) =>
    WIDTHS.map((width) => ({
      kind,
      width,
      count: distinct(limits.filter((l) => l.kind === kind && l.width === width)),
    })),
  );
  return {
    id: 'relu-many-maxima-count',
    title: 'How many different ends',
    caption: `Distinct energies reached from ${STARTS} random starts on one mixture of ${COMPONENTS} components, rows normalised. The linear network has one maximum; ReLU has several local maxima, and its flow, which opens no closed gate, ends somewhere else from nearly every start.`,
    spec: view({ width: 420, height: 260, values }, mark('line', { point: true }), {
      x: ordinal('width', 'hidden neurons K', { axis: { labelAngle: 0 } }),
      y: quantitative('count', `distinct energies in ${STARTS} starts`),
      color: category('kind'),
    }),
  };
}

function distinct(limits: readonly Limit[]): number {
  const sorted = limits.map(({ value }) => value).toSorted((a, b) => a - b);
  return sorted.filter((value, k) => k === 0 || value - (sorted[k - 1] as number) > SAME * Math.abs(value)).length;
}

function rankFigure(limits: readonly Limit[]): Figure {
  const widest = Math.max(...WIDTHS);
  return {
    id: 'relu-many-maxima-ranks',
    title: 'Rank of the hidden layer at the end',
    caption: `Rank of W₁ after the same ascents with ${widest} neurons. Local maxima have rank 2 at most; the higher ranks of the flow are semi-stable fixed points, which an open gate would leave.`,
    spec: view({ width: 130, height: 200, values: limits.filter(({ width }) => width === widest) }, mark('bar'), {
      column: category('kind'),
      x: ordinal('rank', 'rank of W₁', { scale: { domain: [1, 2, 3, 4, 5] }, axis: { labelAngle: 0 } }),
      y: { aggregate: 'count', type: 'quantitative', title: 'starts' },
      color: nominal('kind', undefined, { legend: null, sort: null }),
    }),
  };
}
