/**
 * A bundle that runs alpha-cl on a bare x86-64 Linux machine with NVIDIA's driver, without network: Node itself, the built
 * product with the packages that it loads, Vulkan's loader, and a slice of CIFAR-10. Cut in pieces, each with its checksum.
 *
 *   npm run gpu:pack -- [--out gpu-pack] [--piece 60] [--data DIR] [--peer FILE]
 *
 * --piece is in MiB. --data holds the data sets (default: ALPHA_CL_DATA or ../shared/data), of which data_batch_1 and the
 * test batch go along. --peer is a script of PyTorch's step to compare with (default ../shared/peers/pytorch_step.py; left
 * out where it is not there). On the machine:
 *
 *   sh gpu-pack/unpack.sh /tmp/alpha-cl && /tmp/alpha-cl/gpu-bench
 *   /tmp/alpha-cl/alpha-cl train --preset paper --engine webgpu --out /tmp/run
 */
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { create } from 'tar';
import { bundleFiles } from './bundle-files.js';
import { debianLibraries } from './debian-libraries.js';

const DATA_FILES = ['data_batch_1.bin', 'test_batch.bin', 'batches.meta.txt'];

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: 'gpu-pack' },
    piece: { type: 'string', default: '60' },
    data: { type: 'string', default: process.env['ALPHA_CL_DATA'] ?? '../shared/data' },
    peer: { type: 'string', default: '../shared/peers/pytorch_step.py' },
  },
});

if (process.platform !== 'linux' || process.arch !== 'x64') {
  throw new Error(
    `the bundle holds this machine's Node: make it on x86-64 Linux, not ${process.platform} ${process.arch}`,
  );
}
const root = fileURLToPath(new URL('../../..', import.meta.url));
const stage = mkdtempSync(path.join(tmpdir(), 'alpha-cl-pack-'));
try {
  await fill(stage);
  const archive = path.join(stage, 'bundle.tar.gz');
  await create({ gzip: { level: 9 }, file: archive, cwd: path.join(stage, 'bundle'), portable: true }, ['.']);
  writePieces(readFileSync(archive), path.resolve(options.out), Number(options.piece) * 2 ** 20);
} finally {
  rmSync(stage, { recursive: true, force: true });
}

async function fill(folder: string): Promise<void> {
  const bundle = path.join(folder, 'bundle');
  for (const file of await bundleFiles(root)) copy(path.join(root, file), path.join(bundle, 'product', file));
  copy(process.execPath, path.join(bundle, 'bin/node'));
  debianLibraries(path.join(bundle, 'lib'));
  const images = path.join(options.data, 'cifar-10-batches-bin');
  for (const file of DATA_FILES) copy(path.join(images, file), path.join(bundle, 'data/cifar-10-batches-bin', file));
  copy(path.join(root, 'bench/gpu/pytorch_epoch.py'), path.join(bundle, 'peers/pytorch_epoch.py'));
  if (existsSync(options.peer)) copy(options.peer, path.join(bundle, 'peers/pytorch_step.py'));
  else say(`no ${options.peer}: the bundle compares with no step of PyTorch`);
  script(path.join(bundle, 'alpha-cl'), 'dist/src/faces/cli/main.js');
  script(path.join(bundle, 'gpu-bench'), 'dist/bench/gpu/bench.js');
}

function copy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { dereference: true });
}

/** The driver is that of the machine: its folders come after ours, which hold what a bare machine lacks. */
function script(file: string, entry: string): void {
  const text = `#!/bin/sh
here="$(cd "$(dirname "$0")" && pwd)"
export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/usr/local/nvidia/lib64:$here/lib"
export ALPHA_CL_DATA="\${ALPHA_CL_DATA:-$here/data}"
if [ -z "\${VK_DRIVER_FILES:-}\${VK_ICD_FILENAMES:-}" ]; then
  for driver in /usr/share/vulkan/icd.d/nvidia_icd.json /etc/vulkan/icd.d/nvidia_icd.json \\
    /usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json; do
    if [ -e "$driver" ]; then export VK_DRIVER_FILES="$driver" VK_ICD_FILENAMES="$driver"; break; fi
  done
fi
exec "$here/bin/node" "$here/product/${entry}" "$@"
`;
  writeFileSync(file, text, { mode: 0o755 });
}

function writePieces(archive: Buffer, folder: string, pieceBytes: number): void {
  if (!(pieceBytes >= 2 ** 20)) throw new Error(`--piece is ${options.piece}: it must be at least 1 MiB`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const count = Math.ceil(archive.length / pieceBytes);
  const sums = Array.from({ length: count }, (_, k) => {
    const name = `alpha-cl.tar.gz.${String(k + 1).padStart(2, '0')}`;
    const piece = archive.subarray(k * pieceBytes, (k + 1) * pieceBytes);
    writeFileSync(path.join(folder, name), piece);
    return `${createHash('sha256').update(piece).digest('hex')}  ${name}\n`;
  });
  writeFileSync(path.join(folder, 'SHA256SUMS'), sums.join(''));
  copyFileSync(path.join(root, 'bench/gpu/unpack.sh'), path.join(folder, 'unpack.sh'));
  say(`${folder}: ${count} pieces, ${(archive.length / 2 ** 20).toFixed(1)} MiB in all; there: sh unpack.sh FOLDER`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
