/**
 * The distances on which criteria are computed: those of one anchor to the 254 negatives of a batch of 128, for directions spread
 * evenly over the unit sphere of ℝ⁸.
 *
 * Eight dimensions, because embeddings that were trained for a few epochs with InfoNCE have about this effective dimension: the
 * square of the sum of their covariance's eigenvalues over the sum of the squares was 7.4 (`convnet-small`, CIFAR-10, three
 * epochs). The cosine s then has the density ∝ (1 − s²)^(5/2), with mean 0 and standard deviation 1/√8.
 */

export const REFERENCE_TEXT =
  '254 distances 1 − cos at even quantiles of directions spread evenly over the unit sphere of ℝ⁸';

const NEGATIVES = 254;

/** Returns the reference distances, ascending, [254]; their mean is 1, their standard deviation 1/√8 but for the cut at 254. */
export function referenceDistances(): Float64Array {
  return Float64Array.from({ length: NEGATIVES }, (_, k) => 1 + Math.sin(angleAt((k + 0.5) / NEGATIVES)));
}

/** Number of bisections of [−π/2, π/2], down to neighbouring doubles. */
const HALVINGS = 60;

/** Returns the θ, s = sin θ, below which a share of all cosines lies: the density of θ is ∝ cos⁶θ. */
function angleAt(share: number): number {
  let [below, above] = [-Math.PI / 2, Math.PI / 2];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (below + above) / 2;
    if (shareBelow(middle) < share) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/**
 * Returns the share of cosines below an angle: ∫ cos⁶ = 5θ/16 + 15 sin 2θ/64 + 3 sin 4θ/64 + sin 6θ/192 from −π/2, over 5π/16.
 */
function shareBelow(angle: number): number {
  const integral =
    (5 * angle) / 16 + (15 * Math.sin(2 * angle)) / 64 + (3 * Math.sin(4 * angle)) / 64 + Math.sin(6 * angle) / 192;
  return 0.5 + integral / ((5 * Math.PI) / 16);
}
