import { expect, it } from 'vitest';
import { namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { OUTSIDE_LOSSES } from '../../../src/theory/distance-losses/outside-losses.js';

it.each(Object.entries(OUTSIDE_LOSSES))('says why %s is outside, by every name', (name, { title, aliases = [] }) => {
  for (const typed of [name, title, name.toUpperCase(), ...aliases]) {
    expect(() => namedDistanceLoss(typed)).toThrow(new RegExp(`^${title} is outside, because its? .*; nearest: `));
  }
});
