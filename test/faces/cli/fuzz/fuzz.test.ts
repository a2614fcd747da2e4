/**
 * Argument lists and files that nobody would write, against the whole command line. ALPHA_CL_FUZZ: how many (`npm run
 * test:fuzz` tries more than there are among all tests); ALPHA_CL_TEST_SEED: others.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeProgram } from '../../../../src/faces/cli/program.js';
import { temporaryFolder, writeTinyDatasets } from '../../../training/data/tiny-dataset.js';
import { runCli } from '../run-cli.js';
import { anyArguments, leaves } from './any-arguments.js';
import { commandServer, type Answer, type CommandServer } from './command-server.js';
import { anyContents, copiedFolder, makeFuzzFolder } from './fuzz-folder.js';

const LISTS = Number(process.env['ALPHA_CL_FUZZ'] ?? 500);
const PROCESSES = 2;
const SECONDS_A_LIST = 3;

/** What a terminal would obey. */
const CONTROLS = /[^\P{Cc}\n]/u;

const base = temporaryFolder();
const fixture = path.join(base, 'fixture');
const servers: CommandServer[] = [];

beforeAll(async () => {
  const data = path.join(base, 'data');
  writeTinyDatasets(data, 12);
  makeFuzzFolder(fixture, data);
  const server = commandServer();
  servers.push(server);
  const train = 'train --data data --model tiny --batch 4 --epochs 1 --engine cpu --workers 0 --out run';
  const made = await server.run(train.split(' '), fixture, 200_000);
  expect(made).toMatchObject({ kind: 'ended', code: 0 });
}, 300_000);

afterAll(() => servers.forEach((server) => server.end()));

describe(`${LISTS} argument lists`, () => {
  it(
    'end with 0, 1 or 2 and a message, never with a stack, a hang or half a file',
    async () => {
      const program = await wholeProgram();
      const given = fc.record({ argv: anyArguments(program), contents: anyContents(fixture) });
      const outcomes = new Map<string, number>();
      const slow: string[][] = [];
      await Promise.all(
        Array.from({ length: PROCESSES }, async (_, k) => {
          const server = servers[k] ?? commandServer();
          servers[k] = server;
          const folder = path.join(base, `work-${k}`);
          mkdirSync(folder);
          const cwd = path.join(folder, 'inside');
          const property = fc.asyncProperty(given, async ({ argv, contents }) => {
            copiedFolder(fixture, cwd, contents);
            const before = new Set(filesBelow(folder));
            const answer = await server.run(argv, cwd);
            const outcome = answer.kind === 'ended' ? String(answer.code) : answer.kind;
            outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
            if (answer.kind === 'interrupted') slow.push(argv);
            requireOrderly(answer, argv);
            if (answer.kind === 'ended') {
              requireWhole(
                folder,
                filesBelow(folder).filter((file) => !before.has(file)),
              );
            }
          });
          const { seed = 1 } = fc.readConfigureGlobal();
          await fc.assert(property, { numRuns: LISTS / PROCESSES, seed: seed + k, endOnFailure: LISTS > 1000 });
        }),
      );
      // Some get to the end, or the search would be a pretence.
      const all = Object.fromEntries(outcomes);
      expect(all['0'] ?? 0, JSON.stringify(all)).toBeGreaterThan(LISTS / 40);
      if (process.env['ALPHA_CL_FUZZ'] !== undefined) {
        process.stdout.write(
          `${JSON.stringify(all)}\n${slow.map((argv) => `${JSON.stringify(argv).slice(0, 300)}\n`).join('')}`,
        );
      }
    },
    (LISTS * SECONDS_A_LIST + 120) * 1000,
  );

  it('cover every command', async () => {
    const program = await wholeProgram();
    const names = leaves(program).map(({ words }) => words.join(' '));
    const drawn = fc.sample(anyArguments(program), { numRuns: 1000, seed: 1 });
    expect(names.filter((name) => !drawn.some((argv) => argv.join(' ').startsWith(name)))).toEqual([]);
  });
});

describe('as a process of its own', () => {
  it.each([
    [['verify', '--claims', '\u001B[31mred'], 2],
    [['analyse', '--from', 'circle'], 2],
    [['train', '--config', 'grid.jsonl', '--data', 'data', '--out', 'new'], 2],
    [['job', 'grid.jsonl', '1'], 2],
    [['data', 'check', '--data', 'data'], 0],
    [['trian'], 2],
  ])('alpha-cl %j', (argv, expected) => {
    const { code, stdout, stderr } = runCli(argv, { cwd: fixture });
    requireOrderly({ kind: 'ended', code: code ?? -1, stdout, stderr }, argv);
    expect(code).toBe(expected);
  });
});

function requireOrderly(answer: Answer, [command]: readonly string[]): void {
  if (answer.kind === 'interrupted') return;
  if (answer.kind !== 'ended') throw new Error(`${answer.kind}: ${answer.stderr}`);
  const { code, stdout, stderr } = answer;
  expect([0, 1, 2, 75, 130], stderr).toContain(code);
  expect(stderr).not.toMatch(/^ {4}at |\(node:\d+\)|^node:internal/m);
  expect(stderr).not.toMatch(/\[object |undefined/);
  // A shell that asks for words takes each with a tab before its description.
  const shown = command === 'completion' ? stdout.replaceAll('\t', ' ') : stdout;
  expect(`${shown}${stderr}`).not.toMatch(CONTROLS);
  expect(stderr.length).toBeLessThan(8000);
  if (code !== 0) expect(`${stdout}${stderr}`.trim()).not.toBe('');
  if (code === 2) expect(stderr).toMatch(/alpha-cl|Usage/);
}

/** New files have their final names, and are what their names say. */
function requireWhole(folder: string, files: readonly string[]): void {
  // A site says to its host that its files are as they are.
  expect(files.filter((file) => /(^|\/)\.(?!nojekyll$)[^/]*$|\.part$|\.stale|(^|\/)lock$|owned/.test(file))).toEqual(
    [],
  );
  for (const file of files) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    if (file.endsWith('.json')) expect(() => JSON.parse(text) as unknown, file).not.toThrow();
    if (file.endsWith('.jsonl')) {
      for (const line of text.split('\n').slice(0, -1)) expect(() => JSON.parse(line) as unknown, file).not.toThrow();
    }
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}
