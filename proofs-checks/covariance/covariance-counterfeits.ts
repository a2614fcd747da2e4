/** Broken covariances that more than one claim must refute: of the code in floating point, and of the mathematics over F_p. */
import type { Counterfeit } from '../../src/claims/claim.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { mapEntries, transpose } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { at, generate, map, norm, row, type Rows } from '../../src/theory/algebra/matrix.js';
import { covarianceSubject, type CovarianceSubject } from './covariance-point.js';

/** Divides every sample by its length first: a different, nonlinear feature. */
export const normalisedRows: Counterfeit<CovarianceSubject> = {
  id: 'normalised-samples',
  description: 'divides every sample by its length before comparing',
  subject: {
    ...covarianceSubject,
    float: (alpha, a, aPrime, b = a, bPrime = aPrime) =>
      contrastiveCovariance(alpha, unit(a), unit(aPrime), unit(b), unit(bPrime)),
  },
};

export const absolute: Counterfeit<CovarianceSubject> = {
  id: 'absolute-features',
  description: 'takes the absolute value of every feature',
  subject: {
    ...covarianceSubject,
    float: (alpha, a, aPrime, b = a, bPrime = aPrime) =>
      contrastiveCovariance(alpha, map(a, Math.abs), map(aPrime, Math.abs), map(b, Math.abs), map(bPrime, Math.abs)),
  },
};

/** C + ridge·I, as an implementation with a ridge against singular matrices would return. */
export function ridge(size = 1e-6): Counterfeit<CovarianceSubject> {
  return {
    id: 'ridge',
    description: `adds ${size} to the diagonal`,
    subject: {
      ...covarianceSubject,
      float: (...input) => {
        const covariance = contrastiveCovariance(...input);
        return generate(covariance.rows, covariance.columns, (i, j) => at(covariance, i, j) + (i === j ? size : 0));
      },
    },
  };
}

export const exactSquares: Counterfeit<CovarianceSubject> = {
  id: 'exact-squared-features',
  description: 'over F_p: squares every feature first, an activation in between',
  subject: {
    ...covarianceSubject,
    exact: (alpha, a, aPrime, b = a, bPrime = aPrime) =>
      covarianceSubject.exact(alpha, squared(a), squared(aPrime), squared(b), squared(bPrime)),
  },
};

export const exactRidge: Counterfeit<CovarianceSubject> = {
  id: 'exact-ridge',
  description: 'over F_p: adds 1 to the diagonal',
  subject: {
    ...covarianceSubject,
    exact: (...input) => {
      const covariance = covarianceSubject.exact(...input);
      return fieldMatrices.sum(covariance, fieldMatrices.identity(covariance.length));
    },
  },
};

/** Twice the row sums for D, as if α were symmetric. */
export const exactRowSumsOnly: CovarianceSubject['exact'] = (alpha, a, aPrime, b = a, bPrime = aPrime) => {
  // 2s exceeds the row and column sums together by the row sums of α − αᵀ.
  const skew = fieldMatrices.difference(alpha, transpose(alpha));
  const excess = fieldMatrices.diagonal(skew.map(fieldMatrices.total));
  const missed = fieldMatrices.product(transpose(a), excess, b);
  return fieldMatrices.sum(covarianceSubject.exact(alpha, a, aPrime, b, bPrime), missed);
};

/** AᵀDA, without the products between different samples. */
export const exactSecondMoment: CovarianceSubject['exact'] = (alpha, a) => {
  const { sum, total, diagonal, product } = fieldMatrices;
  return product(transpose(a), diagonal(sum(alpha, transpose(alpha)).map(total)), a);
};

function unit(rows: Rows): Rows {
  const lengths = Array.from({ length: rows.rows }, (_, i) => norm(row(rows, i)) || 1);
  return generate(rows.rows, rows.columns, (i, j) => at(rows, i, j) / (lengths[i] as number));
}

function squared(rows: FieldMatrix): FieldMatrix {
  return mapEntries(rows, (entry) => fieldMatrices.multiply(entry, entry));
}
