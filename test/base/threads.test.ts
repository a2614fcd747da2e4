import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/invalid-input.js';
import { availableThreads } from '../../src/base/threads.js';

describe('ALPHA_CL_THREADS', () => {
  it('says how many threads may be busy, where it is set', () => {
    expect(availableThreads({ ALPHA_CL_THREADS: '3' })).toBe(3);
    expect(availableThreads({})).toBe(availableParallelism());
    expect(availableThreads({ ALPHA_CL_THREADS: '' })).toBe(availableParallelism());
  });

  it.each(['abc', '0', '-1', '1.5', '2 threads', '10000', 'NaN', '١'])('is refused as %j', (given) => {
    expect(() => availableThreads({ ALPHA_CL_THREADS: given })).toThrow(InvalidInput);
    expect(() => availableThreads({ ALPHA_CL_THREADS: given })).toThrow(
      'set it to a whole number of threads from 1 to 9999, or unset it',
    );
  });
});
