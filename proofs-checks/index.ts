/** The catalogue: every claim, in the paper's order. A new claim is one file and one line here. */
import type { Claim } from '../src/claims/claim.js';
import { covarianceBilinear } from './covariance-bilinear.js';
import { covarianceEnergy } from './covariance-energy.js';
import { covarianceEquivariance } from './covariance-equivariance.js';
import { covarianceLaplacian } from './covariance-laplacian.js';
import { covariancePositiveSemidefinite } from './covariance-positive-semidefinite.js';
import { covarianceTranslation } from './covariance-translation.js';
import { theorem1Gradient } from './theorem-1-gradient.js';
import { theorem2MinPlayer } from './theorem-2-min-player.js';
import { pcaDeepLinear } from './pca-deep-linear.js';
import { pcaUniform } from './pca-uniform.js';

export const CLAIMS: readonly Claim[] = [
  theorem1Gradient,
  theorem2MinPlayer,
  covarianceLaplacian,
  covarianceEnergy,
  covarianceBilinear,
  covarianceEquivariance,
  covarianceTranslation,
  covariancePositiveSemidefinite,
  pcaUniform,
  pcaDeepLinear,
];
