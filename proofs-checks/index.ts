/** The catalogue: every claim, in the paper's order. A new claim is one file and one line here. */
import type { Claim } from '../src/claims/claim.js';
import { covarianceBilinear } from './covariance/covariance-bilinear.js';
import { covarianceEnergy } from './covariance/covariance-energy.js';
import { covarianceEquivariance } from './covariance/covariance-equivariance.js';
import { covarianceLaplacian } from './covariance/covariance-laplacian.js';
import { covariancePositiveSemidefinite } from './covariance/covariance-positive-semidefinite.js';
import { covarianceTranslation } from './covariance/covariance-translation.js';
import { theorem1Gradient } from './players/theorem-1-gradient.js';
import { theorem2MinPlayer } from './players/theorem-2-min-player.js';
import { minPlayerConjugate } from './players/min-player-conjugate.js';
import { minPlayerNone } from './players/min-player-none.js';
import { alphaClBestResponse } from './players/alpha-cl-best-response.js';
import { importanceMonotone } from './players/importance-monotone.js';
import { energySandwich } from './players/energy-sandwich.js';
import { coordinateWiseLoopClaim } from './players/coordinate-wise-loop.js';
import { lossesDifferentiable } from './players/losses-differentiable.js';
import { pcaDeepLinear } from './deep-linear/pca-deep-linear.js';
import { pcaUniform } from './deep-linear/pca-uniform.js';

export const CLAIMS: readonly Claim[] = [
  theorem1Gradient,
  lossesDifferentiable,
  theorem2MinPlayer,
  minPlayerConjugate,
  minPlayerNone,
  alphaClBestResponse,
  importanceMonotone,
  energySandwich,
  coordinateWiseLoopClaim,
  covarianceLaplacian,
  covarianceEnergy,
  covarianceBilinear,
  covarianceEquivariance,
  covarianceTranslation,
  covariancePositiveSemidefinite,
  pcaUniform,
  pcaDeepLinear,
];
