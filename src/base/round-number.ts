/** Rounds numbers for sentences. */
import { formatNumber } from './format-number.js';

/**
 * Writes a number with at most three significant digits and no zeros behind them: `0.5`, `2`, `1,230`, `3.2e-15`.
 */
export function roundNumber(value: number): string {
  return formatNumber(value)
    .replace(/(\.\d*?)0+(?=$|e)/, '$1')
    .replace(/\.(?=$|e)/, '');
}
