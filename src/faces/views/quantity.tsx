/** Numbers and residuals on a page. */
import { formatNumber } from '../../base/format-number.js';
import type { Found } from './claim-detail.js';
import { ratioOf } from './json-numbers.js';

/** Shows a number as `3.20 × 10⁻¹⁵`. */
export function Quantity({ value }: { readonly value: number }) {
  const [digits, exponent] = formatNumber(value).split('e');
  return (
    <span class="number">
      {digits}
      {exponent !== undefined && (
        <>
          {' × 10'}
          <sup>{exponent.replace('-', '−')}</sup>
        </>
      )}
    </span>
  );
}

/** Shows residual ÷ bound, highlighted if it refutes. */
export function Ratio({ of }: { readonly of: Found }) {
  const ratio = ratioOf(of);
  return ratio <= 1 ? (
    <Quantity value={ratio} />
  ) : (
    <strong class="exceeds">
      <Quantity value={ratio} />
    </strong>
  );
}
