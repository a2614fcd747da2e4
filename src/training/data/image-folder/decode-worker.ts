/** Program of a worker thread that decodes image files into memory that all threads share. */
import { InvalidInput } from '../../../base/invalid-input.js';
import { decodeFile } from './decode-image.js';
import { squareImage } from './square-image.js';

/** Files, and where their pixels go. */
export interface DecodeTask {
  readonly files: readonly string[];
  /** Pixels a side. */
  readonly side: number;
  /** [N, 3, side, side] of all images; shared. */
  readonly pixels: Uint8Array;
  /** Number of the first file among them. */
  readonly first: number;
}

/** An image that was not decoded, by its number, and the reason. */
export interface DecodeFault {
  readonly image: number;
  readonly reason: string;
}

/** Decodes the files of a task one by one. @returns those that cannot be decoded */
export default async function decodeFiles({ files, side, pixels, first }: DecodeTask): Promise<DecodeFault[]> {
  const faults: DecodeFault[] = [];
  for (const [k, file] of files.entries()) {
    try {
      const image = squareImage(await decodeFile(file), side);
      pixels.set(image.pixels, (first + k) * image.pixels.length);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      faults.push({ image: first + k, reason: error.message });
    }
  }
  return faults;
}
