/** Sets of tensors by name, and of what is said of them. */
import type { NamedTensors, TensorSpecs } from '../compile/step.js';
import { tensorNamed } from './optimiser.js';

/** Those that are specified. @throws Error when one is missing */
export function picked(tensors: NamedTensors, specs: TensorSpecs): NamedTensors {
  return Object.fromEntries(Object.keys(specs).map((name) => [name, tensorNamed(tensors, name)]));
}

/** Shapes and types alone, without what is said of a weight's filling. */
export function plainSpecs(specs: TensorSpecs): TensorSpecs {
  return Object.fromEntries(Object.entries(specs).map(([name, { shape, dtype }]) => [name, { shape, dtype }]));
}
