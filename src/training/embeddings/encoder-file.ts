/** An encoder as an ONNX file: what goes in and what comes out, and its run on ONNX Runtime in batches. */
import { readWhole } from '../../base/files/file-bytes.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { onnxMetadata } from '../compile/onnx/onnx-format.js';
import { levelValues, type Normalisation } from '../data/augmentation/tensor.js';
import type { RgbImage } from '../data/rgb-image.js';
import { InferenceSession, Tensor } from '../engines/onnx-runtime.js';
import type { FeatureRows } from '../evaluate/feature-rows.js';
import { RECORDED_LOSS } from './embeddings.js';

/** The shape and type that an encoder takes. */
interface EncoderInput {
  readonly name: string;
  /** Order of the axes: [N, 3, H, W] or [N, H, W, 3]. */
  readonly layout: 'channels first' | 'channels last';
  readonly type: 'float32' | 'uint8';
  /** Pixels a side, where the file fixes them. */
  readonly side?: number;
  /** Images of a batch, where the file fixes them. */
  readonly batch?: number;
}

/** An encoder that is ready to run. */
export interface EncoderFile {
  readonly input: EncoderInput;
  readonly output: string;
  /** Names of all outputs. */
  readonly outputs: readonly string[];
  /** The objective that it was trained with, as `recordedObjective` writes it, where the file says so. */
  readonly loss?: string;
  /**
   * Encodes images one batch after the other.
   *
   * @param count number of images @param image returns one of them, `side` pixels a side
   * @throws (rejects) InvalidInput when the encoder refuses them, or its output is not a row an image
   */
  encode(images: EncodedSource): Promise<FeatureRows>;
  close(): Promise<void>;
}

/** Images that are encoded, and their form. */
interface EncodedSource {
  readonly count: number;
  /** Pixels a side of an image. */
  readonly side: number;
  readonly image: (index: number) => RgbImage;
  /** Normalisation of an input in float32; one in uint8 takes values of the channels as they are. */
  readonly normalisation: Normalisation;
  /** Images a batch, unless the file says how many. Default 64. */
  readonly batch?: number;
  readonly onEncoded?: (done: number, total: number) => void;
}

/**
 * Opens an encoder.
 *
 * @param output name of the output that is taken. Default: the first
 * @throws (rejects) InvalidInput when the file is no ONNX model, has another input than one of images, or no such output
 */
