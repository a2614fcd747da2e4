import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isLacking } from '../required.js';
import { compileModules } from './modules.js';
import { commandsOf, readDocuments, ROOT, type CodeBlock, type Document } from './documents.js';
import { REDUCTIONS } from './reductions.js';
import { openSandbox, type Ran, type Sandbox } from './sandbox.js';
import { printsPattern } from './printed.js';

/** Documents whose commands run at the same time. */
vi.setConfig({ maxConcurrency: 2, testTimeout: 600_000, hookTimeout: 120_000 });

const DOCUMENTS = readDocuments();
const withBlocks = DOCUMENTS.filter(({ blocks }) => blocks.some(({ language }) => ['sh', 'ts'].includes(language)));

/** Python's blocks run where Debian's torch is installed. */
const DEBIAN_PYTHON = '/usr/bin/python3';
const WITHOUT_TORCH = isLacking(
  'PYTORCH',
  spawnSync(DEBIAN_PYTHON, ['-c', 'import torch, torchvision']).status === 0,
  'install the packages python3-torch and python3-torchvision',
);

/** Languages of code blocks, and what becomes of them; `ts excerpt=FILE` stands in that file word for word. */
const LANGUAGES: ReadonlySet<string> = new Set(['sh', 'ts', 'python', 'json', 'text', 'mermaid', 'math', 'bibtex']);

describe('code blocks of the documents', () => {
  let sandbox: Sandbox;
  beforeAll(() => {
    sandbox = openSandbox();
    for (const document of withBlocks) writeFiles(document, sandbox);
    compileModules(withBlocks.flatMap((document) => modulesOf(document, sandbox)));
  });
  afterAll(() => sandbox.remove());

  it.concurrent.each(withBlocks)(
    '$file: every command and module runs, and prints what stands below it',
    async (document) => {
      const folder = sandbox.folderOf(document.file);
      for (const block of document.blocks) {
        const result = await runBlock(block, sandbox, folder);
        if (result === undefined) continue;
        expect(result, `${block.place}: ${result.stderr}\n${result.stdout}`).toMatchObject({ code: 0 });
        if (block.output !== undefined) expect(result.stdout, block.place).toMatch(printsPattern(block.output));
      }
    },
  );
});

describe('code blocks', () => {
  it('name their language', () => {
    const unknown = DOCUMENTS.flatMap(({ blocks }) => blocks).filter(({ language }) => !LANGUAGES.has(language));
    expect(unknown.map(({ place, language }) => `${place}: "${language}"`)).toEqual([]);
  });

  it('of JSON can be parsed', () => {
    for (const { text, place } of blocksOf('json')) expect(() => JSON.parse(text) as unknown, place).not.toThrow();
  });

  it('that show a part of a file show what stands there', () => {
    for (const { text, place, attributes } of [...blocksOf('ts'), ...blocksOf('json')]) {
      const file = attributes['excerpt'];
      if (file !== undefined)
        expect(unindented(readFileSync(path.join(ROOT, file), 'utf8')), place).toContain(unindented(text));
    }
  });

  it('are reduced where the table says so, and it says nothing else', () => {
    const commands = new Set(blocksOf('sh').flatMap(({ text }) => commandsOf(text)));
    expect(REDUCTIONS.map(({ command }) => command).filter((command) => !commands.has(command))).toEqual([]);
    expect(commandsOf('a \\\n  b\n# c\nd')).toEqual(['a b', 'd']);
  });
});

describe('what a document shows of a command', () => {
  it('is all of it, but for …', () => {
    expect('1 of 2 (3 s)\n').toMatch(printsPattern('1 of 2 (… s)'));
    expect('a\nb\nc\nd').not.toMatch(printsPattern('a\nd'));
    expect('a\nb\nc\nd\n').toMatch(printsPattern('a\n…\nd'));
    expect('a\nb\n').not.toMatch(printsPattern('a'));
    expect('a+b\n').not.toMatch(printsPattern('aab'));
  });
});

function unindented(text: string): string {
  return text.replaceAll(/^ +/gm, '');
}

function blocksOf(language: string): CodeBlock[] {
  return DOCUMENTS.flatMap(({ blocks }) => blocks).filter((block) => block.language === language);
}

/** Nothing for what is not run: output, data, parts of files. */
async function runBlock(block: CodeBlock, sandbox: Sandbox, folder: string): Promise<Ran | undefined> {
  if (block.language === 'sh') {
    const script = commandsOf(block.text).map(reduced).join('\n');
    return await sandbox.run(
      'bash',
      ['-e', '-o', 'pipefail', '-c', `trap 'echo "failed: $BASH_COMMAND" >&2' ERR\n${script}`],
      folder,
    );
  }
  if (block.language === 'python' && !WITHOUT_TORCH) {
    return await sandbox.run(DEBIAN_PYTHON, ['-B', '-c', block.text], folder);
  }
  if (!isModule(block)) return undefined;
  return await sandbox.run(process.execPath, [moduleFile(block, folder).replace(/\.ts$/, '.js')], folder);
}

function reduced(command: string): string {
  const reduction = REDUCTIONS.find((one) => one.command === command);
  if (reduction === undefined) return command;
  if (reduction.also !== undefined) return `${command} ${reduction.also}`;
  return reduction.instead ?? '';
}

function isModule({ language, attributes }: CodeBlock): boolean {
  return language === 'ts' && attributes['excerpt'] === undefined;
}

function moduleFile({ attributes, place }: CodeBlock, folder: string): string {
  return path.join(folder, attributes['file'] ?? `${path.basename(place).replace(/\W/g, '-')}.ts`);
}

function modulesOf(document: Document, sandbox: Sandbox): string[] {
  return document.blocks.filter(isModule).map((block) => moduleFile(block, sandbox.folderOf(document.file)));
}

function writeFiles(document: Document, sandbox: Sandbox): void {
  const folder = sandbox.folderOf(document.file);
  for (const block of document.blocks) {
    const named = block.attributes['file'];
    if (!isModule(block) && named === undefined) continue;
    const file = isModule(block) ? moduleFile(block, folder) : path.join(folder, named ?? '');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${block.text}\n`);
  }
}
