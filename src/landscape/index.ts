/**
 * What the two players do, and where they end: ascent and descent, the coordinate-wise loop, critical points with their
 * Hessians and indices, spurious maxima, stability of neuron assignments.
 *
 * @packageDocumentation
 */
export { type AscentOptions, type Ascent, projectedAscent } from './projected-ascent.js';
export { type GradientAscentOptions, gradientAscent } from './gradient-ascent.js';
export { type InputViews, type DescentOptions, type Descent, jointDescent } from './joint-descent.js';
export { type LoopOptions, type Loop, type Round, coordinateWiseLoop } from './coordinate-wise-loop.js';
export { type WeightConstraint, constrained } from './weight-constraint.js';
export {
  type Normalisation,
  type TwoLayerAscentOptions,
  type TwoLayerAscent,
  twoLayerAscent,
} from './two-layer-ascent.js';
export { type SgdOptions, type Descending, atRest, sgdStep } from './sgd.js';
export { type TopLayer, optimalTopLayer, rankOneTop } from './top-layer.js';
export { type CriticalSearchOptions, criticalSearch } from './critical-search.js';
export { type AlignedValues, alignedValues, alignedStack, criticalEnergies } from './aligned-stacks.js';
export { type AlignedPoint, alignedSpectrum, alignedIndex } from './index-formula.js';
export { constrainedHessian, curvatureAlong, greatCircle } from './constrained-hessian.js';
export { boxAround, curvatureEnclosure } from './certified-curvature.js';
export { energyEnclosure, endToEndEnclosure } from './energy-enclosure.js';
export { type SpuriousCut, spuriousCuts, spuriousMaximum } from './spurious-maxima.js';
export { type Gates, type HiddenLandscape, mixtureLandscape, sampleLandscape } from './hidden-landscape.js';
export {
  type Stability,
  type AssignmentStability,
  assignmentStability,
  coveredComponents,
} from './assignment-stability.js';
export { type AssignedPoint, type LossAssignment, lossAssignment } from './loss-assignment.js';
export { type PairOptimum, pairOptimum, signedGauge, signedPair } from './signed-gauge.js';
export { type Specialisation, specialisation } from './specialisation.js';
