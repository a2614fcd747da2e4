import { shellWord } from '../../../base/shell-word.js';
import type { Completable, Value } from './completable.js';

/** Returns the completion script for bash 3.2, which macOS has, and later versions. */
export function bashCompletion(all: readonly Completable[]): string {
  return `# Completion of alpha-cl for bash: source it, or put it where bash-completion looks for it.
_alpha_cl() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  # bash splits --option=value.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $before == '=' ]]; then
    before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  local at='' place=0 kind='' words='' options='' word k
  for ((k = 1; k < COMP_CWORD; k++)); do
    word=\${COMP_WORDS[k]}
    case "$at|$word" in
${all.flatMap(stepCases).join('\n')}
      *'|-'*|*'|=') ;;
      *) [[ \${COMP_WORDS[k-1]} == '=' ]] || place=$((place + 1)) ;;
    esac
  done
  case "$at|$before" in
${all.flatMap(valueCases).join('\n')}
  esac
  if [[ -z $kind ]]; then
    case "$at" in
${all.map(optionCase).join('\n')}
    esac
    case "$at|$place" in
${all.flatMap(placeCases).join('\n')}
    esac
    if [[ $current == -* ]]; then
      kind=word words=$options
    fi
  fi
  COMPREPLY=()
  case $kind in
    word) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    folder) compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -d -- "$current")) ;;
    file) compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -F _alpha_cl alpha-cl
`;
}

/** Writes the cases in which a word leads on: into a command, or past the value of an option. */
function stepCases({ words, commands, options }: Completable): string[] {
  const valued = options.filter(({ value }) => value !== undefined).flatMap(({ flags }) => flags);
  return [
    ...commands.map(({ name, words: below }) => `      '${words}|${name}') at='${below}' place=0 ;;`),
    ...(valued.length === 0
      ? []
      : [
          `      ${valued.map((flag) => `'${words}|${flag}'`).join('|')}) [[ \${COMP_WORDS[k+1]} == '=' ]] && k=$((k + 2)) || k=$((k + 1)) ;;`,
        ]),
  ];
}

function valueCases({ words, options }: Completable): string[] {
  return options.flatMap(({ flags, value }) =>
    value === undefined ? [] : [`    ${flags.map((flag) => `'${words}|${flag}'`).join('|')}) ${assigned(value)} ;;`],
  );
}

function optionCase({ words, options }: Completable): string {
  const flags = options.flatMap((option) => option.flags).join(' ');
  return `      '${words}') options='${flags}' ;;`;
}

function placeCases({ words, commands, positions }: Completable): string[] {
  if (commands.length > 0)
    return [`      '${words}|0') kind=word words='${commands.map(({ name }) => name).join(' ')}' ;;`];
  return positions.map(({ value, repeats }, k) => `      '${words}|'${repeats ? '*' : k}) ${assigned(value)} ;;`);
}

function assigned(value: Value): string {
  return value.kind === 'word' ? `kind=word words=${shellWord(value.words.join(' '))}` : `kind=${value.kind}`;
}
