/** The interface of lowerings, each of which turns one traced kernel into nodes of the graph. */
import type { GraphBuilder } from '../graph-builder.js';
import type { TracedSpec } from '../../trace.js';
import type { PlacedTensor } from '../placed-tensor.js';

/** A kernel's call: the graph under construction, its inputs and attributes, and what is to come out. */
export interface KernelCall {
  readonly graph: GraphBuilder;
  /** Inputs by tfjs's names (`x`, `dy`, …); kernels that take a list have '0', '1', …. */
  readonly inputs: Readonly<Record<string, PlacedTensor>>;
  /** Attributes as tfjs passes them: each lowering knows its own. */
  readonly attributes: unknown;
  /** The shapes and types of what it makes, of which there is at least one. */
  readonly outputs: readonly [TracedSpec, ...TracedSpec[]];
}

/** Adds nodes to the graph and returns the tensors that they make. */
export type Lowering = (call: KernelCall) => PlacedTensor | readonly PlacedTensor[];

/** Lowerings by the name of the tfjs kernel. */
export type KernelTable = Readonly<Record<string, Lowering>>;

/** Returns an input that the kernel cannot be called without. */
export function input({ inputs }: KernelCall, name: string): PlacedTensor {
  const tensor = inputs[name];
  if (tensor === undefined) {
    throw new Error(
      `a lowering asks for the input "${name}" of a tfjs kernel that has ${Object.keys(inputs).join(', ')}`,
    );
  }
  return tensor;
}
