/** What is sent to Slurm, from any folder: nothing of its path is expanded, neither by Slurm nor by a shell. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeSubmission } from '../../../src/results/launch/slurm-submission.js';
import type { GivenConfig } from '../../../src/training/train/run-options.js';
import type { TableJob } from '../../../src/results/tables/table-jobs.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';

const root = temporaryFolder();

function dryRun(folder: string, slurmArgs: readonly string[] = [], options: GivenConfig = {}, nodes = 1): string {
  const jobs = [1, 2, 3].map((seed) => ({
    id: `infonce-seed-${seed}`,
    folder: path.join(folder, `run-${seed}`),
    options,
  }));
  const collect = ['reproduce', 'losses', '--collect', `--out=${folder}`];
  return describeSubmission(jobs as unknown as TableJob[], {
    name: 'alpha-cl-losses',
    node: '/opt/no de/bin/node',
    cli: '/opt/alpha-cl/main.js',
    folder,
    places: 2,
    collect,
    slurmArgs,
    nodes,
  });
}

/** What bash makes of commands, one word a line. */
function wordsOf(commands: readonly string[], ...args: string[]): string[] {
  return execFileSync('bash', ['-eus', ...args], { input: `${commands.join('\n')}\n`, cwd: root, encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

describe('graphics cards', () => {
  const asked = (options: GivenConfig, slurmArgs: readonly string[] = []): string[] =>
    [...dryRun(path.join(root, 'cards'), slurmArgs, options).matchAll(/^#SBATCH (--(?:gres|gpu).*)$/gm)].map(
      ([, option]) => option as string,
    );

  it.each<[string, GivenConfig, readonly string[], string[]]>([
    ['one for a job on pytorch', { engine: 'pytorch' }, [], ['--gres=gpu:1']],
    ['one for each of its devices', { engine: 'pytorch', device: 'cuda:0', devices: 4 }, [], ['--gres=gpu:4']],
    ['none on processors', { engine: 'pytorch', device: 'cpu', devices: 4 }, [], []],
    ['none for other engines', { engine: 'cpu' }, [], []],
  ])('are asked for: %s', (_, options, slurmArgs, expected) => {
    expect(asked(options, slurmArgs)).toEqual(expected);
  });

  it('are asked for on each of several nodes, where the script is started once', () => {
    const text = dryRun(path.join(root, 'nodes'), [], { engine: 'pytorch', devices: 8 }, 2);
    const options = [...text.matchAll(/^#SBATCH (--(?:nodes|ntasks|gres).*)$/gm)].map(([, option]) => option);
    // Once: the page is made on one node, without cards.
    expect(options).toEqual(['--nodes=2', '--ntasks-per-node=1', '--gres=gpu:4']);
  });

  it('are refused on nodes that cannot share them evenly', () => {
    expect(() => dryRun(root, [], { engine: 'pytorch', devices: 4 }, 3)).toThrow(
      '--nodes is 3: they share the devices of a job evenly, and --devices is 4; give a multiple of 3 there',
    );
  });

  it.each(['--gres=gpu:a100:2', '--gpus=2', '--gpus-per-node=1', '-G2'])('are left to %s', (option) => {
    const text = dryRun(path.join(root, 'cards'), [option], { engine: 'pytorch' });
    // In the script of the jobs and in that of the page.
    expect(text.match(/^#SBATCH (--gres|--gpus|-G).*$/gm)).toEqual([`#SBATCH ${option}`, `#SBATCH ${option}`]);
  });
});

describe('a submission', () => {
  it.each(['10%j labels', "it's $HOME", '`date` "$(id)" #!', '100%%', 'a  b*?[c]~;&|<>', 'größe-ξ', '-x=%A'])(
    'keeps the folder %j as it is',
    (name) => {
      const folder = path.join(root, name);
      const text = dryRun(folder, ['--comment=of "a" table']);
      execFileSync('bash', ['-n'], { input: text });
      const lines = text.split('\n');
      const submission = /^# (.*)\/array\.sh$/m.exec(text)?.[1] ?? '';
      expect(submission.startsWith(`${folder}/slurm/`)).toBe(true);

      // Slurm reads an option in quotes as a shell does; then %% of a pattern is %, and no other is left than ours.
      const outputs = lines.flatMap((line) => /^#SBATCH "?(--output=.*?)"?$/.exec(line)?.[1] ?? []);
      const patterns = outputs.map((option) => option.replaceAll(/\\(.)/g, '$1'));
      expect(patterns.map((pattern) => pattern.replaceAll('%%', '').match(/%./g))).toEqual([['%A', '%a'], null]);
      expect(patterns.map((pattern) => pattern.replaceAll('%%', '%'))).toEqual([
        `--output=${submission}/logs/%A_%a.log`,
        `--output=${submission}/logs/page.log`,
      ]);

      const sbatch = `sbatch() { printf '<%s>\\n' "$@" >> sent; echo 7; }`;
      wordsOf([': > sent', sbatch, ...lines.filter((line) => /^(ARRAY1=|sbatch )/.test(line))]);
      expect(readFileSync(path.join(root, 'sent'), 'utf8').trimEnd().split('\n')).toEqual(
        [
          ['--parsable', '--array=0-2%2', `${submission}/array.sh`, '1'],
          ['--parsable', '--dependency=afterany:7', `${submission}/page.sh`],
        ]
          .flat()
          .map((word) => `<${word}>`),
      );

      const handedOver = lines.filter((line) => line.startsWith('exec '));
      const printed = handedOver.map((line) => line.replace('exec ', "printf '<%s>\\n' "));
      expect(wordsOf(['SLURM_ARRAY_TASK_ID=2', ...printed], '1')).toEqual(
        [
          ['/opt/no de/bin/node', '/opt/alpha-cl/main.js', 'job', `${submission}/grid.jsonl`, '3', '--requeue'],
          ['/opt/no de/bin/node', '/opt/alpha-cl/main.js', 'reproduce', 'losses', '--collect', `--out=${folder}`],
        ]
          .flat()
          .map((word) => `<${word}>`),
      );
    },
  );

  it.each(['back\\slash', 'two\nlines', 'return\r'])('refuses the folder %j, to which Slurm writes no logs', (name) => {
    expect(() => dryRun(path.join(root, name))).toThrow(
      /Slurm writes no logs to .*: give a folder without backslashes/,
    );
  });
});
