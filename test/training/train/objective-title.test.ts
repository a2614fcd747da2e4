import { expect, it } from 'vitest';
import { objectiveDefaults, objectiveNames } from '../../../src/training/train/named-objectives.js';
import { objectiveTitle } from '../../../src/training/train/objective-title.js';

it('gives every objective another title, at its defaults and in words for people', () => {
  const titles = objectiveNames().map((loss) => objectiveTitle({ loss, ...objectiveDefaults(loss) }));
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles).not.toContainEqual(expect.stringMatching(/temperature|undefined|NaN/));
  expect(titles).toContain('InfoNCE, τ = 0.5');
});

it('tells a parameter that is not the usual one', () => {
  expect(objectiveTitle({ loss: 'infonce', temperature: 0.1, set: 'epsilon=0' })).toBe('InfoNCE, τ = 0.1, ε = 0');
  expect(objectiveTitle({ loss: 'alpha-cl-direct', power: 2, temperature: 0.5 })).toBe('α-CL-direct, p = 2, τ = 0.5');
});
