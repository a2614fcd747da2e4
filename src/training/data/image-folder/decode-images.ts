/** Image files as an image set: decoded by threads, turned, cut to squares and resized. */
import { InvalidInput } from '../../../base/invalid-input.js';
import { openThreadPool } from '../../../base/thread-pool.js';
import { thousands } from '../../../base/thousands.js';
import { availableThreads } from '../../../base/threads.js';
import type { ImageSet } from '../image-set.js';
import decodeFiles, { type DecodeFault, type DecodeTask } from './decode-worker.js';
import type { ImageFile } from './image-folder.js';

/** Form of the images, and a listener. */
export interface DecodeOptions extends Pick<ImageSet, 'name' | 'classNames'> {
  /** Pixels a side to which images are resized. */
  readonly side: number;
  readonly onDecoded?: ((done: number, total: number) => void) | undefined;
}

/** The images that could be decoded, and the faults of the others. */
export interface DecodedImages {
  /** `officialCount` is the number of these images. */
  readonly images: ImageSet;
  /** In the order of the images. */
  readonly faults: readonly DecodeFault[];
}

/** Number of files of a task of a thread; as few are decoded without a thread. */
const AT_ONCE = 64;

/** Decodes image files; pixels lie in memory that worker threads share. @throws (rejects) InvalidInput when it is not enough */
export async function decodeImages(files: readonly ImageFile[], options: DecodeOptions): Promise<DecodedImages> {
  const { name, side, classNames } = options;
  const length = 3 * side * side;
  const pixels = sharedPixels(files.length * length, name);
  const faults = await decodedInto(pixels, files, options);
  const out = new Set(faults.map(({ image }) => image));
  const kept = [...files.keys()].filter((k) => !out.has(k));
  kept.forEach((number, k) => {
    if (number !== k) pixels.copyWithin(k * length, number * length, (number + 1) * length);
  });
  const images = {
    name,
    count: kept.length,
    size: side,
    pixels: pixels.subarray(0, kept.length * length),
    labels: Uint8Array.from(kept, (number) => files[number]?.label ?? 0),
    classNames,
    officialCount: kept.length,
  };
  return { images, faults };
}

async function decodedInto(
  pixels: Uint8Array,
  files: readonly ImageFile[],
  { side, onDecoded }: DecodeOptions,
): Promise<DecodeFault[]> {
  const tasks: DecodeTask[] = [];
  for (let first = 0; first < files.length; first += AT_ONCE) {
    tasks.push({ files: files.slice(first, first + AT_ONCE).map(({ file }) => file), side, pixels, first });
  }
  let done = 0;
  const tell = (task: DecodeTask): void => onDecoded?.((done += task.files.length), files.length);
  const [only] = tasks;
  if (only !== undefined && tasks.length === 1) {
    const faults = await decodeFiles(only);
    tell(only);
    return faults;
  }
  const threads = Math.min(availableThreads(), Math.max(1, tasks.length));
  const pool = openThreadPool(new URL('./decode-worker.js', import.meta.url), threads);
  try {
    const faults = await Promise.all(
      tasks.map(async (task) => {
        const found = (await pool.run(task)) as DecodeFault[];
        tell(task);
        return found;
      }),
    );
    return faults.flat();
  } finally {
    await pool.close();
  }
}

function sharedPixels(length: number, name: string): Uint8Array {
  try {
    return new Uint8Array(new SharedArrayBuffer(length));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidInput(
      `the ${thousands(length)} bytes of the images of ${name} are more than there is memory for: take a smaller --image-size`,
      { cause: error },
    );
  }
}
