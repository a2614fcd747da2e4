/**
 * The dimensions that embeddings fill, each of them by its authors' formula, from one product in float64.
 *
 * Effective rank: Roy and Vetterli, EUSIPCO 2007, of the centred singular values. RankMe: Garrido, Balestriero, Najman, LeCun,
 * ICML 2023, exp(−Σ p log p) with p = σ/Σσ + ε of the singular values as they are, not centred. Participation ratio:
 * (Σλ)²/Σλ² of the eigenvalues of the covariance.
 */
import { at, generate } from '../../theory/algebra/matrix.js';
import type { MatrixProducts } from '../engines/plain-products.js';
import { decomposeHere, type Decompose } from './decompose-here.js';
import type { NumberRows } from './feature-rows.js';
import { columnMeans, effectiveRank, rootsOf } from './spectrum.js';

/** ε of RankMe. */
const RANKME_OFFSET = 1e-7;
/** Rows that are multiplied at once. */
const BLOCK = 4096;
/** A direction whose variance is below this share of the largest carries nothing. */
const NEGLIGIBLE = 1e-6;

/** The spectrum of embeddings and the ranks that are read from it. */
export interface RepresentationRank {
  /** Eigenvalues of the covariance, descending, min(N − 1, d) of them. */
  readonly variances: Float64Array;
  readonly effectiveRank: number;
  readonly rankMe: number;
  readonly participationRatio: number;
  /** Directions with at least a millionth of the largest variance. */
  readonly used: number;
}

/**
 * Measures the ranks of embeddings.
 *
 * @param features [N, d], finite, N ≥ 2
 * @param decompose default: in this thread
 * @example
 * const features = { rows: 4, columns: 2, data: Float64Array.of(1, 0, -1, 0, 0, 1, 0, -1) };
 * const { rankMe, participationRatio } = await representationRank(features, doubleProducts());
 * [rankMe, participationRatio]; // [2, 2]
 */
export async function representationRank(
  features: NumberRows,
  products: MatrixProducts<Float64Array>,
  decompose: Decompose = decomposeHere,
): Promise<RepresentationRank> {
  const { rows, columns } = features;
  const mean = columnMeans(features);
  const gram = new Float64Array(columns * columns);
  for (let from = 0; from < rows; from += BLOCK) {
    const height = Math.min(BLOCK, rows - from);
    const data = new Float64Array(height * columns);
    for (let k = 0; k < data.length; k++) {
      data[k] = (features.data[from * columns + k] as number) - (mean[k % columns] as number);
    }
    const block = { rows: height, columns, data };
    const { data: product } = await products.multiply(block, block, 'first');
    for (let k = 0; k < gram.length; k++) gram[k] = (gram[k] as number) + (product[k] as number);
  }
  const scatter = { rows: columns, columns, data: gram };
  const notCentred = generate(
    columns,
    columns,
    (i, j) => at(scatter, i, j) + rows * (mean[i] as number) * (mean[j] as number),
  );
  const [{ values }, { values: all }] = await Promise.all([decompose(scatter, 0), decompose(notCentred, 0)]);
  const variances = values.slice(0, Math.min(rows - 1, columns)).map((value) => Math.max(0, value) / (rows - 1));
  const plain = all.slice(0, Math.min(rows, columns));
  const [total, squares] = [sumOf(variances), sumOf(variances.map((value) => value ** 2))];
  const most = variances[0] ?? 0;
  // Beside the size of the embeddings themselves, equal rows leave only rounding.
  const isConstant = !(most > rows * (Number.EPSILON * Math.max(0, plain[0] ?? 0)));
  return {
    variances,
    effectiveRank: isConstant ? 0 : effectiveRank(rootsOf(variances, columns)),
    rankMe: rankMe(rootsOf(plain, columns)),
    participationRatio: isConstant ? 0 : total ** 2 / squares,
    used: isConstant ? 0 : variances.filter((value) => value > NEGLIGIBLE * most).length,
  };
}

/** exp(−Σ p log p) of p = σ/Σσ + ε. @param singular values, ≥ 0 */
function rankMe(singular: Float64Array): number {
  const total = sumOf(singular);
  if (!(total > 0)) return 0;
  return Math.exp(
    singular.reduce((entropy, value) => {
      const share = value / total + RANKME_OFFSET;
      return entropy - share * Math.log(share);
    }, 0),
  );
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
