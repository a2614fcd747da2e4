/** The unit sphere of ℝ³ as a map: places by longitude and latitude, in degrees. */
import { at, fromNested, type Matrix } from '../../../theory/algebra/matrix.js';
import { deepLinearEnergy } from '../../../theory/networks/deep-linear.js';

export interface Place {
  /** Degrees, −180..180. */
  readonly longitude: number;
  /** Degrees, −90..90. */
  readonly latitude: number;
}

const DEGREE = Math.PI / 180;

/** Returns the unit vector w at a place, [1, 3]. */
export function encoderAt({ longitude, latitude }: Place): Matrix {
  const [east, north] = [longitude * DEGREE, latitude * DEGREE];
  return fromNested([[Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)]]);
}

/** Returns the place that a nonzero vector, [1, 3], points to. */
export function placeOn(encoder: Matrix): Place {
  const [x, y, z] = [at(encoder, 0, 0), at(encoder, 0, 1), at(encoder, 0, 2)];
  return { longitude: Math.atan2(y, x) / DEGREE, latitude: Math.atan2(z, Math.hypot(x, y)) / DEGREE };
}

export interface Cell extends Place {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  /** E_α(w) at the middle of the cell. */
  readonly energy: number;
}

/** Side of a cell in degrees. */
const SIDE = 6;

/** Computes the energy over the whole sphere, cell by cell. @param covariance C_α[x], [3, 3] */
export function energyMap(covariance: Matrix): Cell[] {
  const [columns, rows] = [360 / SIDE, 180 / SIDE];
  return Array.from({ length: columns * rows }, (_, k) => {
    const west = -180 + SIDE * (k % columns);
    const south = -90 + SIDE * Math.floor(k / columns);
    const place = { longitude: west + SIDE / 2, latitude: south + SIDE / 2 };
    return {
      ...place,
      west,
      east: west + SIDE,
      south,
      north: south + SIDE,
      energy: deepLinearEnergy([encoderAt(place)], covariance),
    };
  });
}

/** Cuts a path into lines on the map: a new piece begins where it crosses the edge at 180°. */
export function piecesOf(places: readonly Place[]): (Place & { readonly piece: number; readonly order: number })[] {
  let piece = 0;
  return places.map((place, order) => {
    const before = places[order - 1];
    if (before !== undefined && Math.abs(place.longitude - before.longitude) > 180) piece++;
    return { ...place, piece, order };
  });
}
