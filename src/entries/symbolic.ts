/**
 * Losses and importances given as formulae: parsed, differentiated, simplified, compiled to JavaScript, written as LaTeX.
 *
 * @packageDocumentation
 */
export { type Expression, VARIABLE } from '../theory/formula/expression.js';
export { type Formula, FUNCTIONS } from '../theory/formula/formula.js';
export { parseFormula } from '../theory/formula/parse-formula.js';
export { parameterValues } from '../theory/formula/parameter-values.js';
export type { Values } from '../theory/formula/straight-line.js';
export { differentiate, importanceFormula } from '../theory/formula/differentiate.js';
export { simplify } from '../theory/formula/simplify.js';
export { compileFormula } from '../theory/formula/compile-formula.js';
export { toLatex } from '../theory/formula/to-latex.js';
export { kinksOf } from '../theory/formula/kinks.js';
export type { LossFormulae } from '../theory/losses/loss-formulae.js';
export { lossFromFormulae, formulaeOfLoss } from '../theory/losses/loss-from-formulae.js';
export {
  type AlphaFormula,
  type ImportanceOfFormula,
  LARGEST_DISTANCE,
  importanceFromFormula,
} from '../theory/losses/importance-from-formula.js';
