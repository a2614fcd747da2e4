/**
 * Where the commands of the documents run: an empty folder a document, this build as `alpha-cl`, tiny data sets as `~/datasets`,
 * images as `~/pets`.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { picture, png, write } from '../training/data/image-folder/encoded.js';
import { writeTinyDatasets } from '../training/data/tiny-dataset.js';
import { ROOT } from './documents.js';
import { MAIN } from '../main-file.js';

/** Records of each split: enough for the claims on real images, and for a batch of every preset that is tried. */
const RECORDS = 160;

/** npm scripts that are the command line by another name. */
const NPM_RUN = ['verify', 'experiment'];

export interface Sandbox {
  /** The folder of a document, made on first use. */
  folderOf(file: string): string;
  run(program: string, args: readonly string[], folder: string): Promise<Ran>;
  remove(): void;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function openSandbox(): Sandbox {
  const base = mkdtempSync(path.join(tmpdir(), 'alpha-cl-docs-'));
  const bin = path.join(base, 'bin');
  mkdirSync(bin);
  const shim = (name: string, body: string): void => {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(path.join(bin, name), 0o755);
  };
  shim('alpha-cl', `exec '${process.execPath}' '${MAIN}' "$@"`);
  shim('npx', `[ "$1" = alpha-cl ] || { echo "npx $1 is not expected here" >&2; exit 64; }\nexec "$@"`);
  shim(
    'npm',
    `[ "$*" = 'run build' ] && exit 0 # The tests have built it.
case "$1 $2" in ${NPM_RUN.map((name) => `'run ${name}'`).join('|')}) ;; *) echo "npm $* is not expected here" >&2; exit 64;; esac
name=$2; shift 2; [ "$1" = -- ] && shift
exec alpha-cl "$name" "$@"`,
  );
  const home = path.join(base, 'home');
  writeTinyDatasets(path.join(home, 'datasets'), RECORDS);
  for (let k = 0; k < RECORDS; k++) {
    write(path.join(home, 'pets'), `${k % 2 === 0 ? 'cat' : 'dog'}/${k}.png`, png(12, 10, picture(k)));
  }
  // Modules find the package, and its own modules theirs, as where it is installed.
  mkdirSync(path.join(base, 'node_modules'));
  symlinkSync(ROOT, path.join(base, 'node_modules/alpha-cl'));
  writeFileSync(path.join(base, 'package.json'), '{ "type": "module" }');
  const { ALPHA_CL_DATA: _data, NODE_ENV: _env, VITEST: _vitest, ...inherited } = process.env;
  // safetensors of PyPI, of which the documents use one function.
  const env = {
    ...inherited,
    PYTHONPATH: path.join(import.meta.dirname, 'python'),
    HOME: home,
    PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
  };
  return {
    folderOf: (file) => {
      const folder = path.join(base, file.replaceAll('/', '-').replace(/\.md$/, ''));
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    run: (program, args, folder) => ran(program, args, { cwd: folder, env }),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

function ran(program: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
