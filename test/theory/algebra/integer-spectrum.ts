import { generate, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { multiply } from '../../../src/theory/algebra/multiply.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';

const REFLECTIONS = 3;

/**
 * A symmetric matrix with exactly these integers as eigenvalues: diag(λ) between reflections I − ½vvᵀ in vectors v of four
 * entries ±1. They are orthogonal with entries 0, ±½ and 1, so no product rounds. Below four eigenvalues it is diagonal.
 */
export function integerSpectrum(spectrum: readonly number[], seed: number): Matrix {
  const random = randomStream(seed, 'reflections');
  const n = spectrum.length;
  let matrix = generate(n, n, (i, j) => (i === j ? (spectrum[i] as number) : 0));
  for (let k = 0; k < (n < 4 ? 0 : REFLECTIONS); k++) {
    const v = new Float64Array(n);
    const places = Array.from({ length: n }, (_, i) => i);
    for (let chosen = 0; chosen < 4; chosen++) {
      const [place = 0] = places.splice(random.integer(places.length), 1);
      v[place] = random.integer(2) === 0 ? 1 : -1;
    }
    const reflection = generate(n, n, (i, j) => (i === j ? 1 : 0) - ((v[i] as number) * (v[j] as number)) / 2);
    matrix = multiply(multiply(reflection, matrix), reflection);
  }
  return matrix;
}