export async function openEncoderFile(file: string, output?: string): Promise<EncoderFile> {
  const bytes = readWhole(file);
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  } catch (error) {
    throw new InvalidInput(`${file} is no ONNX model that ONNX Runtime reads: ${firstLine(error)}`, { cause: error });
  }
  try {
    const input = inputOf(session, file);
    const chosen = output ?? session.outputNames[0] ?? '';
    if (!session.outputNames.includes(chosen)) throw unknownName(`output of ${file}`, chosen, session.outputNames);
    const loss = onnxMetadata(bytes).get(RECORDED_LOSS);
    return {
      input,
      output: chosen,
      outputs: session.outputNames,
      ...(loss !== undefined && { loss }),
      encode: (images) => encode(session, { file, input, output: chosen }, images),
      close: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** @throws InvalidInput unless the model has one input, of RGB images */
function inputOf(session: InferenceSession, file: string): EncoderInput {
  const [input, second] = session.inputMetadata;
  if (input === undefined || second !== undefined) {
    throw new InvalidInput(`${file} has the inputs ${session.inputNames.join(', ')}: one, of images, is needed`);
  }
  const { name } = input;
  if (!input.isTensor) throw new InvalidInput(`${file}: its input ${name} is no tensor: one of images is needed`);
  const { shape, type } = input;
  const shown = `[${shape.map((axis) => (axis === '' ? '?' : String(axis))).join(', ')}]`;
  if (type !== 'float32' && type !== 'uint8') {
    throw new InvalidInput(`${file}: its input ${name} is ${type}: export it with float32 or uint8`);
  }
  const layout = shape[1] === 3 ? 'channels first' : shape[3] === 3 ? 'channels last' : undefined;
  if (shape.length !== 4 || layout === undefined) {
    throw new InvalidInput(`${file}: its input ${name} is ${shown}: [N, 3, H, W] or [N, H, W, 3] is needed`);
  }
  const [height, width] = (layout === 'channels first' ? shape.slice(2) : shape.slice(1, 3)).map(fixed);
  const side = height ?? width;
  if ((height ?? side) !== side || (width ?? side) !== side) {
    throw new InvalidInput(`${file}: its input ${name} is ${shown}: only square images are made`);
  }
  const batch = fixed(shape[0]);
  return { name, layout, type, ...(side !== undefined && { side }), ...(batch !== undefined && { batch }) };
}

/** Returns the length of an axis that the file fixes. */
function fixed(axis: number | string | undefined): number | undefined {
  return typeof axis === 'number' && axis > 0 ? axis : undefined;
}

interface Opened {
  readonly file: string;
  readonly input: EncoderInput;
  readonly output: string;
}

async function encode(session: InferenceSession, opened: Opened, images: EncodedSource): Promise<FeatureRows> {
  const { file, input, output } = opened;
  const { count, side, onEncoded } = images;
  const size = input.batch ?? Math.min(images.batch ?? 64, count);
  const length = 3 * side * side;
  const dims = input.layout === 'channels first' ? [size, 3, side, side] : [size, side, side, 3];
  const levels = levelValues(images.normalisation);
  let rows: FeatureRows | undefined;
  for (let first = 0; first < count; first += size) {
    // The rest of the last batch repeats its images, or those before: the encoder may be made for one size.
    const data = input.type === 'uint8' ? new Uint8Array(size * length) : new Float32Array(size * length);
    for (let k = 0; k < size; k++) {
      const { pixels } = images.image(Math.min(first + k, count - 1));
      writeImage(pixels, data.subarray(k * length, (k + 1) * length), input, levels);
    }
    const found = await run(session, opened, new Tensor(input.type, data, dims));
    rows ??= { rows: count, columns: found.columns, data: new Float32Array(count * found.columns) };
    if (found.columns !== rows.columns) throw new InvalidInput(`${file}: its output ${output} changes its width`);
    const taken = Math.min(size, count - first);
    rows.data.set(found.data.subarray(0, taken * rows.columns), first * rows.columns);
    onEncoded?.(first + taken, count);
  }
  if (rows === undefined) throw new InvalidInput(`there are no images for ${file}`);
  return rows;
}

function writeImage(
  pixels: Uint8Array,
  to: Uint8Array | Float32Array,
  input: EncoderInput,
  levels: Float32Array,
): void {
  const plane = pixels.length / 3;
  for (let channel = 0; channel < 3; channel++) {
    for (let k = 0; k < plane; k++) {
      const level = pixels[channel * plane + k] as number;
      const at = input.layout === 'channels first' ? channel * plane + k : 3 * k + channel;
      to[at] = input.type === 'uint8' ? level : (levels[256 * channel + level] as number);
    }
  }
}

async function run(session: InferenceSession, { file, input, output }: Opened, batch: Tensor): Promise<FeatureRows> {
  let found: Tensor | undefined;
  try {
    found = (await session.run({ [input.name]: batch }, [output]))[output];
  } catch (error) {
    throw new InvalidInput(`${file} does not take images of [${batch.dims.join(', ')}]: ${firstLine(error)}`, {
      cause: error,
    });
  }
  const { dims = [], data } = found ?? {};
  const shown = `${file}: its output ${output} is [${dims.join(', ')}]`;
  // Some encoders end in a mean over pixels that keeps its axes: [N, d, 1, 1].
  const [count = 0, columns = 1, ...rest] = dims;
  if (count !== batch.dims[0] || dims.length < 2 || rest.some((axis) => axis !== 1)) {
    throw new InvalidInput(`${shown}: a row an image, [${batch.dims[0]}, d], is needed; choose another with --output`);
  }
  if (!(data instanceof Float32Array)) throw new InvalidInput(`${shown} of another type: float32 is needed`);
  return { rows: count, columns, data };
}

/** Returns the first line of an error of ONNX Runtime. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
