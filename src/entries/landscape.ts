/**
 * The moves of the two players, and where they end: ascent and descent, the coordinate-wise loop, critical points with their
 * Hessians and indices, spurious maxima, stability of neuron assignments.
 *
 * @packageDocumentation
 */
export { type AscentOptions, type Ascent, projectedAscent } from '../theory/landscape/projected-ascent.js';
export { type GradientAscentOptions, gradientAscent } from '../theory/landscape/gradient-ascent.js';
export { type InputViews, type DescentOptions, type Descent, jointDescent } from '../theory/landscape/joint-descent.js';
export {
  type LoopOptions,
  type Loop,
  type Round,
  coordinateWiseLoop,
} from '../theory/landscape/coordinate-wise-loop.js';
export { type WeightConstraint, constrained } from '../theory/landscape/weight-constraint.js';
export {
  type Normalisation,
  type TwoLayerAscentOptions,
  type TwoLayerAscent,
  twoLayerAscent,
} from '../theory/landscape/two-layer-ascent.js';
export { type SgdOptions, type Descending, atRest, sgdStep } from '../theory/landscape/sgd.js';
export { type TopLayer, optimalTopLayer, rankOneTop } from '../theory/landscape/top-layer.js';
export { type CriticalSearchOptions, criticalSearch } from '../theory/landscape/critical-search.js';
export {
  type AlignedValues,
  alignedValues,
  alignedStack,
  criticalEnergies,
} from '../theory/landscape/aligned-stacks.js';
export { type AlignedPoint, alignedSpectrum, alignedIndex } from '../theory/landscape/index-formula.js';
export { constrainedHessian, curvatureAlong, greatCircle } from '../theory/landscape/constrained-hessian.js';
export { boxAround, curvatureEnclosure } from '../theory/landscape/certified-curvature.js';
export { energyEnclosure, endToEndEnclosure } from '../theory/landscape/energy-enclosure.js';
export { type SpuriousCut, spuriousCuts, spuriousMaximum } from '../theory/landscape/spurious-maxima.js';
export {
  type Gates,
  type HiddenLandscape,
  mixtureLandscape,
  sampleLandscape,
} from '../theory/landscape/hidden-landscape.js';
export {
  type Stability,
  type AssignmentStability,
  assignmentStability,
  coveredComponents,
} from '../theory/landscape/assignment-stability.js';
export { type AssignedPoint, type JudgedAssignment, lossAssignment } from '../theory/landscape/loss-assignment.js';
export { type PairOptimum, pairOptimum, signedGauge, signedPair } from '../theory/landscape/signed-gauge.js';
export { type Specialisation, specialisation } from '../theory/landscape/specialisation.js';
