import type { MathNode } from 'mathjs';
import { shapeOf } from './formula.js';

/**
 * The innermost part that is not finite, the first of several; the whole node when all parts are finite.
 *
 * @param valueOf a part at the point in question
 */
export function firstNotFinite(node: MathNode, valueOf: (part: MathNode) => number): MathNode {
  const shape = shapeOf(node);
  const within =
    shape.kind === 'operation' ? shape.operands.find((operand) => !Number.isFinite(valueOf(operand))) : undefined;
  return within === undefined ? node : firstNotFinite(within, valueOf);
}
