/** `alpha-cl figures`: every figure, as Vega-Lite specification, SVG and PNG. */
import { Command } from 'commander';
import { suggest } from './suggestions.js';
import { INTERRUPTED, withHelp, type HelpPage } from './command-help.js';
import { withClaimRunOptions, type ClaimRunOptions } from './claim-run.js';
import { withLossOptions, type ChoiceFlags } from './loss-options.js';

export interface FiguresOptions extends ClaimRunOptions, ChoiceFlags {
  readonly only?: string;
  readonly out: string;
  readonly json?: true;
}

/** Makes the command. @param setExitCode receives 0, or 1 when a claim whose figures were drawn does not hold */
export function figuresCommand(setExitCode: (code: number) => void): Command {
  const command = new Command('figures').option(
    '--only <ids>',
    'figures to draw: ids of figures, claims or experiments separated by commas, * for any characters',
  );
  return suggest(
    withHelp(
      withClaimRunOptions(withLossOptions(command))
        .option('--out <dir>', 'folder of the figures; files of other names in it stay', 'alpha-cl-figures')
        .option('--json', 'print what was drawn as JSON on standard output')
        .action(async (options: FiguresOptions) => {
          const { figures } = await import('./figures.js');
          setExitCode(await figures(options));
        }),
      HELP,
    ),
    '--only',
    async () => {
      const { CLAIMS } = await import('../../../proofs-checks/index.js');
      const { EXPERIMENTS } = await import('../../../experiments/index.js');
      return [...CLAIMS, ...EXPERIMENTS].map(({ id }) => id);
    },
  );
}

const HELP: HelpPage = {
  examples: [
    ['alpha-cl figures', 'all of them, from 100 instances a claim and short experiments'],
    ["alpha-cl figures --only 'theorem-1-*' --out plots", 'the figures of some claims'],
    "alpha-cl figures --only 'theorem-1-*' --phi 'log(1+x)' --psi 'exp(x/tau)' --set tau=0.2",
    "alpha-cl figures --only 'given-loss*' --alpha direct --set p=2",
    'alpha-cl figures --only pca-deep-linear-eigen-images --real --data ~/datasets',
  ],
  exitCodes: { 0: 'drawn', 1: 'drawn, but a claim among them does not hold', 2: 'bad usage or input', ...INTERRUPTED },
};
