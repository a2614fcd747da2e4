import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { KERNELS } from '../../../src/training/compile/kernels/index.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { expectAgreement } from './agreement.js';
import { KERNEL_CASES } from './kernel-cases/index.js';

/** Cases share a session: making one costs more than running it. */
const CASES_PER_SESSION = 25;
const SESSIONS = 2;

beforeAll(() => tf.setBackend('cpu'));

describe('every kernel, traced and run by ONNX Runtime, gives what it gives on the cpu backend of tfjs', () => {
  it('and every kernel is tried', () => {
    expect(Object.keys(KERNEL_CASES).toSorted()).toEqual(Object.keys(KERNELS).toSorted());
  });

  it.each(Object.keys(KERNEL_CASES))('%s', async (kernel) => {
    const cases = fc.array(KERNEL_CASES[kernel] as fc.Arbitrary<never>, {
      minLength: CASES_PER_SESSION,
      maxLength: CASES_PER_SESSION,
    });
    await fc.assert(
      fc.asyncProperty(cases, (all) => expectAgreement(all, kernel)),
      // The error names the case; shrinking forty at once takes minutes.
      { numRuns: SESSIONS, endOnFailure: true },
    );
  });
});
