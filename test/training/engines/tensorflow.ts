/** TensorFlow's own packages for Node.js, where one is installed (the gate installs none), and what they are held to. */
import fc from 'fast-check';
import type { Engine } from '../../../src/training/engines/engine.js';
import { tensorFlowHint } from '../../../src/training/engines/tfjs.js';
import { expectAgreement, type Case } from '../compile/agreement.js';
import { IMAGE_CASES, type WindowAttributes } from '../compile/kernel-cases/images.js';

export const WITHOUT_TENSORFLOW = tensorFlowHint() !== undefined;

/** For the title of what is skipped. */
export const TENSORFLOW = "TensorFlow's package, if installed";

const CASES = 50;

/** Tries a kernel with windows on an engine of tfjs, beside tfjs in JavaScript. */
export async function expectImageKernel(engine: Engine, kernel: string): Promise<void> {
  const one = (IMAGE_CASES[kernel] as fc.Arbitrary<Case>).filter(isTaken);
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: CASES, maxLength: CASES }), (all) =>
      expectAgreement((step) => engine.start(step), all),
    ),
    // The error names the case; shrinking all at once takes minutes.
    { numRuns: 2, endOnFailure: true },
  );
}

/** Under a number, tfjs takes the window and stride of rows for columns too, which the packages refuse. */
function isTaken({ text = '' }: Case): boolean {
  const { pad, window, strides, dilations } = JSON.parse(text.slice(text.lastIndexOf('{'))) as WindowAttributes;
  return typeof pad !== 'number' || [window, strides, dilations].every(([rows, columns]) => rows === columns);
}
