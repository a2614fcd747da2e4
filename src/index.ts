/**
 * The error that every part of alpha-cl throws for input that a person can mend. All else is in the entries of the folders:
 * `alpha-cl/losses`, `alpha-cl/landscape`, `alpha-cl/train` …
 *
 * @packageDocumentation
 */
export { InvalidInput } from './base/invalid-input.js';
