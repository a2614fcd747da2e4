/** Program of a worker thread that decomposes matrices. */
export { symmetricEigen as default } from '../../theory/algebra/decompositions.js';
