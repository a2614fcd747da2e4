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
import { pcaDeepLinear } from './deep-linear/pca-deep-linear.js';
import { pcaUniform } from './deep-linear/pca-uniform.js';
import { linearRowsParallel } from './relu/linear-rows-parallel.js';
import { reluManyMaxima } from './relu/relu-many-maxima.js';
import { reluSemiStable } from './relu/relu-semi-stable.js';
import { reluWinnerTakesAll } from './relu/relu-winner-takes-all.js';
import { reluFixedPointStability } from './relu/relu-fixed-point-stability.js';
import { reluHigherRankFixedPoints } from './relu/relu-higher-rank-fixed-points.js';
import { orthogonalMixture } from './relu/orthogonal-mixture.js';
import { reluDynamics } from './relu/relu-dynamics.js';
import { reluTopLayer } from './relu/relu-top-layer.js';

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
  reluTopLayer,
  reluDynamics,
  orthogonalMixture,
  reluHigherRankFixedPoints,
  reluFixedPointStability,
  reluWinnerTakesAll,
  reluSemiStable,
  reluManyMaxima,
  linearRowsParallel,
];
