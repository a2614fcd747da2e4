import path from 'node:path';
import { format } from 'oxfmt';
import { beforeAll, describe, expect, it } from 'vitest';
import { helpPageOf, HELP_WIDTH } from '../../../src/faces/cli/command-help.js';
import { wholeProgram } from '../../../src/faces/cli/program.js';
import { commandPage, everyCommand, helpOf, type NamedCommand } from './command-page.js';
import { output } from './output.js';

const PAGE = path.resolve(import.meta.dirname, '../../../docs/command-line.md');

describe('the help of every command', () => {
  let commands: NamedCommand[] = [];
  beforeAll(async () => {
    commands = everyCommand(await wholeProgram());
  }, 120_000);

  it('says what it does, shows examples, and states the exit codes, in 80 columns', () => {
    expect(commands.length).toBeGreaterThan(15);
    for (const { name, command } of commands) {
      const text = helpOf(command);
      expect(text, name).toMatch(/^Usage: alpha-cl/);
      expect(command.description(), name).not.toBe('');
      expect(text, name).toContain('\nExamples:\n');
      expect(text, name).toMatch(/\nExit code: 0 /);
      expect(
        text.split('\n').filter((line) => line.length > HELP_WIDTH),
        name,
      ).toEqual([]);
    }
  });

  it('has examples of that very command, with options that it has', () => {
    for (const { name, command } of commands.slice(1)) {
      const examples = helpPageOf(command)?.examples ?? [];
      expect(examples.length, name).toBeGreaterThan(0);
      for (const one of examples) {
        const example = typeof one === 'string' ? one : one[0];
        expect(example).toContain(name);
        const known = everyCommand(command).flatMap((below) => below.command.options.map(({ long }) => long));
        for (const [flag] of example.split(name)[1]?.matchAll(/(?<= )--[a-z-]+/g) ?? [])
          expect(known, example).toContain(flag);
      }
    }
  });

  it('speaks of its options alike: a small letter first, no full stop', () => {
    for (const { name, command } of commands.slice(1)) {
      for (const { description, long } of [...command.options, { description: command.description(), long: '' }]) {
        expect(description, `${name} ${long ?? ''}`).toMatch(/^(?![A-Z][a-z]).*[^.]$/);
      }
    }
  });

  it('is that of docs/command-line.md (npm run docs:commands writes it)', async () => {
    const { code: page } = await format('command-line.md', commandPage(await wholeProgram()));
    await expect(page).toMatchFileSnapshot(PAGE);
  });
});

describe('alpha-cl help', () => {
  it('prints what --help prints, of commands in commands too', async () => {
    const [asked, flagged] = [await output(['help', 'data', 'check']), await output(['data', 'check', '--help'])];
    expect(asked.stdout).toContain('Usage: alpha-cl data check');
    expect(flagged.stdout).toBe(asked.stdout);
    expect((await output(['help', 'verify'])).stdout).toContain('Usage: alpha-cl verify');
  });

  it.each([
    [['trian'], /unknown command 'trian'\n\(Did you mean train\?\)\nSee npx alpha-cl --help\n$/],
    [['data', 'chekc'], /unknown command 'chekc'\n\(Did you mean check\?\)\nSee npx alpha-cl data --help\n$/],
    [
      ['verify', '--claim', 'x'],
      /unknown option '--claim'\n\(Did you mean --claims\?\)\nSee npx alpha-cl verify --help\n$/,
    ],
  ])('answers %j with the nearest name', async (argv, words) => {
    const { code, stdout, stderr } = await output(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });
});
