/** The package as npm makes it, from the JavaScript that the tests have built already and declarations made for it. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pruneDeclarations } from '../../tools/prune-declarations.js';
import { stripWhitespace } from '../../tools/strip-whitespace.js';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

export const MANIFEST = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;

export interface Packed {
  /** Of all that is made here. */
  readonly folder: string;
  readonly tarball: string;
  readonly unpackedBytes: number;
  /** What is in it, by paths within the package. */
  readonly files: readonly string[];
}

/** Packs a copy of what is packed, so that dist stays as it is for tests beside this one. */
export function packed(): Packed {
  const folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-package-'));
  const stage = path.join(folder, 'stage');
  mkdirSync(stage);
  for (const file of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']) {
    copyFileSync(path.join(ROOT, file), path.join(stage, file));
  }
  cpSync(path.join(ROOT, 'dist'), path.join(stage, 'dist'), {
    recursive: true,
    filter: (file) => !file.endsWith('.d.ts'),
  });
  const tsc = path.join(ROOT, 'node_modules/typescript-native/bin/tsc');
  const types = ['-p', 'tsconfig.types.json', '--noCheck', '--outDir', path.join(stage, 'dist')];
  execFileSync(process.execPath, [tsc, ...types], { cwd: ROOT, stdio: 'inherit' });
  pruneDeclarations(path.join(stage, 'dist'));
  stripWhitespace(path.join(stage, 'dist'));
  const answer = npm(stage, ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
  const [made] = JSON.parse(answer) as [{ filename: string; unpackedSize: number; files: { path: string }[] }];
  return {
    folder,
    tarball: path.join(folder, made.filename),
    unpackedBytes: made.unpackedSize,
    files: made.files.map((file) => file.path),
  };
}

/**
 * An empty project with the package in it.
 *
 * @param install `npm`: installed with all its dependencies, as a user does it (`npm run test:pack`). `links`: unpacked, and
 *   the packages that it names as dependencies linked from here, no others
 */
export function project({ folder, tarball }: Packed, install: 'npm' | 'links'): string {
  const cwd = path.join(folder, 'project');
  const modules = path.join(cwd, 'node_modules');
  mkdirSync(modules, { recursive: true });
  writeFileSync(path.join(cwd, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
  if (install === 'npm') {
    npm(cwd, ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', tarball]);
    return cwd;
  }
  execFileSync('tar', ['-xzf', tarball, '-C', modules]);
  renameSync(path.join(modules, 'package'), path.join(modules, MANIFEST.name));
  for (const name of Object.keys({ ...MANIFEST.dependencies, ...MANIFEST.optionalDependencies })) link(name, modules);
  mkdirSync(path.join(modules, '.bin'));
  const command = path.join(modules, MANIFEST.name, MANIFEST.bin[MANIFEST.name] as string);
  chmodSync(command, 0o755);
  symlinkSync(command, path.join(modules, '.bin', MANIFEST.name));
  return cwd;
}

/** A package that is installed here, linked into another folder of packages. */
export function link(name: string, modules: string): void {
  mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
}

function npm(cwd: string, args: readonly string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
