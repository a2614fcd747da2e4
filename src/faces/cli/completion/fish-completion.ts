import type { Completable, Value } from './completable.js';

export function fishCompletion(all: readonly Completable[]): string {
  return `# Completion of alpha-cl for fish: put it into ~/.config/fish/completions/alpha-cl.fish
function __alpha_cl_at
  set -l words (commandline -opc | string match -v -- '-*')
  set -l wanted alpha-cl $argv
  set -l length (count $wanted)
  test (count $words) -ge $length; and test "$words[1..$length]" = "$wanted"
end
complete -c alpha-cl -f
${all.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ words, commands, options, positions }: Completable): string[] {
  const at = words === '' ? '__fish_use_subcommand' : `__alpha_cl_at ${words}`;
  const names = commands.map(({ name }) => name).join(' ');
  const open = words === '' ? at : `${at}; and not __fish_seen_subcommand_from ${names}`;
  return [
    ...commands.map(({ name, about }) => line(open, `-a ${text(name)} -d ${text(about)}`)),
    ...options.map(({ flags, about, value }) => {
      const spelled = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
      return line(at, `${spelled.join(' ')}${value === undefined ? '' : ` -r ${offered(value)}`} -d ${text(about)}`);
    }),
    ...positions.flatMap(({ value }) => (value.kind === 'anything' ? [] : [line(at, offered(value))])),
  ];
}

function line(at: string, rest: string): string {
  return `complete -c alpha-cl -n ${text(at)} ${rest}`;
}

function offered(value: Value): string {
  switch (value.kind) {
    case 'word':
      return `-f -a ${text(value.words.join(' '))}`;
    case 'folder':
      return `-f -a '(__fish_complete_directories)'`;
    case 'file':
      return '-F';
    case 'anything':
      return '';
  }
}

/** Quotes words in single quotes. */
function text(words: string): string {
  return `'${words.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
