/** One entry for every kernel that has a lowering: a new kernel is not done without. */
import { ARRANGEMENT_CASES } from './arrangement.js';
import type { CaseTable } from './case-table.js';
import { ELEMENT_WISE_CASES } from './element-wise.js';
import { IMAGE_CASES } from './images.js';
import { PRODUCT_CASES } from './product.js';
import { REDUCTION_CASES } from './reduction.js';

export const KERNEL_CASES: CaseTable = {
  ...ARRANGEMENT_CASES,
  ...ELEMENT_WISE_CASES,
  ...IMAGE_CASES,
  ...PRODUCT_CASES,
  ...REDUCTION_CASES,
};
