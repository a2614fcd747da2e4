import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { KERNELS } from '../../../src/training/compile/onnx/kernels/index.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { TORCH_KERNELS } from '../../../src/training/compile/pytorch/lower-to-pytorch.js';
import { TRACED_KERNELS } from '../../../src/training/compile/traced-kernels.js';
import { expectAgreement } from './agreement.js';
import { KERNEL_CASES } from './kernel-cases/index.js';
import { LOWERINGS } from './lowerings.js';

/** Cases share a session: making one costs more than running it. */
const CASES_PER_SESSION = 25;
const SESSIONS = 2;

beforeAll(() => tf.setBackend('cpu'));

it('every kernel that can be traced is tried, and has a lowering to each', () => {
  const kernels = Object.keys(TRACED_KERNELS).toSorted();
  for (const table of [KERNEL_CASES, KERNELS, TORCH_KERNELS]) expect(Object.keys(table).toSorted()).toEqual(kernels);
});

describe.each(LOWERINGS)(
  'a kernel, traced and run by $title, gives what it gives on the cpu backend of tfjs',
  ({ isAbsent, start }) => {
    it.skipIf(isAbsent).each(Object.keys(KERNEL_CASES))('%s', async (kernel) => {
      const cases = fc.array(KERNEL_CASES[kernel] as fc.Arbitrary<never>, {
        minLength: CASES_PER_SESSION,
        maxLength: CASES_PER_SESSION,
      });
      await fc.assert(
        fc.asyncProperty(cases, (all) => expectAgreement(start, all, kernel)),
        // The error names the case; shrinking forty at once takes minutes.
        { numRuns: SESSIONS, endOnFailure: true },
      );
    });
  },
);
