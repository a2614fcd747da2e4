/** Vulkan's loader and what NVIDIA's driver for it links to, out of Debian packages: nothing is installed. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The loader; the libraries that NVIDIA's libGLX_nvidia.so, its driver for Vulkan, asks for. */
const PACKAGES = [
  'libvulkan1',
  'libegl1',
  'libgl1',
  'libglvnd0',
  'libglx0',
  'libx11-6',
  'libxext6',
  'libxcb1',
  'libxau6',
  'libxdmcp6',
  'libbsd0',
  'libmd0',
];

/** @param folder receives the shared libraries @throws Error when a package cannot be had */
export function debianLibraries(folder: string): void {
  const work = mkdtempSync(path.join(tmpdir(), 'alpha-cl-debian-'));
  try {
    run('apt-get', ['download', '--quiet', ...PACKAGES.map((name) => `${name}:amd64`)], work);
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
      run('dpkg-deb', ['--extract', file, 'root'], work);
    }
    mkdirSync(folder, { recursive: true });
    // verbatimSymlinks: libvulkan.so.1 is a link to the file with the whole version.
    cpSync(path.join(work, 'root/usr/lib/x86_64-linux-gnu'), folder, { recursive: true, verbatimSymlinks: true });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, error, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    throw new Error(
      `${program} ${args.join(' ')} failed (${error?.message ?? stderr.trim()}): the bundle is made on Debian or Ubuntu, ` +
        'after apt-get update',
    );
  }
}
