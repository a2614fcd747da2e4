/** A backend of tfjs that refuses padding by numbers as TensorFlow's packages for Node.js do, and else computes as `cpu`. */
import { tf } from '../../../src/training/compile/tfjs.js';

const REFUSING = ['Conv2D', 'Conv2DBackpropFilter', 'Conv2DBackpropInput', 'MaxPool', 'MaxPoolGrad'];

/** Registers the backend anew. */
export function registerRefusingBackend(name: string, { isUsingGpuDevice = false } = {}): void {
  if (tf.findBackendFactory(name) !== null) tf.removeBackend(name);
  for (const { kernelName } of tf.getKernelsForBackend(name)) tf.unregisterKernel(kernelName, name);
  tf.copyRegisteredKernels('cpu', name);
  for (const kernelName of REFUSING) {
    const { kernelFunc } = tf.getKernel(kernelName, 'cpu');
    tf.unregisterKernel(kernelName, name);
    tf.registerKernel({
      kernelName,
      backendName: name,
      kernelFunc: (call) => {
        const pad = call.attrs?.['pad'];
        if (typeof pad !== 'string')
          throw new Error(`TF Backend supports only 'valid' and 'same' padding, not ${JSON.stringify(pad)}`);
        return kernelFunc(call);
      },
    });
  }
  const cpu = tf.findBackendFactory('cpu') as () => tf.KernelBackend;
  tf.registerBackend(name, () => Object.assign(cpu(), { isUsingGpuDevice }));
}
