/**
 * Random numbers that belong to a position, not to a state: the same position gives the same numbers.
 *
 * @packageDocumentation
 */
export { type RandomStream, randomStream, normalMatrix } from './random-stream.js';
export { threefry } from './threefry.js';
