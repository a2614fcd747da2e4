/** Lists as people and their systems write them: each is read, or refused in words; none is passed over. */
import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDataset, type DatasetCheck } from '../../../src/training/data/check-dataset.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { caseFolders } from './tiny-dataset.js';

const { tinyFolder } = caseFolders(4);
const FILES = ['train.bin', 'test.bin'];

/** A data folder whose CIFAR-100 has a list, made of the sound checksums. */
function listed(write: (entries: readonly (readonly [name: string, sum: string])[]) => string | Buffer): string {
  const data = tinyFolder();
  const entries = FILES.map((name) => [name, sumOf(fileOf(data, name))] as const);
  writeFileSync(fileOf(data, 'SHA256SUMS'), write(entries));
  return data;
}

const fileOf = (data: string, name: string): string => path.join(data, 'cifar-100-binary', name);
const sumOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const check = (data: string): Promise<DatasetCheck> => checkDataset('cifar100', { data });

function damage(data: string): void {
  const bytes = readFileSync(fileOf(data, 'train.bin'));
  bytes[100] = (bytes[100] as number) ^ 1;
  writeFileSync(fileOf(data, 'train.bin'), bytes);
}

type Line = (name: string, sum: string) => string;
const gnu: Line = (name, sum) => `${sum}  ${name}\n`;
const bsd: Line = (name, sum) => `SHA256 (${name}) = ${sum}\n`;
const lines =
  (line: Line) =>
  (entries: readonly (readonly [string, string])[]): string =>
    entries.map(([name, sum]) => line(name, sum)).join('');

/** `sha256sum` of a name with a newline or backslash: both escaped, and a backslash before the line. */
const escaped: Line = (name, sum) => `\\${sum}  odd\\n\\\\${name}\n${gnu(name, sum)}`;

