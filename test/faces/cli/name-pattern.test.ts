import { describe, expect, it } from 'vitest';
import { fitsPattern, mayFitPattern } from '../../../src/faces/cli/name-pattern.js';

describe('fitsPattern', () => {
  it.each([
    ['pca-uniform', 'pca-uniform', true],
    ['pca', 'pca-uniform', false],
    ['pca-*', 'pca-uniform', true],
    ['*-uniform', 'pca-uniform', true],
    ['*', '', true],
    ['p.a*', 'pca', false],
    ['(', '(', true],
  ])('%s on %s: %s', (pattern, name, expected) => expect(fitsPattern(pattern, name)).toBe(expected));
});

describe('mayFitPattern', () => {
  it.each([
    ['pca-uniform-tightness', 'pca-uniform-', true],
    ['pca-uniform', 'pca-uniform-', false],
    ['pca-*', 'pca-uniform-', true],
    ['*-slopes', 'pca-uniform-', true],
    ['theorem-*', 'pca-uniform-', false],
    ['pca-deep-linear-eigen-images', 'pca-uniform-', false],
  ])('%s beginning with %s: %s', (pattern, beginning, expected) =>
    expect(mayFitPattern(pattern, beginning)).toBe(expected),
  );
});
