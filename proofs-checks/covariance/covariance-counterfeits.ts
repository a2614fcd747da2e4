/** Broken covariances that more than one claim must refute. */
import type { Counterfeit } from '../../src/claims/claim.js';
import { contrastiveCovariance } from '../../src/covariance/contrastive-covariance.js';
import { at, generate, map, norm, row, type Rows } from '../../src/linear-algebra/matrix.js';

export type Covariance = typeof contrastiveCovariance;

/** Divides every sample by its length first: a different, nonlinear feature. */
export const normalisedRows: Counterfeit<Covariance> = {
  id: 'normalised-samples',
  description: 'divides every sample by its length before comparing',
  subject: (alpha, a, aPrime, b = a, bPrime = aPrime) =>
    contrastiveCovariance(alpha, unit(a), unit(aPrime), unit(b), unit(bPrime)),
};

export const absolute: Counterfeit<Covariance> = {
  id: 'absolute-features',
  description: 'takes the absolute value of every feature',
  subject: (alpha, a, aPrime, b = a, bPrime = aPrime) =>
    contrastiveCovariance(alpha, map(a, Math.abs), map(aPrime, Math.abs), map(b, Math.abs), map(bPrime, Math.abs)),
};

/** C + ridge·I, as an implementation with a ridge against singular matrices would return. */
export function ridge(size = 1e-6): Counterfeit<Covariance> {
  return {
    id: 'ridge',
    description: `adds ${size} to the diagonal`,
    subject: (...input) => {
      const covariance = contrastiveCovariance(...input);
      return generate(covariance.rows, covariance.columns, (i, j) => at(covariance, i, j) + (i === j ? size : 0));
    },
  };
}

function unit(rows: Rows): Rows {
  const lengths = Array.from({ length: rows.rows }, (_, i) => norm(row(rows, i)) || 1);
  return generate(rows.rows, rows.columns, (i, j) => at(rows, i, j) / (lengths[i] as number));
}
