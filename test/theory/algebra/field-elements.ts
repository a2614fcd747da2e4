/** Elements of F_p for properties: the edges 0, 1, p − 1 and anything between. */
import fc, { type Arbitrary } from 'fast-check';
import type { Dual } from '../../../src/theory/algebra/dual.js';
import { FIELD_ORDER, type FieldElement } from '../../../src/theory/algebra/prime-field.js';

export function elements(): Arbitrary<FieldElement> {
  const edges = fc.constantFrom(0n, 1n, 2n, FIELD_ORDER - 2n, FIELD_ORDER - 1n);
  return fc.oneof(edges, fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n }));
}

export function duals(): Arbitrary<Dual> {
  return fc.record({ value: elements(), slope: elements() });
}
