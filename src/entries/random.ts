/**
 * Random numbers that belong to a position, not to a state: the same position gives the same numbers.
 *
 * @packageDocumentation
 */
export { type RandomStream, randomStream, normalMatrix } from '../theory/algebra/random-stream.js';
export { threefry } from '../theory/algebra/threefry.js';
