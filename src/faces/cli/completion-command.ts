/** `alpha-cl completion`: a script with which a shell completes this command line. */
import { Argument, Command } from 'commander';
import { withHelp, type HelpPage } from './command-help.js';
import { bashCompletion } from './completion/bash-completion.js';
import { completables, type Completable } from './completion/completable.js';
import { fishCompletion } from './completion/fish-completion.js';
import { zshCompletion } from './completion/zsh-completion.js';

const SHELLS: Readonly<Record<string, (all: readonly Completable[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Makes the command. @param program returns the whole definition, from which the script is made */
export function completionCommand(program: () => Promise<Command>): Command {
  return withHelp(
    new Command('completion')
      .description('print a script that completes commands, options and their values in a shell')
      .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
      .action(async (shell: string) => {
        process.stdout.write(SHELLS[shell]?.(completables(await program())) ?? '');
      }),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: ['Print it again after an update: the script knows the commands of the version that printed it.'],
  examples: [
    'source <(alpha-cl completion bash)',
    'alpha-cl completion bash >> ~/.bash_completion',
    'alpha-cl completion zsh > ~/.zfunc/_alpha-cl',
    'alpha-cl completion fish > ~/.config/fish/completions/alpha-cl.fish',
  ],
  exitCodes: { 0: 'printed', 2: 'bad usage' },
};
