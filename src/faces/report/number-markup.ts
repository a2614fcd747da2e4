/** Numbers and residuals on the page. */
import type { Evidence } from '../../claims/claim.js';
import { tightness } from '../../claims/verdict.js';
import { formatNumber } from '../../base/format-number.js';
import { markup, type Markup } from '../../base/markup.js';

/** Returns a number as markup: `3.20 × 10⁻¹⁵` for 3.2e-15. */
export function numberMarkup(value: number): Markup {
  const [digits = '', exponent] = formatNumber(value).split('e');
  if (exponent === undefined) return markup`<span class="number">${digits}</span>`;
  return markup`<span class="number">${digits} × 10<sup>${exponent.replace('-', '−')}</sup></span>`;
}

/** Returns residual ÷ bound, highlighted if it refutes. */
export function ratioMarkup(evidence: Pick<Evidence, 'residual' | 'bound'>): Markup {
  const ratio = tightness({ ...evidence, details: {} });
  return ratio <= 1 ? numberMarkup(ratio) : markup`<strong class="exceeds">${numberMarkup(ratio)}</strong>`;
}
