/** The BLAS that a Python multiplies with: a figure beside the slow reference BLAS says nothing. */
import { spawnedJson } from './spawned.js';

/** Kernels that its BLAS chooses for the machine by itself. */
export const OWN_KERNELS: NodeJS.ProcessEnv = { OPENBLAS_CORETYPE: undefined, OPENBLAS_L2_SIZE: undefined };

/** Prints the file of the BLAS that a product of NumPy has loaded. */
const PROGRAM = `
import json, re, numpy
numpy.ones((64, 64)) @ numpy.ones((64, 64))
files = {line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}
import os
files = sorted(os.path.realpath(file) for file in files)
print(json.dumps([file for file in files if re.search("blas|mkl_rt|blis", os.path.basename(file), re.I)]))
`;

/**
 * Says with which BLAS a Python's NumPy multiplies.
 *
 * @returns a file, `…/openblas-pthread/libopenblasp-r0.3.21.so`
 * @throws Error when it has none but the reference BLAS
 */
export function blasOf(python: string): string {
  const files = spawnedJson(python, ['-c', PROGRAM], OWN_KERNELS) as string[];
  const fast = files.find((file) => /openblas|mkl|blis|atlas|accelerate/i.test(file));
  if (fast !== undefined) return fast;
  throw new Error(
    `${python} multiplies with ${files[0] ?? 'no BLAS that can be recognised'}: a ratio to it says nothing; install OpenBLAS ` +
      '(Debian: apt-get install libopenblas0)',
  );
}
