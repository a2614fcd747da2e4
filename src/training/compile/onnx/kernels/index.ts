/** The table of lowerings: adding a kernel is one entry in one of these and one in traced-kernels.ts. */
import { ARRANGEMENT } from './arrangement.js';
import { CONVOLUTIONS } from './convolution.js';
import { ELEMENT_WISE } from './element-wise.js';
import type { KernelTable } from './kernel.js';
import { POOLING } from './pooling.js';
import { PRODUCTS } from './product.js';
import { REDUCTIONS } from './reduction.js';

export const KERNELS: KernelTable = {
  ...ARRANGEMENT,
  ...CONVOLUTIONS,
  ...ELEMENT_WISE,
  ...POOLING,
  ...PRODUCTS,
  ...REDUCTIONS,
};
