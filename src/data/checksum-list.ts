/**
 * `SHA256SUMS` in the folder of a data set, as `sha256sum` writes and checks it: what its files were when they were sound.
 *
 * Raw pixels tell nothing of a flipped bit. Where the authors published no checksum of a file (all of CIFAR-100, every
 * subset), this list is what later damage is found by.
 */
import path from 'node:path';
import { fileDigest, pathKind, readWhole } from '../files/file-bytes.js';
import { writeWhole } from '../files/write-whole.js';
import { InvalidInput } from '../invalid-input.js';

const CHECKSUM_LIST = 'SHA256SUMS';

const LINE = /^([0-9a-f]{64}) [ *]([^/\\]+)$/;

/** Checksums by file name; none where there is no list. @throws InvalidInput when the list itself is damaged */
export function readChecksumList(folder: string): ReadonlyMap<string, string> {
  const file = path.join(folder, CHECKSUM_LIST);
  if (pathKind(file) === 'absent') return new Map();
  const lines = new TextDecoder().decode(readWhole(file)).split('\n');
  const entries = lines.slice(0, -1).map((line, k): [string, string] => {
    const [, sum, name] = LINE.exec(line) ?? [];
    if (sum === undefined || name === undefined) throw damaged(file, `line ${k + 1} is no checksum with a file's name`);
    return [name, sum];
  });
  if (lines.at(-1) !== '') throw damaged(file, 'it does not end with a whole line');
  return new Map(entries);
}

function damaged(file: string, what: string): InvalidInput {
  return new InvalidInput(
    `${file}: ${what}: the list is damaged; delete it, and make it anew with alpha-cl data check --seal when the images ` +
      'are known to be sound',
  );
}

/** Lists the files as they are now. @throws InvalidInput when one cannot be read or the list not written */
export async function writeChecksumList(folder: string, names: readonly string[]): Promise<void> {
  const lines = names.map((name) => `${fileDigest(path.join(folder, name), 'sha256')}  ${name}\n`);
  await writeWhole(path.join(folder, CHECKSUM_LIST), lines.join(''));
}

/** @throws InvalidInput when the list has the file with another checksum */
export function requireAsListed(list: ReadonlyMap<string, string>, file: string): 'as listed' | 'not listed' {
  const listed = list.get(path.basename(file));
  if (listed === undefined) return 'not listed';
  if (fileDigest(file, 'sha256') === listed) return 'as listed';
  throw new InvalidInput(
    `${file} is not as ${CHECKSUM_LIST} beside it says: it is damaged or was exchanged; put it back from a copy, or, if it ` +
      `was exchanged on purpose, delete ${CHECKSUM_LIST}`,
  );
}