describe('a checksum list', () => {
  it.each<[string, Parameters<typeof listed>[0]]>([
    ['of sha256sum', lines(gnu)],
    ['in binary mode', lines((name, sum) => `${sum} *${name}\n`)],
    ['with Windows line ends', lines((name, sum) => `${sum}  ${name}\r\n`)],
    ['with the line ends of an old Mac', lines((name, sum) => `${sum}  ${name}\r`)],
    ['without a last line end', (entries) => lines(gnu)(entries).trimEnd()],
    ['in upper case', lines((name, sum) => `${sum.toUpperCase()}  ${name}\n`)],
    ['with a byte order mark', (entries) => `\uFEFF${lines(gnu)(entries)}`],
    ['of PowerShell, in UTF-16', (entries) => Buffer.from(`\uFEFF${lines(gnu)(entries)}`, 'utf16le')],
    ['in UTF-16, high byte first', (entries) => Buffer.from(`\uFEFF${lines(gnu)(entries)}`, 'utf16le').swap16()],
    ['of ./names', lines((name, sum) => `${sum}  ./${name}\n`)],
    ['of .\\names', lines((name, sum) => `${sum} *.\\${name}\r\n`)],
    ['with a tab', lines((name, sum) => `${sum}\t${name}\n`)],
    ['of BSD', lines(bsd)],
    ['of BSD, ./names in upper case', lines((name, sum) => `SHA256 (./${name}) = ${sum.toUpperCase()}\r\n`)],
    ['of openssl 1', lines((name, sum) => `SHA256(${name})= ${sum}\n`)],
    ['of openssl 3', lines((name, sum) => `SHA2-256(${name})= ${sum}\n`)],
    ['with remarks and empty lines', (entries) => `# made by hand\n\n${lines(gnu)(entries)}\n`],
    ['that names itself', (entries) => `${'0'.repeat(64)}  SHA256SUMS\n${lines(gnu)(entries)}`],
    ['that says a thing twice', (entries) => lines(gnu)(entries).repeat(2)],
  ])('%s finds one flipped bit', async (_, write) => {
    const data = listed(write);
    expect((await check(data)).files.flatMap(({ checksum }) => checksum ?? [])).toEqual(['as listed', 'as listed']);
    expect(loadDataset('cifar100', { data, split: 'train' }).count).toBe(4);
    damage(data);
    expect(await check(data)).toMatchObject({ state: 'broken' });
    expect(() => loadDataset('cifar100', { data, split: 'train' })).toThrow('is not as SHA256SUMS beside it says');
  });

  it('of escaped names is read as sha256sum writes it', async () => {
    const data = listed(lines(escaped));
    for (const name of FILES) writeFileSync(fileOf(data, `odd\n\\${name}`), '');
    expect((await check(data)).files.flatMap(({ checksum }) => checksum ?? [])).toEqual(['as listed', 'as listed']);
  });

  it.each<[string, Parameters<typeof listed>[0], RegExp]>([
    ['that is empty', () => '', /names none of train\.bin/],
    ['of remarks alone', () => '# nothing\n', /names none of/],
    ['of other files', (entries) => `${entries[0]?.[1]}  SHA256SUMS\n`, /names none of/],
    ['with a folder in its names', lines((name, sum) => gnu(`cifar-100-binary/${name}`, sum)), /line 1 .* not there/],
    ['of absolute names', lines((name, sum) => gnu(`/data/${name}`, sum)), /line 1 .* not there/],
    ['with another letter in a name', (entries) => lines(gnu)(entries).replace('test', 'tent'), /line 2 .*"tent\.bin"/],
    ['that contradicts itself', (entries) => `${lines(gnu)(entries)}${'0'.repeat(64)}  test.bin\n`, /line 3 .*another/],
    ['of MD5', lines((name, sum) => gnu(name, sum.slice(32))), /line 1 is not a SHA-256/],
    ['of SHA-512', lines((name, sum) => gnu(name, sum + sum)), /line 1 is not a SHA-256/],
    ['of SHA512 in BSD form', lines((name, sum) => `SHA512 (${name}) = ${sum}${sum}\n`), /line 1 is not a SHA-256/],
    ['of sums alone', lines((_name, sum) => `${sum}\n`), /line 1 is not a SHA-256/],
    [
      'of Get-FileHash',
      lines((name, sum) => `SHA256          ${sum}       C:\\${name}\r\n`),
      /line 1 is not a SHA-256/,
    ],
    ['in one line of zero bytes', lines((name, sum) => `${sum}  ${name}\0`), /line 1 is not a SHA-256/],
    ['that is cut', (entries) => lines(gnu)(entries).slice(0, -3), /line 2 .*"test\.b"/],
    ['that is no text', () => Buffer.from([0x61, 0xff, 0x80]), /it is not text/],
  ])('%s is refused', async (_, write, words) => {
    const data = listed(write);
    await expect(check(data)).rejects.toThrow(words);
    await expect(check(data)).rejects.toThrow(InvalidInput);
    expect(() => loadDataset('cifar100', { data, split: 'test' })).toThrow(words);
  });

  it('that is a link to nowhere is refused', async () => {
    const data = tinyFolder();
    symlinkSync('gone', fileOf(data, 'SHA256SUMS'));
    await expect(check(data)).rejects.toThrow(/SHA256SUMS cannot be read/);
  });

  it('of one bit flipped anywhere lets no damaged file pass', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat({ max: 7 }), async (place, bit) => {
        const data = listed(lines(gnu));
        const list = readFileSync(fileOf(data, 'SHA256SUMS'));
        const at = place % list.length;
        list[at] = (list[at] as number) ^ (1 << bit);
        writeFileSync(fileOf(data, 'SHA256SUMS'), list);
        damage(data);
        const found = await check(data).catch((error: unknown) => error);
        if (found instanceof Error) expect(found).toBeInstanceOf(InvalidInput);
        else expect(found).toMatchObject({ state: 'broken' });
      }),
      { numRuns: 60 },
    );
  });
});
