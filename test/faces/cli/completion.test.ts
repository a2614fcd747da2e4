import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { isLacking } from '../../required.js';
import { output } from './output.js';
import { MAIN } from '../../main-file.js';

const cwd = temporaryFolder();
const script = (shell: string): string => path.join(cwd, `alpha-cl.${shell}`);
const isHere = (shell: string): boolean => ['/bin', '/usr/bin'].some((folder) => existsSync(path.join(folder, shell)));
const lacking = (shell: string): boolean => isLacking('SHELLS', isHere(shell), `install the package ${shell}`);

const bin = path.join(cwd, '.bin');

beforeAll(async () => {
  // As npm installs it.
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'alpha-cl'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(path.join(bin, 'alpha-cl'), 0o755);
  mkdirSync(path.join(cwd, 'studies'));
  writeFileSync(path.join(cwd, 'stages.json'), '{}');
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(script(shell), (await output(['completion', shell])).stdout);
}, 120_000);

/** A command line whose last word is completed, and all that it may become. */
const CASES: readonly (readonly [line: string, words: readonly string[]])[] = [
  ['tr', ['train']],
  ['data ch', ['check']],
  ['data check cifar10 st', ['stl10']],
  ['train --mod', ['--model']],
  ['train --model resnet', ['resnet18', 'resnet50']],
  ['train --out somewhere --preset lap', ['laptop']],
  ['train --out st', ['studies']],
  ['analyse --loss trip', ['triplet', 'triplet-contrastive']],
  ['verify --claims theorem-1-g', ['theorem-1-gradient']],
  ['reproduce lo', ['losses']],
  ['completion z', ['zsh']],
];

function ran(shell: string, text: string): string {
  const { stdout, stderr } = spawnSync(
    shell,
    [...(shell === 'bash' ? ['--norc'] : ['-f']).slice(0, shell === 'fish' ? 0 : 1), '-c', text],
    {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, HOME: cwd, TERM: 'dumb', PATH: `${bin}:${process.env['PATH']}` },
    },
  );
  expect(stderr).toBe('');
  return stdout;
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .toSorted();

describe.skipIf(lacking('bash'))('in bash', () => {
  const complete = (...typed: string[]): string[] =>
    lines(
      ran(
        'bash',
        `source ${script('bash')}; COMP_WORDS=(alpha-cl ${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length}; _alpha_cl; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ),
    );

  it.each(CASES)('alpha-cl %s', (line, words) => {
    expect(complete(...line.split(' '))).toEqual(words);
  });

  it('knows a value after =, files where one stands, and folders alone where one stands', () => {
    expect(complete('train', '--model', '=', 'resnet1')).toEqual(['resnet18']);
    expect(complete('analyse', '--from', 'st')).toEqual(['stages.json', 'studies']);
    expect(complete('compare', 'st')).toEqual(['studies']);
    expect(complete('data', '')).toEqual(['check', 'download']);
  });

  it('is what Tab does', () => {
    expect(ran('bash', `source ${script('bash')}; complete -p alpha-cl`)).toBe('complete -F _alpha_cl alpha-cl\n');
  });
});

describe.skipIf(lacking('fish'))('in fish', () => {
  it.each(CASES)('alpha-cl %s', (line, words) => {
    const found = lines(ran('fish', `source ${script('fish')}; complete -C 'alpha-cl ${line}'`));
    expect(found.map((one) => one.split('\t')[0]?.replace(/\/$/, ''))).toEqual(words);
  });
});

/** Its completion needs a terminal, which zpty makes; matches are written to a file as they are found. */
describe.skipIf(lacking('zsh'))('in zsh', () => {
  it('completes the same', () => {
    const typed = CASES.map(([line]) => `try ${JSON.stringify(`alpha-cl ${line}`)}`).join('\n');
    const found = ran(
      'zsh',
      `zmodload zsh/zpty
zpty -b z zsh -f -i
drain() { local out; while zpty -r -t z out; do :; done }
ask() { zpty -w z "$1"; sleep 0.3; drain }
ask 'PROMPT= RPROMPT= ; unsetopt beep; autoload -U compinit; compinit -u -D; source ${script('zsh')}'
ask 'compadd() { local -a kept; builtin compadd -O kept "$@"; for one in $kept; do print -r -- $one >> ${cwd}/matches; done; builtin compadd "$@" }'
ask 'zle -C listed list-choices _main_complete; bindkey "^I" listed'
try() { print -n > ${cwd}/matches; zpty -n -w z "$1"$'\t'; repeat 200; do sleep 0.1; drain; [[ -s ${cwd}/matches ]] && break; done; sleep 0.3; print -r -- "[$1] $(sort -u ${cwd}/matches | tr '\n' ' ')"; zpty -n -w z $'\x15'; sleep 0.1; drain }
sleep 1
${typed}
zpty -d z`,
    );
    for (const [line, words] of CASES) expect(found).toContain(`[alpha-cl ${line}] ${words.join(' ')} \n`);
  }, 120_000);
});
