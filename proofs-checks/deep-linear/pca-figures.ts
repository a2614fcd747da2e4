/** Figures of the PCA theorem: every start climbs to ½λ_max, and on images the network learns the eigen-image. */
import type { Figure } from '../../src/claims/figure.js';
import {
  category,
  layer,
  layered,
  mark,
  nominal,
  ordinal,
  quantitative,
  ruleAt,
  view,
} from '../../src/claims/marks.js';
import type { RealVerdict, Verdict } from '../../src/claims/verdict.js';
import { dot, generate, maxAbs, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply } from '../../src/theory/algebra/multiply.js';

/** Curves beyond this many hide each other. */
const CURVES = 40;
const EIGENVECTOR = 'top eigenvector of C_α';
const LEARNT = 'learnt by the network';

/** Energy over sweeps, as a share of ½λ_max, for the first instances. */
export function ascentFigure(verdict: Verdict): Figure {
  const points = verdict.evidence.slice(0, CURVES).flatMap(({ details }, instance) =>
    // The start stands at sweep 0, which a logarithmic axis shows as ½.
    (details['course'] as { sweep: number; share: number }[]).map(({ sweep, share }) => ({
      instance,
      depth: details['depth'],
      sweep: Math.max(sweep, 0.5),
      share,
    })),
  );
  return {
    id: 'pca-deep-linear-ascent',
    title: 'Every start climbs to ½λ_max',
    caption: `Energy of the first ${Math.min(CURVES, verdict.evidence.length)} random starts over sweeps of projected ascent, as a share of ½λ_max; the leftmost point is the start. No start ends lower.`,
    spec: layered({ width: 460, height: 280, values: points }, [
      layer(mark('line', { opacity: 0.6, clip: true }), {
        x: quantitative('sweep', 'sweeps', { scale: { type: 'log', domainMin: 0.5, nice: false } }),
        y: quantitative('share', 'E / ½λ_max', { scale: { domain: [-0.5, 1.05], nice: false } }),
        color: ordinal('depth', 'layers', { scale: { scheme: 'viridis' } }),
        detail: nominal('instance'),
      }),
      ruleAt({ y: 1 }),
    ]),
  };
}

/** Top eigenvector of C_α and the direction that the network learnt, as images side by side; none without real images. */
export function eigenImageFigure(verdict: Verdict): Figure[] {
  const shown = verdict.real.flatMap((real) => pixelsOf(real));
  if (shown.length === 0) return [];
  const size = Math.max(...verdict.real.map(({ context }) => context['size'] as number));
  const angles = verdict.real.map(({ label, details }) => `${label}: 1 − cosine = ${oneMinusCosine(details)}`);
  return [
    {
      id: 'pca-deep-linear-eigen-images',
      title: 'What the network learns on real images',
      caption: `Left, the top eigenvector of C_α of augmented images; right, the input direction of the trained linear network (mid grey is 0, the sign is free). ${angles.join('; ')}.`,
      spec: {
        data: { values: shown },
        facet: {
          row: category('images', { header: { labelAngle: 0, labelAlign: 'left', labelLimit: 240 } }),
          column: category('what', { sort: [EIGENVECTOR, LEARNT] }),
        },
        spec: view({ width: 5 * size, height: 5 * size }, mark('rect', { strokeWidth: 0 }), {
          x: ordinal('x', undefined, { axis: null }),
          y: ordinal('y', undefined, { axis: null }),
          color: nominal('colour', undefined, { scale: null }),
        }),
      },
    },
  ];
}

interface Pixel {
  readonly images: string;
  readonly what: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

function pixelsOf({ label, details, context }: RealVerdict): Pixel[] {
  const { basis, size } = context as { basis: Matrix; size: number };
  const { eigenvector, direction } = details as { eigenvector: Float64Array; direction: Float64Array };
  const sign = Math.sign(dot(eigenvector, direction)) || 1;
  return [
    ...imagePixels({ images: label, what: EIGENVECTOR }, imageOf(basis, eigenvector), size),
    ...imagePixels(
      { images: label, what: LEARNT },
      imageOf(
        basis,
        direction.map((x) => sign * x),
      ),
      size,
    ),
  ];
}

/** From coordinates in the span back to pixels, [3·size²]. */
function imageOf(basis: Matrix, coordinates: Float64Array): Float64Array {
  return multiply(
    basis,
    generate(coordinates.length, 1, (k) => coordinates[k] as number),
  ).data;
}

function imagePixels(panel: Pick<Pixel, 'images' | 'what'>, image: Float64Array, size: number): Pixel[] {
  const largest = maxAbs(image) || 1;
  const level = (channel: number, k: number): number =>
    Math.round(127.5 * (1 + (image[channel * size * size + k] as number) / largest));
  return Array.from({ length: size * size }, (_, k) => ({
    ...panel,
    x: k % size,
    y: Math.floor(k / size),
    colour: `rgb(${level(0, k)},${level(1, k)},${level(2, k)})`,
  }));
}

/** From the chord, since 1 − cos of nearly parallel unit vectors drowns in rounding. */
function oneMinusCosine(details: Readonly<Record<string, unknown>>): string {
  const { eigenvector, direction } = details as { eigenvector: Float64Array; direction: Float64Array };
  const sign = Math.sign(dot(eigenvector, direction)) || 1;
  return (norm(eigenvector.map((x, k) => x - sign * (direction[k] as number))) ** 2 / 2).toExponential(0);
}
