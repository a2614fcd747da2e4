/**
 * Lossless packing of CIFAR-10's records for a compressor that follows, xz: labels first, then, interleaved pixel by pixel, green
 * and the differences of red and blue from it, each less its prediction from the neighbours to the left and above (the median
 * edge detector of LOCO-I and JPEG-LS; Weinberger, Seroussi, Sapiro 2000). Modulo 256, so that a byte stays a byte.
 */

const SIDE = 32;
const PLANE = SIDE * SIDE;
/** The bytes of a record: a label, then red, green and blue planes. */
export const RECORD_BYTES = 1 + 3 * PLANE;
const [RED, GREEN, BLUE] = [1, 1 + PLANE, 1 + 2 * PLANE];

/** Packs records of CIFAR-10's binary files into as many bytes, which compress better. */
export function packRecords(records: Uint8Array): Uint8Array {
  return rearranged(records, 'pack');
}

/** Gives back the records that were packed. */
export function unpackRecords(packed: Uint8Array): Uint8Array {
  return rearranged(packed, 'unpack');
}

function rearranged(from: Uint8Array, way: 'pack' | 'unpack'): Uint8Array {
  const count = from.length / RECORD_BYTES;
  if (!Number.isInteger(count)) {
    throw new Error(
      `${from.length} bytes are no whole records of ${RECORD_BYTES}: give those of CIFAR-10's binary files`,
    );
  }
  const to = new Uint8Array(from.length);
  const values = new Int16Array(PLANE);
  for (let image = 0; image < count; image++) {
    const record = image * RECORD_BYTES;
    const packed = count + image * 3 * PLANE;
    if (way === 'pack') to[image] = at(from, record);
    else to[record] = at(from, image);
    // Green first: the others are known from it.
    for (const [channel, plane] of [GREEN, RED, BLUE].entries()) {
      for (let k = 0; k < PLANE; k++) {
        const pixel = record + plane + k;
        const residual = packed + 3 * k + channel;
        const less = channel === 0 ? 0 : at(way === 'pack' ? from : to, record + GREEN + k);
        const predicted = prediction(values, k);
        if (way === 'pack') to[residual] = folded(at(from, pixel) - less - predicted);
        else to[pixel] = unfolded(at(from, residual)) + predicted + less;
        values[k] = at(way === 'pack' ? from : to, pixel) - less;
      }
    }
  }
  return to;
}

/** The median of left, above, and left + above − above left; of the neighbours that there are in the first row and column. */
function prediction(values: Int16Array, k: number): number {
  if (k === 0) return 0;
  if (k < SIDE) return at(values, k - 1);
  if (k % SIDE === 0) return at(values, k - SIDE);
  const [left, above, corner] = [at(values, k - 1), at(values, k - SIDE), at(values, k - SIDE - 1)];
  const [low, high] = left < above ? [left, above] : [above, left];
  return Math.min(high, Math.max(low, left + above - corner));
}

/** Maps 0, −1, 1, −2, … (modulo 256) to 0, 1, 2, 3, …: small residuals share their high bits. */
function folded(residual: number): number {
  const signed = (residual << 24) >> 24;
  return signed < 0 ? -2 * signed - 1 : 2 * signed;
}

function unfolded(byte: number): number {
  return byte % 2 === 0 ? byte / 2 : -(byte + 1) / 2;
}

function at(values: Uint8Array | Int16Array, index: number): number {
  return values[index] as number;
}
