import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/invalid-input.js';
import { meeting } from '../../src/claims/instances.js';

it('keeps what meets the condition', () => {
  const even = meeting(fc.nat(), (k) => k % 2 === 0, 'an even number');
  fc.assert(fc.property(even, (k) => k % 2 === 0));
});

it('ends where nothing meets it', () => {
  const none = meeting(fc.nat(), () => false, 'a negative number');
  expect(() => fc.sample(none, 1)).toThrow(InvalidInput);
  expect(() => fc.sample(none, 1)).toThrow('none of 10000 instances of what was given has a negative number');
});
