/**
 * PNG, JPEG and WebP files as RGB images, decoded in WebAssembly by the codecs of Squoosh (`@jsquash`): a damaged file can harm
 * nothing outside their memory.
 */
import { InvalidInput } from '../../../base/invalid-input.js';
import { readWhole } from '../../../base/files/file-bytes.js';
import { thousands } from '../../../base/thousands.js';
import { codecModule, type CodecModule } from './codec-module.js';
import { imageHeader, type ImageFormat, type ImageHeader } from './image-header.js';

/** A decoded image as it is stored, with the orientation in which it is to be seen. */
export interface DecodedImage extends Pick<ImageHeader, 'width' | 'height' | 'orientation'> {
  /** [height, width, 4] red, green, blue and opacity, 0..255. */
  readonly levels: Uint8ClampedArray;
}

type Decoder = (bytes: ArrayBuffer) => Promise<Pick<DecodedImage, 'width' | 'height'> & { data: Uint8ClampedArray }>;

/** Largest number of pixels: 8192 × 8192, 268 MB when decoded. */
const MOST_PIXELS = 2 ** 26;

/** Pixels a byte that a file may hold beyond the first million; a picture of one colour has more, and a photograph 1 to 20. */
const PIXELS_A_BYTE = 4096;
const FEW_PIXELS = 2 ** 20;

/**
 * Decodes an image.
 *
 * @throws (rejects) InvalidInput without the name of the file: of another format, cut, damaged, or of more pixels than are read
 * @example
 * const { width, height } = await decodeImage(readFileSync('cat.jpg')); // [500, 375]
 */
export async function decodeImage(bytes: Uint8Array): Promise<DecodedImage> {
  const header = imageHeader(bytes);
  if (header === undefined) throw new InvalidInput('it is no PNG, JPEG or WebP image, or cut before its pixels');
  const { format, width, height, orientation } = header;
  requirePixels(header, bytes.length);
  const faults: string[] = [];
  const decoder = await openDecoder(format, (text) => faults.push(text));
  try {
    const { data, ...decoded } = await decoder(new Uint8Array(bytes).buffer);
    if (decoded.width !== width || decoded.height !== height) {
      throw new Error(`${decoded.width} × ${decoded.height} pixels, and its header says ${width} × ${height}`);
    }
    // libjpeg fills the rest of a file that is cut with grey.
    const cut = faults.find((text) => /premature end/i.test(text));
    if (cut !== undefined) throw new Error('the file is cut');
    return { width, height, orientation, levels: data };
  } catch (error) {
    // Whatever the failure has left in the memory of the codec goes with it.
    OPEN.delete(format);
    // Memory that ran out is told in the decoder's words, as damage is.
    const said =
      faults.at(-1) ?? (error instanceof Error && !/unwrap_throw|^Aborted/.test(error.message) ? error.message : '');
    throw new InvalidInput(
      `it is damaged or cut, and cannot be decoded as ${format}${said === '' ? '' : ` (${said})`}`,
      {
        cause: error,
      },
    );
  }
}

/** Reads and decodes the image of a file. @throws (rejects) InvalidInput naming the file */
export async function decodeFile(file: string): Promise<DecodedImage> {
  const bytes = readWhole(file);
  try {
    return await decodeImage(bytes);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(`${file}: ${error.message}`, { cause: error });
  }
}

function requirePixels({ width, height }: ImageHeader, bytes: number): void {
  const pixels = width * height;
  const allowed = Math.min(MOST_PIXELS, Math.max(FEW_PIXELS, PIXELS_A_BYTE * bytes));
  if (pixels > 0 && pixels <= allowed) return;
  throw new InvalidInput(
    `it says that it has ${thousands(width)} × ${thousands(height)} pixels, and 1 to ${thousands(allowed)} pixels are read of a ` +
      `file of ${thousands(bytes)} bytes`,
  );
}

/** Codecs that have been started in this thread, and where their words go at present. */
const OPEN = new Map<ImageFormat, Promise<Decoder>>();
let tell: (text: string) => void = () => undefined;

async function openDecoder(format: ImageFormat, onFault: (text: string) => void): Promise<Decoder> {
  tell = onFault;
  const decoder = OPEN.get(format) ?? CODECS[format]();
  OPEN.set(format, decoder);
  return decoder;
}

const CODECS: Readonly<Record<ImageFormat, () => Promise<Decoder>>> = {
  JPEG: async () => {
    const { default: decode, init } = await import('@jsquash/jpeg/decode.js');
    await initialise(init, '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm');
    return decode;
  },
  PNG: async () => {
    const { decode, init } = await import('@jsquash/png/decode.js');
    await init(await codecModule('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'));
    return decode;
  },
  WebP: async () => {
    const { default: decode, init } = await import('@jsquash/webp/decode.js');
    await initialise(init, '@jsquash/webp/codec/dec/webp_dec.wasm');
    return decode;
  },
};

type Initialise = (module: CodecModule, options: { readonly printErr: (text: string) => void }) => Promise<void>;

/** Starts one of the two codecs that Emscripten has made; its words come to us, not to standard error. */
async function initialise(init: unknown, file: string): Promise<void> {
  await (init as Initialise)(await codecModule(file), { printErr: (text) => tell(text) });
}
