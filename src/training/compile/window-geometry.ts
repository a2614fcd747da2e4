/** The geometry of the windows of convolutions and poolings. */

/**
 * The geometry of windows as tfjs computes it (`backend_util.computeConv2DInfo`), in the fields of convolution and pooling
 * alike.
 */
export interface WindowGeometry {
  readonly batchSize: number;
  readonly inChannels: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  /** Padding above and to the left; that below and to the right follows from the sizes. */
  readonly padInfo: { readonly top: number; readonly left: number };
}

/**
 * Counts the pixels beyond the last row and column that the last windows reach; less than 0 where they end before them.
 *
 * tfjs's own count may be short: under a padding given as a number it takes the stride of rows for columns too, and a dilated
 * filter for an undilated one. What a window then lacks counts as border.
 */
export function endOfWindows(geometry: WindowGeometry): { readonly bottom: number; readonly right: number } {
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, padInfo } = geometry;
  const lastRow = (outHeight - 1) * geometry.strideHeight + (filterHeight - 1) * geometry.dilationHeight - padInfo.top;
  const lastColumn = (outWidth - 1) * geometry.strideWidth + (filterWidth - 1) * geometry.dilationWidth - padInfo.left;
  return { bottom: lastRow + 1 - inHeight, right: lastColumn + 1 - inWidth };
}

/** Counts the pixels beyond the last row and column that the last windows reach, at least 0. */
export function reachBeyond(geometry: WindowGeometry): { readonly bottom: number; readonly right: number } {
  const { bottom, right } = endOfWindows(geometry);
  return { bottom: Math.max(0, bottom), right: Math.max(0, right) };
}
