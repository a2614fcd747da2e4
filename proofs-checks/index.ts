/**
 * The catalogue: every claim, in the order of its paper. A new claim is one file and one line in its chapter.
 *
 * @packageDocumentation
 */
import type { Claim } from '../src/claims/claim.js';
import { covarianceBilinear } from './covariance/covariance-bilinear.js';
import { covarianceEnergy } from './covariance/covariance-energy.js';
import { covarianceEquivariance } from './covariance/covariance-equivariance.js';
import { covarianceKernel } from './covariance/covariance-kernel.js';
import { covarianceLaplacian } from './covariance/covariance-laplacian.js';
import { covariancePositiveSemidefinite } from './covariance/covariance-positive-semidefinite.js';
import { covarianceTranslation } from './covariance/covariance-translation.js';
import { theorem1Gradient } from './players/theorem-1-gradient.js';
import { theorem1Polynomial } from './players/theorem-1-polynomial.js';
import { theorem2MinPlayer } from './players/theorem-2-min-player.js';
import { minPlayerConjugate } from './players/min-player-conjugate.js';
import { minPlayerNone } from './players/min-player-none.js';
import { alphaClBestResponse } from './players/alpha-cl-best-response.js';
import { importanceMonotone } from './players/importance-monotone.js';
import { energySandwich } from './players/energy-sandwich.js';
import { infonceLimit } from './players/infonce-limit.js';
import { uniformitySimplex } from './players/uniformity-simplex.js';
import { coordinateWiseLoopClaim } from './players/coordinate-wise-loop.js';
import { lossesDifferentiable } from './players/losses-differentiable.js';
import { deepLinearBalance } from './deep-linear/deep-linear-balance.js';
import { deepLinearBalanceNormalised } from './deep-linear/deep-linear-balance-normalised.js';
import { deepLinearDynamics } from './deep-linear/deep-linear-dynamics.js';
import { criticalPointsAligned } from './deep-linear/critical-points-aligned.js';
import { criticalPointsComplete } from './deep-linear/critical-points-complete.js';
import { criticalPointsHessian } from './deep-linear/critical-points-hessian.js';
import { criticalPointsIndex } from './deep-linear/critical-points-index.js';
import { criticalPointsSaddle } from './deep-linear/critical-points-saddle.js';
import { dimensionalCollapse } from './deep-linear/dimensional-collapse.js';
import { localMaximaGlobal } from './deep-linear/local-maxima-global.js';
import { normLemma } from './deep-linear/norm-lemma.js';
import { pcaDeepLinear } from './deep-linear/pca-deep-linear.js';
import { pcaUpperBound } from './deep-linear/pca-upper-bound.js';
import { pcaInvariantStarts } from './deep-linear/pca-invariant-starts.js';
import { pcaLowRank } from './deep-linear/pca-low-rank.js';
import { pcaNegativeTop } from './deep-linear/pca-negative-top.js';
import { pcaRepeatedTop } from './deep-linear/pca-repeated-top.js';
import { pcaUniform } from './deep-linear/pca-uniform.js';
import { spuriousMaxima } from './deep-linear/spurious-maxima.js';
import { linearNoSpecialisation } from './relu/linear-no-specialisation.js';
import { linearRowsParallel } from './relu/linear-rows-parallel.js';
import { reluDynamicImportance } from './relu/relu-dynamic-importance.js';
import { reluManyMaxima } from './relu/relu-many-maxima.js';
import { reluSemiStable } from './relu/relu-semi-stable.js';
import { reluWinnerTakesAll } from './relu/relu-winner-takes-all.js';
import { reluFixedPointStability } from './relu/relu-fixed-point-stability.js';
import { reluHigherRankFixedPoints } from './relu/relu-higher-rank-fixed-points.js';
import { orthogonalMixture } from './relu/orthogonal-mixture.js';
import { reluDynamics } from './relu/relu-dynamics.js';
import { reluTopLayer } from './relu/relu-top-layer.js';
import { debiasedNoMinPlayer } from './two-weights/debiased-no-min-player.js';
import { twoEncodersSvd } from './two-weights/two-encoders-svd.js';
import { twoWeightsCovariance } from './two-weights/two-weights-covariance.js';
import { twoWeightsGradient } from './two-weights/two-weights-gradient.js';
import { twoWeightsMargins } from './two-weights/two-weights-margins.js';
import { twoWeightsMinPlayer } from './two-weights/two-weights-min-player.js';
import { twoWeightsPca } from './two-weights/two-weights-pca.js';
import { twoWeightsPolynomial } from './two-weights/two-weights-polynomial.js';
import { twoWeightsPositiveSemidefinite } from './two-weights/two-weights-positive-semidefinite.js';
import { twoWeightsViewShift } from './two-weights/two-weights-view-shift.js';
import { weightsBelowZero } from './two-weights/weights-below-zero.js';
import { WITNESSES } from './witnesses.js';

