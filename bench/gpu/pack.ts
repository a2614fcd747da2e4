/**
 * A bundle that runs alpha-cl with the engine pytorch on a bare x86-64 Linux machine that has Python with PyTorch, without network:
 * Node itself, the built product with the packages that it loads, the authors' golden steps, and CIFAR-10. It is two sets of files,
 * of about the same size: the first with the program and the first images, for `gpu-check first`, the second with the other images,
 * for `gpu-check second`.
 *
 *   npm run gpu:pack -- [--out gpu-pack] [--most 60] [--level 9] [--data DIR] [--golden DIR]
 *
 * --most is the MiB that a set may have, --level that of xz. --data holds the data sets (default: ALPHA_CL_DATA or ../shared/data),
 * --golden resnet18-steps.json (default: ALPHA_CL_GOLDEN or ../shared/golden).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { create } from 'tar';
import { bundleFiles } from './bundle-files.js';
import { packRecords, RECORD_BYTES } from './image-packing.js';

const IMAGE_FOLDER = 'cifar-10-batches-bin';
const TRAINING_FILES = [1, 2, 3, 4, 5].map((k) => `data_batch_${k}.bin`);
const TEST_FILE = 'test_batch.bin';
/** Records that are packed as one file, some 4 MiB: small enough to make two sets of about the same size. */
const CHUNK = 2500;
const MEBIBYTE = 2 ** 20;

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: 'gpu-pack' },
    most: { type: 'string', default: '60' },
    level: { type: 'string', default: '9' },
    data: { type: 'string', default: process.env['ALPHA_CL_DATA'] ?? '../shared/data' },
    golden: { type: 'string', default: process.env['ALPHA_CL_GOLDEN'] ?? '../shared/golden' },
  },
});

if (process.platform !== 'linux' || process.arch !== 'x64') {
  throw new Error(
    `the bundle holds this machine's Node: make it on x86-64 Linux, not ${process.platform} ${process.arch}`,
  );
}
const root = fileURLToPath(new URL('../../..', import.meta.url));
const images = path.join(options.data, IMAGE_FOLDER);
const stage = mkdtempSync(path.join(tmpdir(), 'alpha-cl-pack-'));
try {
  const program = await packProgram();
  const tests = packImages([TEST_FILE]);
  const training = packImages(TRAINING_FILES);
  if (training.length < 2) {
    throw new Error(
      `${images} has no two files of training images (${TRAINING_FILES.join(', ')}): give --data a folder that has`,
    );
  }
  const cut = evenCut(sizeOf([program, ...tests]), training);
  rmSync(options.out, { recursive: true, force: true });
  writeSet('first', [program, ...tests, ...training.slice(0, cut)]);
  writeSet('second', training.slice(cut));
  for (const call of ['first', 'second']) {
    const set = path.join(options.out, call);
    say(`there: python3 ${set}/unpack.py /tmp/alpha-cl && /tmp/alpha-cl/gpu-check ${call}`);
  }
} finally {
  rmSync(stage, { recursive: true, force: true });
}

/** A file to carry, and the images in it. */
interface Packed {
  readonly file: string;
  readonly images: number;
}

async function packProgram(): Promise<Packed> {
  const bundle = path.join(stage, 'bundle');
  for (const file of await bundleFiles(root)) copy(path.join(root, file), path.join(bundle, 'product', file));
  copy(process.execPath, path.join(bundle, 'bin/node'));
  copy(path.join(options.golden, 'resnet18-steps.json'), path.join(bundle, 'golden/resnet18-steps.json'));
  const names = path.join(images, 'batches.meta.txt');
  if (existsSync(names)) copy(names, path.join(bundle, 'data', IMAGE_FOLDER, 'batches.meta.txt'));
  script(path.join(bundle, 'alpha-cl'), 'dist/src/faces/cli/main.js');
  script(path.join(bundle, 'gpu-check'), 'dist/bench/gpu/check.js');
  const archive = path.join(stage, 'program.tar');
  await create({ file: archive, cwd: bundle, portable: true }, ['.']);
  return { file: compressed(archive, ['--x86', `--lzma2=preset=${options.level}`]), images: 0 };
}

function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { dereference: true });
}

function script(file: string, entry: string): void {
  const text = `#!/bin/sh
here="$(cd "$(dirname "$0")" && pwd)"
export ALPHA_CL_DATA="\${ALPHA_CL_DATA:-$here/data}" ALPHA_CL_GOLDEN="$here/golden"
exec "$here/bin/node" "$here/product/${entry}" "$@"
`;
  writeFileSync(file, text, { mode: 0o755 });
}

/** Packs those of the files that are there, in pieces that restore-images.ts puts together. */
function packImages(names: readonly string[]): Packed[] {
  return names.flatMap((name) => {
    if (!existsSync(path.join(images, name))) return [];
    const records = readFileSync(path.join(images, name));
    const count = records.length / RECORD_BYTES;
    return Array.from({ length: Math.ceil(count / CHUNK) }, (_, k) => {
      const first = k * CHUNK;
      const part = records.subarray(first * RECORD_BYTES, (first + CHUNK) * RECORD_BYTES);
      const file = path.join(stage, `${name}.${first}`);
      writeFileSync(file, packRecords(part));
      // The byte before tells the size of the next residual: its high bits choose among models of a literal (lc).
      return {
        file: compressed(file, [`--lzma2=preset=${options.level},lc=4,lp=0,pb=0`]),
        images: part.length / RECORD_BYTES,
      };
    });
  });
}

function compressed(file: string, filters: readonly string[]): string {
  const { status, error, stderr } = spawnSync('xz', ['--force', ...filters, file], { encoding: 'utf8' });
  if (error !== undefined || status !== 0)
    throw new Error(`xz failed (${error?.message ?? stderr.trim()}): install xz-utils`);
  return `${file}.xz`;
}

/** Returns how many of the pieces the first set takes, so that the larger of the two is as small as can be; each has some. */
function evenCut(programBytes: number, pieces: readonly Packed[]): number {
  const larger = (cut: number): number =>
    Math.max(programBytes + sizeOf(pieces.slice(0, cut)), sizeOf(pieces.slice(cut)));
  return pieces.slice(1).reduce((best, _, k) => (larger(k + 1) < larger(best) ? k + 1 : best), 1);
}

function sizeOf(packed: readonly Packed[]): number {
  return packed.reduce((sum, { file }) => sum + statSync(file).size, 0);
}

function writeSet(name: string, packed: readonly Packed[]): void {
  const mebibytes = sizeOf(packed) / MEBIBYTE;
  if (mebibytes > Number(options.most)) {
    throw new Error(
      `the ${name} set has ${mebibytes.toFixed(1)} MiB, more than --most ${options.most}: give fewer images`,
    );
  }
  const folder = path.join(options.out, name);
  const sums = packed.map(({ file }) => {
    copy(file, path.join(folder, path.basename(file)));
    return `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${path.basename(file)}\n`;
  });
  writeFileSync(path.join(folder, 'SHA256SUMS'), sums.join(''));
  copy(path.join(root, 'bench/gpu/unpack.py'), path.join(folder, 'unpack.py'));
  const count = packed.reduce((sum, one) => sum + one.images, 0);
  say(`${folder}: ${mebibytes.toFixed(1)} MiB, ${count} images`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
