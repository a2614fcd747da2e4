/** `alpha-cl verify`: checks the claims, shows the verdicts, writes the report. */
import { Command } from 'commander';
import { suggest } from './suggestions.js';
import { withHelp, type HelpPage } from './command-help.js';
import { withClaimRunOptions, type ClaimRunOptions } from './claim-run.js';
import { withDistanceOptions, type DistanceChoiceFlags } from './distance-options.js';
import { withLossOptions } from './loss-options.js';

export interface VerifyOptions extends ClaimRunOptions, DistanceChoiceFlags {
  readonly claims?: string;
  readonly out?: string;
  readonly replay?: string;
  readonly counterfeit?: string;
  readonly json?: true;
  readonly list?: true;
}

/** Makes the command. @param setExitCode receives 0 when nothing speaks against the claims, 1 otherwise */
export function verifyCommand(setExitCode: (code: number) => void): Command {
  const command = new Command('verify').option(
    '--claims <ids>',
    'claims to check: ids separated by commas, * for any characters',
  );
  return suggest(
    withHelp(
      withClaimRunOptions(withDistanceOptions(withLossOptions(command)))
        .option(
          '--out <dir>',
          'folder of the report (default: alpha-cl-report; of some claims or of a loss, a folder of its own beside it)',
        )
        .option('--replay <seed:path>', 'check one instance again, as a refutation printed it; no report is written')
        .option('--counterfeit <id>', 'with --replay: on this counterfeit of the claim, which the instance refutes')
        .option('--json', 'print the verdicts as JSON on standard output')
        .option('--list', 'list the claims and stop')
        .action(async (options: VerifyOptions) => {
          const { verify } = await import('./verify.js');
          setExitCode(await verify(options));
        }),
      HELP,
    ),
    '--claims',
    async () => (await import('../../../proofs-checks/index.js')).CLAIMS.map(({ id }) => id),
  );
}

const HELP: HelpPage = {
  notes: [
    'With a loss those claims run that are about any loss, on this one: its views have length 1 at most. With a loss of distances, ' +
      'by name or --anchor, those of two weights run; with --alpha those about any α held fixed. Real images are left out. A claim whose condition the loss does not meet, as convexity, is not applicable, and a counterfeit ' +
      'that does the same as the claim on it cannot be told: neither fails the run.',
    'With --replay one instance is checked. A longer path, as 1432:7:0:2, leads from an instance that is refuted to a simpler one: ' +
      'where both hold it is refused.',
  ],
  examples: [
    ['alpha-cl verify', 'all claims, 100 instances each'],
    ['alpha-cl verify --profile full --seed 7', '1,000 instances each, other instances'],
    ['alpha-cl verify --real --data ~/datasets', 'on CIFAR-10, CIFAR-100 and STL-10 as well'],
    ["alpha-cl verify --claims 'covariance-*' --json", 'some claims, as JSON for a program'],
    'alpha-cl verify --claims theorem-1-gradient --replay 1432:7',
    'alpha-cl verify --claims theorem-1-gradient --counterfeit wrong-sign --replay 1432:0',
    "alpha-cl verify --phi 'tau*log(eps+x)' --psi 'exp(x/tau)' --set tau=0.2,eps=1",
    'alpha-cl verify --loss siglip --set t=5',
    'alpha-cl verify --alpha direct --set p=2,tau=0.3',
  ],
  exitCodes: {
    0: 'nothing speaks against a claim',
    1: 'a claim is refuted, unfinished or accepts a counterfeit',
    2: 'bad usage or input',
  },
};
