/** The machine that is everywhere: loops of JavaScript in one thread. */
import { plainProducts } from '../../training/engines/plain-products.js';
import { decomposeHere } from '../../training/evaluate/decompose-here.js';
import type { Machine } from './inspect-on.js';
import { plainBlocks } from './plain-blocks.js';

export const PLAIN_MACHINE: Machine = {
  single: plainProducts(),
  double: plainProducts(),
  decompose: decomposeHere,
  start: plainBlocks,
};
