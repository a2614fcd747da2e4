/**
 * Second derivatives of the deep linear energy E = ½ tr(P C Pᵀ) on the product of the spheres ‖W_l‖_F = 1.
 *
 * Along the great circles W_l(t) = cos(t‖H_l‖) W_l + sin(t‖H_l‖) H_l/‖H_l‖ with tangent H, ⟨H_l, W_l⟩ = 0,
 *
 *   d²E/dt² = tr(Ṗ C Ṗᵀ) + tr(P̈ C Pᵀ) − 2E Σ_l ‖H_l‖²
 *
 * with Ṗ = Σ_l W_{>l} H_l W_{<l} and P̈ = 2 Σ_{l<m} W_{>m} H_m W_{m−1} ⋯ W_{l+1} H_l W_{<l}; the last term because
 * ⟨∂E/∂W_l, W_l⟩ = 2E in every layer. This holds at every point, critical or not.
 */
import { add, at, generate, inner, norm, zeros, type Matrix } from '../algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../algebra/multiply.js';
import { deepLinearEnergy, endToEnd, productOf, type Layers } from '../networks/deep-linear.js';

/**
 * Returns W(t) on the great circles from `layers`, which have norm 1, along a tangent direction H.
 *
 * @example
 * greatCircle([fromNested([[1, 0]])], [fromNested([[0, 1]])], Math.PI / 2); // [[[0, 1]]]
 */
export function greatCircle(layers: Layers, direction: Layers, t: number): Layers {
  return layers.map((layer, l) => {
    const step = direction[l] as Matrix;
    const speed = norm(step);
    if (speed === 0) return layer;
    const [cosine, sine] = [Math.cos(t * speed), Math.sin(t * speed) / speed];
    return generate(layer.rows, layer.columns, (i, j) => cosine * at(layer, i, j) + sine * at(step, i, j));
  });
}

/**
 * Returns the Hessian in an orthonormal basis of the tangent space: [D, D], D = Σ_l (n_l n_{l−1} − 1).
 *
 * @param layers of norm 1
 * @param covariance C, [d, d], symmetric
 * @example
 * constrainedHessian([fromNested([[1, 0]])], fromNested([[4, 0], [0, 1]])); // [[-3]]
 */
export function constrainedHessian(layers: Layers, covariance: Matrix): Matrix {
  const basis = tangentBasis(layers);
  const curved = transposedMultiply(basis, multiply(unconstrainedHessian(layers, covariance), basis));
  const energy = deepLinearEnergy(layers, covariance);
  // Rounding must not leave it asymmetric: where it vanishes, rounding is all there is.
  return generate(
    curved.rows,
    curved.columns,
    (i, j) => (at(curved, i, j) + at(curved, j, i)) / 2 - (i === j ? 2 * energy : 0),
  );
}

/** Returns the tangent direction with these coordinates in the basis of `constrainedHessian`. @param coordinates [D] */
export function tangentDirection(layers: Layers, coordinates: Float64Array): Layers {
  const { data } = multiply(tangentBasis(layers), { rows: coordinates.length, columns: 1, data: coordinates });
  let offset = 0;
  return layers.map((layer) => {
    const entries = data.slice(offset, (offset += layer.data.length));
    return { ...layer, data: entries };
  });
}

/**
 * Returns the gradient on the spheres, ∂E/∂W_l − 2E W_l, in the same basis: [D].
 *
 * @param gradients ∂E/∂W_l
 */
export function tangentCoordinates(layers: Layers, gradients: Layers): Float64Array {
  const data = Float64Array.from(gradients.flatMap((gradient) => [...gradient.data]));
  return transposedMultiply(tangentBasis(layers), { rows: data.length, columns: 1, data }).data;
}

/**
 * Builds the block-diagonal basis, [Σ n_l n_{l−1}, D]: for each layer the columns 1, 2, … of the Householder reflection of W_l
 * to e₀.
 */
