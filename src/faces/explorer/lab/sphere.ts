/** The unit sphere of ℝ³ as a map: places by longitude and latitude, in degrees. */
import { at, fromNested, type Matrix } from '../../../theory/algebra/matrix.js';

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