export { TIAN_2022 } from './papers.js';

/** Claims about one subject. */
export interface Chapter {
  readonly title: string;
  /** Folder of its claims, each in a file of its name. */
  readonly folder: string;
  readonly claims: readonly Claim[];
}

const LISTED: readonly Chapter[] = [
  {
    title: 'The two players',
    folder: 'players',
    claims: [
      theorem1Gradient,
      theorem1Polynomial,
      lossesDifferentiable,
      theorem2MinPlayer,
      minPlayerConjugate,
      minPlayerNone,
      alphaClBestResponse,
      importanceMonotone,
      energySandwich,
      uniformitySimplex,
      infonceLimit,
      coordinateWiseLoopClaim,
    ],
  },
  {
    title: 'The contrastive covariance',
    folder: 'covariance',
    claims: [
      covarianceLaplacian,
      covarianceEnergy,
      covarianceBilinear,
      covarianceEquivariance,
      covarianceTranslation,
      covariancePositiveSemidefinite,
      covarianceKernel,
    ],
  },
  {
    title: 'The max player: deep linear networks',
    folder: 'deep-linear',
    claims: [
      normLemma,
      deepLinearDynamics,
      deepLinearBalance,
      deepLinearBalanceNormalised,
      pcaUniform,
      pcaUpperBound,
      pcaDeepLinear,
      pcaNegativeTop,
      dimensionalCollapse,
      pcaRepeatedTop,
      pcaInvariantStarts,
      pcaLowRank,
    ],
  },
  {
    title: 'The landscape of deep linear networks',
    folder: 'deep-linear',
    claims: [
      criticalPointsAligned,
      criticalPointsHessian,
      criticalPointsIndex,
      criticalPointsSaddle,
      criticalPointsComplete,
      localMaximaGlobal,
      spuriousMaxima,
    ],
  },
  {
    title: 'The max player: two-layer ReLU networks',
    folder: 'relu',
    claims: [
      reluTopLayer,
      reluDynamics,
      linearRowsParallel,
      orthogonalMixture,
      reluHigherRankFixedPoints,
      reluFixedPointStability,
      reluSemiStable,
      reluWinnerTakesAll,
      linearNoSpecialisation,
      reluManyMaxima,
      reluDynamicImportance,
    ],
  },
  {
    title: 'Two weights: losses of distances beyond the family',
    folder: 'two-weights',
    claims: [
      twoWeightsGradient,
      twoWeightsPolynomial,
      twoWeightsCovariance,
      twoWeightsMargins,
      twoWeightsViewShift,
      twoWeightsPositiveSemidefinite,
      weightsBelowZero,
      twoWeightsMinPlayer,
      debiasedNoMinPlayer,
      twoWeightsPca,
      twoEncodersSvd,
    ],
  },
];

/** All claims by subject, in the order of their paper, each with its witness. */
export const CHAPTERS: readonly Chapter[] = LISTED.map((chapter) => ({
  ...chapter,
  claims: chapter.claims.map((claim) => {
    const witness = WITNESSES[claim.id];
    return witness === undefined ? claim : { ...claim, witness };
  }),
}));

/** All claims, chapter by chapter. */
export const CLAIMS: readonly Claim[] = CHAPTERS.flatMap(({ claims }) => claims);
