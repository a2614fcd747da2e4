/**
 * The header of a safetensors file: 8 bytes of length, then JSON with the place of each tensor in the bytes after it.
 *
 * Nothing is taken on trust: a tensor's bytes are those of its shape and type, and the tensors cover all that follows the
 * header, in order, without gap or overlap (the format's own rule: huggingface/safetensors, README, "Format").
 */
import { InvalidInput } from '../../../base/invalid-input.js';
import { STORED_TYPES, type StoredTypeName } from './stored-types.js';

export const METADATA = '__metadata__';

export const LENGTH_BYTES = 8;

/** Most bytes of a header, the limit of the reference implementation. */
const MAXIMAL_HEADER = 100_000_000;

/** Deepest nesting: the header, a tensor, its shape. */
const MAXIMAL_DEPTH = 3;

const FIELDS = ['dtype', 'shape', 'data_offsets'];

export interface StoredTensor {
  readonly name: string;
  readonly type: StoredTypeName;
  readonly shape: readonly number[];
  /** First byte, counted from the start of the file. */
  readonly begin: number;
  /** Byte after the last, counted from the start of the file. */
  readonly end: number;
}

export interface Header {
  /** Tensors, in the order of their bytes. */
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Matches spaces and a colon: the string before them is a key. */
const COLON = /[ \t\n\r]*:/y;

/**
 * Reads and checks the header of a file.
 *
 * @param bytes the whole file
 * @param file its name, for errors
 * @throws InvalidInput when the file is cut or anything in the header contradicts the format
 */
export function readHeader(bytes: Uint8Array, file: string): Header {
  const start = dataStart(bytes, file);
  const { [METADATA]: metadata = {}, ...entries } = headerObject(bytes.subarray(LENGTH_BYTES, start), file);
  const tensors = Object.entries(entries).map(([name, entry]) => storedTensor(name, entry, start, file));
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  requireCover(tensors, start, bytes.length, file);
  return { tensors, metadata: requireStrings(metadata, file) };
}

function dataStart(bytes: Uint8Array, file: string): number {
  if (bytes.length < LENGTH_BYTES)
    throw broken(file, `it has ${bytes.length} bytes, fewer than the ${LENGTH_BYTES} of its header's length`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAXIMAL_HEADER)
    throw broken(file, `its first 8 bytes promise a header of ${length} bytes, and ${MAXIMAL_HEADER} are allowed`);
  const start = LENGTH_BYTES + Number(length);
  if (start > bytes.length) throw broken(file, `its header ends at byte ${start}, and the file at ${bytes.length}`);
  return start;
}

function headerObject(bytes: Uint8Array, file: string): Record<string, unknown> {
  let header: unknown;
  let fault: string | undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.startsWith('{')) fault = 'it does not begin with {';
    fault ??= beyondLimits(text, MAXIMAL_DEPTH);
    if (fault === undefined) header = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    fault = error.message;
  }
  if (fault !== undefined) throw broken(file, `its header, from byte ${LENGTH_BYTES} on, is not proper JSON: ${fault}`);
  // A text that begins with { and parses is an object.
  return header as Record<string, unknown>;
}

function storedTensor(name: string, entry: unknown, start: number, file: string): StoredTensor {
  const wrong = (what: string): InvalidInput => broken(file, `tensor "${name}": ${what}`);
  const fields = isObject(entry) ? entry : {};
  const keys = Object.keys(fields);
  if (keys.length !== FIELDS.length || !FIELDS.every((field) => keys.includes(field)))
    throw wrong(`it must have exactly ${FIELDS.join(', ')}`);
  const { dtype, shape, data_offsets: offsets } = fields;
  if (typeof dtype !== 'string' || !Object.hasOwn(STORED_TYPES, dtype)) {
    const known = Object.keys(STORED_TYPES).join(', ');
    throw wrong(`its dtype ${JSON.stringify(dtype)} is none of ${known}: convert it before saving`);
  }
  if (!isNaturals(shape)) throw wrong(`its shape ${JSON.stringify(shape)} is not a list of sizes`);
  if (!isNaturals(offsets) || offsets.length !== 2)
    throw wrong(`its data_offsets ${JSON.stringify(offsets)} are not two positions`);
  const type = dtype as StoredTypeName;
  const [begin, end] = offsets as [number, number];
  const size = byteSize(shape, STORED_TYPES[type].bytes);
  if (size === undefined) throw wrong(`its shape [${shape.join(', ')}] counts more bytes than any file holds`);
  if (end - begin !== size) {
    throw wrong(
      `its data_offsets ${begin} to ${end} hold ${end - begin} bytes, and ${type} [${shape.join(', ')}] takes ${size}`,
    );
  }
  return { name, type, shape, begin: start + begin, end: start + end };
}

/** Returns the bytes of a tensor; undefined where the product leaves the integers that a double holds exactly. */
function byteSize(shape: readonly number[], bytes: number): number | undefined {
  let size = bytes;
  for (const side of shape) {
    size *= side;
    if (!Number.isSafeInteger(size)) return undefined;
  }
  return size;
}

/** Requires that the tensors cover all bytes after the header. @param tensors in the order of their bytes */
function requireCover(tensors: readonly StoredTensor[], start: number, fileEnd: number, file: string): void {
  let reached = start;
  for (const { name, begin, end } of tensors) {
    if (begin !== reached) {
      const kind = begin < reached ? 'overlaps the tensor before it' : 'leaves a gap before it';
      throw broken(file, `tensor "${name}" ${kind}: it begins at byte ${begin} of the file where ${reached} is due`);
    }
    if (end > fileEnd) throw broken(file, `tensor "${name}" ends at byte ${end} of the file, which has ${fileEnd}`);
    reached = end;
  }
  if (reached !== fileEnd) throw broken(file, `its tensors end at byte ${reached}, and the file at ${fileEnd}`);
}

function requireStrings(metadata: unknown, file: string): Record<string, string> {
  if (!isObject(metadata)) throw broken(file, `${METADATA} is not an object`);
  for (const [key, value] of Object.entries(metadata))
    if (typeof value !== 'string') throw broken(file, `${METADATA} gives "${key}" a value that is not a string`);
  return metadata as Record<string, string>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNaturals(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function broken(file: string, what: string): InvalidInput {
  return new InvalidInput(
    `cannot read ${file}: expected a whole safetensors file, but ${what}; save or download it again`,
  );
}

/**
 * Looks for both faults in a text that may not be JSON at all.
 *
 * @returns what is wrong, in words; nothing where only JSON.parse can find fault
 * @throws SyntaxError for a malformed key
 */
function beyondLimits(text: string, maximalDepth: number): string | undefined {
  /** The keys of each object that is open, and nothing for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      if (open.length > maximalDepth) return `it nests deeper than ${maximalDepth} levels at character ${at}`;
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = afterString(text, at);
      COLON.lastIndex = end;
      const keys = open.at(-1);
      if (keys !== undefined && COLON.test(text)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) return `it gives "${key}" twice, again at character ${at}`;
        keys.add(key);
      }
      at = end - 1;
    }
  }
}

/** Returns the position after a string. @param start position of the opening quote */
function afterString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
