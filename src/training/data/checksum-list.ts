/**
 * `SHA256SUMS` in the folder of a data set, as `sha256sum` writes and checks it: checksums of its files from when they were
 * sound.
 *
 * Raw pixels do not show a flipped bit. Where the authors published no checksum of a file (all of CIFAR-100, every subset), this
 * list is the only way to find later damage.
 */
import { PROGRAM } from '../../base/program-name.js';
import path from 'node:path';
import { fileDigest, pathKind, readWhole } from '../../base/files/file-bytes.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { namesIn } from '../../base/files/folder.js';
import { InvalidInput, quoted } from '../../base/invalid-input.js';

const CHECKSUM_LIST = 'SHA256SUMS';

/**
 * Pattern of a line as sha256sum writes it, `HEX  NAME`, or `HEX *NAME` for binary; BSD_LINE: as BSD's does, `SHA256 (NAME) =
 * HEX`.
 */
const LINE = /^(?<sum>[0-9a-f]{64})(?: \*|[ \t]+)(?<name>.+)$/i;
const BSD_LINE = /^SHA(?:2-)?256 ?\((?<name>.+)\) ?= ?(?<sum>[0-9a-f]{64})$/i;

/** Escapes in names; a backslash before a line says that its name is written with them. */
const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r' };

/** Folder of a data set, and its files whose checksums are requested. */
export interface ListedFolder {
  readonly folder: string;
  /** Every file that the data set may have. */
  readonly names: readonly string[];
}

/**
 * Reads the checksums by file name; none if there is no list.
 *
 * @throws InvalidInput when the list cannot be read, contradicts itself, or names no file of the data set: it would check nothing
 */
export function readChecksumList({ folder, names }: ListedFolder): ReadonlyMap<string, string> {
  const file = path.join(folder, CHECKSUM_LIST);
  // A link that leads nowhere is a list that cannot be read, and none that is absent.
  if (!namesIn(folder).includes(CHECKSUM_LIST)) return new Map();
  const list = new Map<string, string>();
  linesOf(file).forEach((line, k) => {
    if (line === '' || line.startsWith('#')) return;
    const { name, sum } = entryOf(line) ?? {};
    const place = `line ${k + 1}`;
    if (sum === undefined || name === undefined) throw damaged(file, `${place} is not a SHA-256 with a file's name`);
    if ((list.get(name) ?? sum) !== sum)
      throw damaged(file, `${place} gives ${quoted(name)} another checksum than before`);
    // One letter of a name that was changed would leave its file unchecked.
    if (!names.includes(name) && pathKind(path.join(folder, name)) === 'absent') {
      throw damaged(file, `${place} names ${quoted(name)}, which is not there and no file of the data set`);
    }
    list.set(name, sum);
  });
  if (names.some((name) => list.has(name))) return list;
  throw damaged(file, `it names none of ${names.join(', ')}, so nothing would be checked`);
}

/** Returns the lines of the list, trimmed. @throws InvalidInput when the list is no text */
function linesOf(file: string): string[] {
  const bytes = readWhole(file);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true })
      .decode(bytes)
      .split(/\r\n|\n|\r/)
      .map((line) => line.trim());
  } catch (error) {
    if (error instanceof TypeError) throw damaged(file, 'it is not text');
    throw error;
  }
}

/** Returns the encoding by the byte order mark, which Windows writes: Notepad in UTF-8, PowerShell in UTF-16. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function entryOf(line: string): { readonly name: string; readonly sum: string } | undefined {
  const escaped = line.startsWith('\\');
  const text = escaped ? line.slice(1) : line;
  const { name, sum } = (LINE.exec(text) ?? BSD_LINE.exec(text))?.groups ?? {};
  if (name === undefined || sum === undefined || name.includes('\0')) return undefined;
  const whole = escaped ? name.replaceAll(/\\[\\nr]/g, (pair) => ESCAPES[pair] ?? pair) : name;
  return { name: whole.replace(/^(?:\.[/\\]+)+/, ''), sum: sum.toLowerCase() };
}

function damaged(file: string, what: string): InvalidInput {
  return new InvalidInput(
    `${file}: ${what}: mend that, or delete the list and make it anew with ${PROGRAM} data check --seal when the images are known to be ` +
      'sound',
  );
}

/**
 * Writes the checksums of the files as they are now.
 *
 * @throws InvalidInput when one cannot be read or the list cannot be written
 */
export async function writeChecksumList(folder: string, names: readonly string[]): Promise<void> {
  const lines = names.map((name) => `${fileDigest(path.join(folder, name), 'sha256')}  ${name}\n`);
  await writeWhole(path.join(folder, CHECKSUM_LIST), lines.join(''));
}

/** Compares a file with the list. @throws InvalidInput when the list has the file with another checksum */
export function requireAsListed(list: ReadonlyMap<string, string>, file: string): 'as listed' | 'not listed' {
  const listed = list.get(path.basename(file));
  if (listed === undefined) return 'not listed';
  if (fileDigest(file, 'sha256') === listed) return 'as listed';
  throw new InvalidInput(
    `${file} is not as ${CHECKSUM_LIST} beside it says: it is damaged or was exchanged; put it back from a copy, or, if it ` +
      `was exchanged on purpose, delete ${CHECKSUM_LIST}`,
  );
}
