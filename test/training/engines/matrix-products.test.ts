/** Products on ONNX Runtime against loops in JavaScript, in both precisions. */
import { expect, it } from 'vitest';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../../../src/theory/algebra/multiply.js';
import { at, generate } from '../../../src/theory/algebra/matrix.js';
import { loopProducts } from '../../../src/theory/algebra/products.js';
import {
  contrastiveCovariance,
  largeContrastiveCovariance,
} from '../../../src/theory/losses/contrastive-covariance.js';
import { doubleProducts, LARGE_PRODUCT, singleProducts } from '../../../src/training/engines/matrix-products.js';

const apart = (a: Float32Array | Float64Array, b: Float64Array): number =>
  b.reduce((most, x, k) => Math.max(most, Math.abs(x - (a[k] as number))), 0);

it('gives the covariance that loops give, up to rounding', async () => {
  const random = randomStream(2, 'covariance');
  const [a, aPrime] = [normalMatrix(random, 240, 200), normalMatrix(random, 240, 200)];
  const alpha = generate(240, 240, (i, j) => (i === j ? 0 : random.uniform()));
  const due = contrastiveCovariance(alpha, a, aPrime);
  const double = doubleProducts();
  for (const products of [loopProducts, double]) {
    const found = await largeContrastiveCovariance(products, alpha, a, aPrime);
    expect(found.data.every((x, k) => x === at(found, k % 200, Math.floor(k / 200)))).toBe(true);
    // Entries are sums of 57,600 terms of size 1, of which the largest, on the diagonal, are of size 57,600.
    expect(apart(found.data, due.data)).toBeLessThan(1e-9);
  }
  await double.close();
  expect(240 * 240 * 200).toBeGreaterThan(LARGE_PRODUCT);
});

it('multiplies large matrices to the rounding of their precision', async () => {
  const loops = { none: multiply, first: transposedMultiply, second: multiplyTransposed };
  const [single, double] = [singleProducts(), doubleProducts()];
  const random = randomStream(1, 'products');
  for (const [transposed, exact] of Object.entries(loops) as ['none' | 'first' | 'second', typeof multiply][]) {
    const a = transposed === 'first' ? normalMatrix(random, 150, 300) : normalMatrix(random, 300, 150);
    const b = transposed === 'second' ? normalMatrix(random, 200, 150) : normalMatrix(random, 150, 200);
    expect(300 * 150 * 200).toBeGreaterThan(LARGE_PRODUCT);
    const due = exact(a, b).data;
    const found = await double.multiply(a, b, transposed);
    const short = await single.multiply(
      { ...a, data: Float32Array.from(a.data) },
      { ...b, data: Float32Array.from(b.data) },
      transposed,
    );
    expect([found.rows, found.columns]).toEqual([300, 200]);
    // Sums of 150 products of standard normal numbers, of size 12.
    expect(apart(found.data, due)).toBeLessThan(1e-12);
    expect(apart(short.data, due)).toBeLessThan(1e-4);
  }
  await single.close();
  await double.close();
});
