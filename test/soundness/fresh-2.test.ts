import { describe, it } from 'vitest';
import { expectNoContradiction } from './fresh.js';

describe('what is proven of losses that no run has seen', () => {
  it('is not contradicted by dense evaluation, and enough is proven or refuted', { timeout: 1_800_000 }, () => {
    expectNoContradiction(1);
  });
});
