import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fileRefusal } from './file-fault.js';

/**
 * Computes the hexadecimal MD5 of a file.
 *
 * @param progress called with the number of bytes read so far
 * @throws InvalidInput when it cannot be read
 */
export async function fileMd5(file: string, progress: (bytes: number) => void = () => undefined): Promise<string> {
  const hash = createHash('md5');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      progress((bytes += chunk.length));
    }
  } catch (error) {
    throw fileRefusal(file, 'read', error);
  }
  return hash.digest('hex');
}
