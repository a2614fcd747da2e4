/** The unit sphere of ℝ³ seen from afar: orthographic projection, arcs, and the level sets of E_α(w) = ½ wᵀC_α w in closed form. */
import { at, type Matrix } from '../../../theory/algebra/matrix.js';
import { symmetricEigen } from '../../../theory/algebra/decompositions.js';
import { encoderAt, type Place } from './sphere.js';

export type Vector = readonly [x: number, y: number, z: number];

/** Directions on the screen and towards the reader. */
export interface GlobeView {
  readonly east: Vector;
  readonly north: Vector;
  readonly towards: Vector;
}

/** A point on the screen, in radii of the globe from its middle, y upwards; `depth` is above 0 on the near side. */
export interface Seen {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/** Looks at the sphere from above a place. */
export function viewAbove({ longitude, latitude }: Place): GlobeView {
  return {
    east: vectorAt({ longitude: longitude + 90, latitude: 0 }),
    north: vectorAt({ longitude, latitude: latitude + 90 }),
    towards: vectorAt({ longitude, latitude }),
  };
}

export function vectorAt(place: Place): Vector {
  const { data } = encoderAt(place);
  return [data[0] as number, data[1] as number, data[2] as number];
}

export function seen({ east, north, towards }: GlobeView, w: Vector): Seen {
  return { x: product(east, w), y: product(north, w), depth: product(towards, w) };
}

/** Returns the point of the near side that is seen at a place of the screen; undefined beside the globe. */
export function pointAt({ east, north, towards }: GlobeView, x: number, y: number): Vector | undefined {
  const rest = 1 - x * x - y * y;
  if (rest < 0) return undefined;
  const depth = Math.sqrt(rest);
  const along = (k: 0 | 1 | 2): number => x * east[k] + y * north[k] + depth * towards[k];
  return [along(0), along(1), along(2)];
}

/** Returns a function from a point of the screen to the energy of the encoder there, ½ vᵀMv with M the covariance in its directions. */
export function energyOnScreen(
  covariance: Matrix,
  { east, north, towards }: GlobeView,
): (x: number, y: number, depth: number) => number {
  const [xx, xy, xz] = [east, north, towards].map((b) => form(covariance, east, b)) as unknown as Vector;
  const [yy, yz, zz] = [
    form(covariance, north, north),
    form(covariance, north, towards),
    form(covariance, towards, towards),
  ];
  return (x, y, depth) =>
    (xx * x * x + yy * y * y + zz * depth * depth) / 2 + xy * x * y + xz * x * depth + yz * y * depth;
}

function form(covariance: Matrix, a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) sum += (a[i] as number) * at(covariance, i, j) * (b[j] as number);
  return sum;
}

/** Number of points of a closed curve, and of an arc between two stops. */
const [CURVE, ARC] = [120, 12];

export interface Level {
  readonly energy: number;
  readonly curve: readonly Vector[];
}

/**
 * Computes level sets of E at evenly spaced energies, each as two closed curves about opposite points.
 *
 * With the eigenvalues λ₁ ≥ λ₂ ≥ λ₃, a level above λ₂/2 goes round ±u₁ and one below it round ±u₃. At the angle φ about the axis
 * of eigenvalue λ the angle θ from the axis has sin²θ = (λ − 2E)/(λ − q(φ)), where q(φ) = cos²φ·μ + sin²φ·ν of the other two.
 */
export function levelsOf(covariance: Matrix, count: number): Level[] {
  const { values, vectors } = symmetricEigen(covariance);
  const [high, middle, low] = [values[0], values[1], values[2]] as [number, number, number];
  const axis = (k: number): Vector => [at(vectors, 0, k), at(vectors, 1, k), at(vectors, 2, k)];
  return Array.from({ length: count }, (_, k) => (low + ((k + 1) * (high - low)) / (count + 1)) / 2).flatMap(
    (energy) => {
      const isUpper = 2 * energy > middle;
      const [own, mu, nu] = isUpper ? [high, middle, low] : [low, middle, high];
      const [u, v, w] = isUpper ? [axis(0), axis(1), axis(2)] : [axis(2), axis(1), axis(0)];
      return [1, -1].map((sign) => ({
        energy,
        curve: Array.from({ length: CURVE + 1 }, (_step, step): Vector => {
          const phi = (2 * Math.PI * step) / CURVE;
          const q = Math.cos(phi) ** 2 * mu + Math.sin(phi) ** 2 * nu;
          const square = Math.min(1, Math.max(0, (own - 2 * energy) / (own - q)));
          const [sine, cosine] = [Math.sqrt(square), sign * Math.sqrt(1 - square)];
          return combined(u, cosine, v, sine * Math.cos(phi), w, sine * Math.sin(phi));
        }),
      }));
    },
  );
}

/** Draws a path from stop to stop along great circles. */
export function arcsThrough(stops: readonly Vector[]): Vector[] {
  const [first] = stops;
  if (first === undefined) return [];
  return [first, ...stops.slice(1).flatMap((stop, k) => arc(stops[k] as Vector, stop))];
}

function arc(from: Vector, to: Vector): Vector[] {
  return Array.from({ length: ARC }, (_, k) => between(from, to, (k + 1) / ARC));
}

/** Returns the point a share of the way from one point to another, on the sphere. */
export function between(from: Vector, to: Vector, share: number): Vector {
  const point = combined(from, 1 - share, to, share, to, 0);
  const length = Math.hypot(...point) || 1;
  return [point[0] / length, point[1] / length, point[2] / length];
}

/** Cuts a curve into the pieces that are seen and those that lie behind. */
export function piecesOf(view: GlobeView, curve: readonly Vector[]): { near: Seen[][]; far: Seen[][] } {
  const pieces: { near: Seen[][]; far: Seen[][] } = { near: [], far: [] };
  let last: boolean | undefined;
  for (const point of curve.map((w) => seen(view, w))) {
    const isNear = point.depth >= 0;
    const side = isNear ? pieces.near : pieces.far;
    if (last !== isNear) side.push([]);
    side.at(-1)?.push(point);
    last = isNear;
  }
  return pieces;
}

function product(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function combined(a: Vector, p: number, b: Vector, q: number, c: Vector, r: number): Vector {
  const along = (k: 0 | 1 | 2): number => p * a[k] + q * b[k] + r * c[k];
  return [along(0), along(1), along(2)];
}
