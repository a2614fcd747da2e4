/**
 * Restores images that `gpu:pack` has packed, as unpack.py has it done: of a file `data_batch_2.bin.2500` of the first folder
 * the records go into data_batch_2.bin in the second, from record 2500 on.
 *
 *   node restore-images.js PACKED DATA
 */
import { closeSync, constants, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { RECORD_BYTES, unpackRecords } from './image-packing.js';

const [packed, data] = process.argv.slice(2);
if (packed === undefined || data === undefined) throw new Error('usage: restore-images.js PACKED DATA');
mkdirSync(data, { recursive: true });
let images = 0;
for (const name of readdirSync(packed)) {
  const { name: target, ext } = path.parse(name);
  const records = unpackRecords(readFileSync(path.join(packed, name)));
  const file = openSync(path.join(data, target), constants.O_WRONLY | constants.O_CREAT);
  writeSync(file, records, 0, records.length, Number(ext.slice(1)) * RECORD_BYTES);
  closeSync(file);
  images += records.length / RECORD_BYTES;
}
rmSync(packed, { recursive: true });
process.stdout.write(`unpacked ${images} images to ${data}\n`);
