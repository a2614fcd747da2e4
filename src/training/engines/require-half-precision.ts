/** Finds out if a device computes in half precision by asking it to: WebGPU's may, and no engine tells beforehand. */
import type { Precision, Step, TensorSpec } from '../compile/step.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { tf } from '../compile/tfjs.js';
import type { Engine } from './engine.js';

const IMAGES: TensorSpec = { shape: [1, 4, 4, 3], dtype: 'float32' };
const FILTER: TensorSpec = { shape: [3, 3, 3, 2], dtype: 'float32' };

/** One convolution, the operation that half precision is used for. */
const CONVOLUTION: Step = {
  state: { filter: FILTER },
  inputs: { images: IMAGES },
  run: ({ filter }, { images }) => ({
    state: { filter: filter as tf.Tensor },
    outputs: { sum: tf.sum(tf.conv2d(images as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same')) },
  }),
};

/** Requires that an engine computes in this precision. @throws InvalidInput when it has not got it, or its device fails at it */
export async function requireHalfPrecision(engine: Engine, precision: Precision): Promise<void> {
  const running = await engine.start(CONVOLUTION, { precision });
  running.setState({ filter: { ...FILTER, data: new Float32Array(54).fill(0.1) } });
  try {
    await running.run({ images: { ...IMAGES, data: new Float32Array(48).fill(0.1) } });
  } catch (error) {
    // It is not closed: some drivers never answer after a failure.
    throw new InvalidInput(
      `${engine.device} (engine ${engine.name}) fails in ${precision}: ${error instanceof Error ? error.message : String(error)} ` +
        'To mend it: choose --precision float32',
      { cause: error },
    );
  }
  await running.close();
}