function tangentBasis(layers: Layers): Matrix {
  const basis = zeros(
    layers.reduce((sum, { data }) => sum + data.length, 0),
    layers.reduce((sum, { data }) => sum + data.length - 1, 0),
  );
  let [top, left] = [0, 0];
  for (const { data } of layers) {
    const mirror = data.slice();
    mirror[0] = (mirror[0] as number) + ((mirror[0] as number) < 0 ? -1 : 1);
    const square = norm(mirror) ** 2;
    for (let i = 0; i < data.length; i++) {
      for (let k = 1; k < data.length; k++) {
        const reflected = (i === k ? 1 : 0) - (2 * (mirror[i] as number) * (mirror[k] as number)) / square;
        basis.data[(top + i) * basis.columns + left + k - 1] = reflected;
      }
    }
    top += data.length;
    left += data.length - 1;
  }
  return basis;
}

/** Returns the Hessian of E in the entries of all layers, first layer first: [Σ n_l n_{l−1}, Σ n_l n_{l−1}]. */
function unconstrainedHessian(layers: Layers, covariance: Matrix): Matrix {
  const offsets = layers.map((_, l) => layers.slice(0, l).reduce((sum, { data }) => sum + data.length, 0));
  const size = layers.reduce((sum, { data }) => sum + data.length, 0);
  const hessian = zeros(size, size);
  const below = layers.map((_, l) => productOf(layers.slice(0, l), covariance.rows));
  const above = layers.map((layer, l) => productOf(layers.slice(l + 1), layer.rows));
  const pulled = multiplyTransposed(covariance, endToEnd(layers));
  for (let m = 0; m < layers.length; m++) {
    for (let l = 0; l <= m; l++) {
      const [upper, lower] = [layers[m] as Matrix, layers[l] as Matrix];
      const outer = transposedMultiply(above[m] as Matrix, above[l] as Matrix);
      const input = multiplyTransposed(multiply(below[m] as Matrix, covariance), below[l] as Matrix);
      const between = l < m ? productOf(layers.slice(l + 1, m), lower.rows) : undefined;
      const closing = multiply(multiply(below[l] as Matrix, pulled), above[m] as Matrix);
      for (let p = 0; p < upper.data.length; p++) {
        const [a, b] = [Math.floor(p / upper.columns), p % upper.columns];
        for (let q = 0; q < lower.data.length; q++) {
          const [c, e] = [Math.floor(q / lower.columns), q % lower.columns];
          // From tr(Ṗ C Ṗᵀ), and for two different layers from tr(P̈ C Pᵀ).
          const entry =
            at(outer, a, c) * at(input, b, e) + (between === undefined ? 0 : at(closing, e, a) * at(between, b, c));
          const [i, j] = [(offsets[m] as number) + p, (offsets[l] as number) + q];
          hessian.data[i * size + j] = entry;
          hessian.data[j * size + i] = entry;
        }
      }
    }
  }
  return hessian;
}

/**
 * Returns tr(Ṗ C Ṗᵀ) + tr(P̈ C Pᵀ) − 2E Σ_l ‖H_l‖² for one tangent direction H, from the first layer upwards.
 *
 * @param layers of norm 1
 * @param covariance C, [d, d], symmetric
 * @example
 * curvatureAlong([fromNested([[1, 0]])], fromNested([[4, 0], [0, 1]]), [fromNested([[0, 1]])]); // -3 = 1 - 2 * 2
 */
export function curvatureAlong(layers: Layers, covariance: Matrix, direction: Layers): number {
  let product = productOf([], covariance.rows);
  let [first, second] = [zeros(product.rows, product.columns), zeros(product.rows, product.columns)];
  layers.forEach((layer, l) => {
    const step = direction[l] as Matrix;
    second = add(multiply(layer, second), multiply(step, first), 2);
    first = add(multiply(layer, first), multiply(step, product));
    product = multiply(layer, product);
  });
  const squares = direction.reduce((sum, step) => sum + inner(step, step), 0);
  const pulled = multiply(product, covariance);
  return inner(multiply(first, covariance), first) + inner(second, pulled) - inner(pulled, product) * squares;
}
