/** Products on ONNX Runtime against loops in JavaScript, in both precisions. */
import { expect, it } from 'vitest';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../../../src/theory/algebra/multiply.js';
import { doubleProducts, LARGE_PRODUCT, singleProducts } from '../../../src/training/engines/matrix-products.js';

const apart = (a: Float32Array | Float64Array, b: Float64Array): number =>
  b.reduce((most, x, k) => Math.max(most, Math.abs(x - (a[k] as number))), 0);

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
