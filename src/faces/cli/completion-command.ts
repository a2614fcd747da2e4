/** `alpha-cl completion`: a script with which a shell completes this command line, and what the script asks for at each Tab. */
import { Argument, Command } from 'commander';
import { withHelp, type HelpPage } from './command-help.js';
import { completions } from './completions.js';

const SCRIPTS: Readonly<Record<string, string>> = {
  // Of bash 3.2, which macOS has; bash splits --option=value.
  bash: `# Completion of alpha-cl for bash: source it, or put it where bash-completion looks for it.
_alpha_cl() {
  local IFS=$'\\n' current=\${COMP_WORDS[COMP_CWORD]} found
  [[ $current == '=' ]] && current=''
  found=$(alpha-cl completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1)
  case $found in
    :folder) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$current")) ;;
    :file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$found" -- "$current")) ;;
  esac
}
complete -F _alpha_cl alpha-cl
`,
  zsh: `#compdef alpha-cl
# Completion of alpha-cl for zsh: put it as _alpha-cl into a folder of $fpath, or source it after compinit.
_alpha_cl() {
  local -a found
  found=("\${(@f)$(alpha-cl completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  [[ $words[CURRENT] == --*=* ]] && compset -P '*='
  case $found[1] in
    :folder) _files -/ ;;
    :file) _files ;;
    ?*) found=("\${(@)found//:/\\\\:}"); found=("\${(@)found/$'\\t'/:}"); _describe value found ;;
  esac
}
if [[ \${funcstack[1]} == _alpha-cl ]]; then
  _alpha_cl "$@"
else
  compdef _alpha_cl alpha-cl
fi
`,
  fish: `# Completion of alpha-cl for fish: put it into ~/.config/fish/completions/alpha-cl.fish
function __alpha_cl
  set -l current (commandline -ct)
  set -l before (commandline -opc)
  set -l option (string match -r '^--[^=]*=' -- $current)
  set -l found (alpha-cl completion fish -- $before[2..-1] "$current" 2>/dev/null)
  set -l word (string replace -- "$option" '' "$current")
  switch "$found[1]"
    case ':folder'
      set found (__fish_complete_directories "$word")
    case ':file'
      set found (__fish_complete_path "$word")
  end
  test -n "$found"; and printf "$option%s\\n" $found
end
complete -c alpha-cl -f -a '(__alpha_cl)'
`,
};

/** Makes the command. @param definition of the program, as far as the words name its commands */
export function completionCommand(definition: (words: readonly string[]) => Promise<Command>): Command {
  return withHelp(
    new Command('completion')
      .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SCRIPTS)))
      .argument('[words...]', 'words of a command line: print what the last may become, and no script')
      .action(async (shell: string, words: readonly string[]) => {
        const found = words.length === 0 ? [] : await completions(await definition(words), words);
        process.stdout.write(words.length === 0 ? (SCRIPTS[shell] ?? '') : found.map((line) => `${line}\n`).join(''));
      }),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: ['At each Tab the script runs alpha-cl completion with the words that are there.'],
  examples: [
    'source <(alpha-cl completion bash)',
    'alpha-cl completion bash >> ~/.bash_completion',
    'alpha-cl completion zsh > ~/.zfunc/_alpha-cl',
    'alpha-cl completion fish > ~/.config/fish/completions/alpha-cl.fish',
    'alpha-cl completion bash -- data check ci',
  ],
  exitCodes: { 0: 'printed', 2: 'bad usage' },
};
