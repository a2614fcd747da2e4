/**
 * Losses and importances given as formulae: parsed, differentiated, simplified, compiled to JavaScript, written as LaTeX.
 *
 * @packageDocumentation
 */
export { type Formula, VARIABLE, FUNCTIONS } from './formula.js';
export { parseFormula } from './parse-formula.js';
export { parameterValues } from './parameter-values.js';
export type { Values } from './straight-line.js';
export { differentiate, importanceFormula } from './differentiate.js';
export { simplify } from './simplify.js';
export { compileFormula } from './compile-formula.js';
export { toLatex } from './to-latex.js';
export { kinksOf } from './kinks.js';
export { type LossFormulae, type FormulaeOfLoss, lossFromFormulae, formulaeOfLoss } from './loss-from-formulae.js';
export {
  type AlphaFormula,
  type ImportanceOfFormula,
  LARGEST_DISTANCE,
  importanceFromFormula,
} from './importance-from-formula.js';
export { type NamedFormulae, NAMED_FORMULAE } from './named-formulae.js';
