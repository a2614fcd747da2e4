import type { Completable, CompletableOption, Value } from './completable.js';

export function zshCompletion(all: readonly Completable[]): string {
  return `#compdef alpha-cl
# Completion of alpha-cl for zsh: put it as _alpha-cl into a folder of $fpath, or source it after compinit.
${all.map(functionOf).join('\n')}
if [[ \${funcstack[1]} == _alpha-cl ]]; then
  _alpha_cl "$@"
else
  compdef _alpha_cl alpha-cl
fi
`;
}

function functionOf({ words, commands, options, positions }: Completable): string {
  const specs = [
    ...options.flatMap(optionSpecs),
    ...(commands.length > 0
      ? [
          `'1:command:((${commands.map(({ name, about }) => `${name}\\:${inQuotes(spec(about))}`).join(' ')}))'`,
          `'*:: :->below'`,
        ]
      : positions.map(({ value, repeats }, k) => `'${repeats ? '*' : k + 1}: :${action(value)}'`)),
  ];
  const below = commands.map((command) => `      ${command.name}) ${functionName(command.words)} ;;`);
  return [
    `${functionName(words)}() {`,
    '  local context state state_descr line',
    '  typeset -A opt_args',
    `  _arguments -C ${specs.join(' \\\n    ')}`,
    ...(below.length === 0
      ? []
      : ['  if [[ $state == below ]]; then', '    case $line[1] in', ...below, '    esac', '  fi']),
    '}',
  ].join('\n');
}

function optionSpecs({ flags, about, value }: CompletableOption): string[] {
  return flags.map((flag) => {
    const follows = value === undefined ? '' : `: :${action(value)}`;
    const equals = value !== undefined && flag.startsWith('--') ? '=' : '';
    return `'*${flag}${equals}[${spec(about).replaceAll("'", String.raw`'\''`)}]${follows}'`;
  });
}

function action(value: Value): string {
  switch (value.kind) {
    case 'word':
      return `(${value.words.join(' ')})`;
    case 'folder':
      return '_files -/';
    case 'file':
      return '_files';
    case 'anything':
      return ' ';
  }
}

/** Escapes characters that _arguments would read as its own. */
function spec(about: string): string {
  return about.replaceAll(/[\\[\]:]/g, String.raw`\$&`);
}

function inQuotes(about: string): string {
  return `"${about.replaceAll(/["$`]/g, '').replaceAll("'", '’')}"`;
}

function functionName(words: string): string {
  return ['_alpha_cl', ...(words === '' ? [] : words.split(' '))].join('_');
}
