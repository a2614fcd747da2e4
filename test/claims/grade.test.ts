import { expect, it } from 'vitest';
import { logFailureProbability } from '../../src/claims/grade.js';
import { FIELD_ORDER } from '../../src/theory/algebra/prime-field.js';

it('bounds the failure probability by (D/p)ⁿ', () => {
  const one = Math.log10(13 / Number(FIELD_ORDER));
  expect(logFailureProbability(13, 1)).toBeCloseTo(one, 10);
  expect(logFailureProbability(13, 1000)).toBeCloseTo(1000 * one, 7);
});
