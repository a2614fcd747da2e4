/** `alpha-cl discover`: shapes of α judged by the theory, and, if asked, by short trainings. */
import { Command, Option } from 'commander';
import { INTERRUPTED, withHelp, type HelpPage } from './command-help.js';
import { CRITERION_NAMES, type CriterionName } from '../../results/discover/criteria.js';
import { PRESET_NAMES, type PresetName } from '../../training/train/presets.js';
import { type ShapeFlags } from './discover-choice.js';
import { withLossOptions } from './loss-options.js';
import { collected, positiveInteger, seedNumber } from './option-values.js';

export interface DiscoverFlags extends ShapeFlags {
  readonly sort: CriterionName;
  readonly top: number;
  readonly train?: number;
  readonly seeds: number;
  readonly preset: PresetName;
  readonly epochs?: number;
  readonly images?: number;
  readonly batch?: number;
  readonly engine?: string;
  readonly data?: string;
  readonly out?: string;
  readonly page?: string;
  readonly json?: true;
}

export function discoverCommand(): Command {
  const command = new Command('discover').option(
    '--families <names>',
    'families of the grammar, separated by commas: uniform, exponent, power, … (default: all)',
  );
  return withHelp(
    withLossOptions(command, 'alphas')
      .addOption(new Option('--formula <α>', 'former spelling of --alpha').argParser(collected).hideHelp())
      .option('--limit <n>', 'sample at most n shapes of the grammar (default: all)', positiveInteger)
      .option('--sample-seed <n>', 'seed of that sample', seedNumber, 1)
      .addOption(new Option('--sort <criterion>', 'criterion to sort by').choices(CRITERION_NAMES).default('score'))
      .option('--top <n>', 'rows of the table in the terminal', positiveInteger, 20)
      .option('--train <n>', 'train n of them, spread over the grammar, and correlate', positiveInteger)
      .option('--seeds <n>', 'seeds 1 to n of every loss that is trained', positiveInteger, 2)
      .addOption(new Option('--preset <name>', 'settings of the trainings').choices(PRESET_NAMES).default('laptop'))
      .option('--epochs <n>', 'epochs of a training (default: that of the preset)', positiveInteger)
      .option('--images <n>', 'train on the first n images, measure on the others', positiveInteger)
      .option('--batch <n>', 'images in a batch (default: that of the preset)', positiveInteger)
      .option('--engine <name>', 'engine that runs the training steps (default: that of the preset)')
      .option('--data <dir>', 'folder of the image data sets (default: the environment’s ALPHA_CL_DATA)')
      .option('--out <dir>', 'folder of the runs and of the page; the same command goes on from the runs')
      .option('--page <dir>', 'folder of the page (default: that of --out)')
      .option('--json', 'print everything as one JSON object on standard output')
      .action(async (flags: DiscoverFlags) => (await import('./discover.js')).discover(flags)),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'Shapes: 1, exp(−dᵖ/τ), (1 + r^a/τ)^(−g), [1 − r^a/τ]₊, mixtures, and square and power of Tian (2022). Each is judged by ' +
      'whether α falls with distance (proven), whether a min player exists, the effective temperature, hardness 1 − E_α[r]/E[r] and ' +
      'the effective number of negatives on stated distances. A shape of which it is not known that it falls ranks last.',
    'A loss that is given, or an α (--alpha is repeatable here), is ranked beside them and trained with them. A loss stands there with ' +
      'its αᵢⱼ = φ′(ξᵢ)ψ′(d²ᵢ − r), computed at d²ᵢ = ½; what is said to hold of it holds at every d²ᵢ.',
    '--train makes ordinary runs under OUT/discover, evaluates each on held-out images, and prints how each criterion correlates ' +
      'with accuracy. Nothing is done twice; Ctrl-C writes a checkpoint and leaves.',
  ],
  examples: [
    'alpha-cl discover',
    'alpha-cl discover --families exponent,power --sort hardness --top 50',
    'alpha-cl discover --loss soft-triplet --families exponent',
    "alpha-cl discover --alpha 'w*exp(-r^a/tau)+(1-w)/(r+1)' --set w=0.7,a=2,tau=0.5 --limit 30 --json",
    'alpha-cl discover --train 14 --seeds 2 --epochs 2 --images 20000 --data ~/datasets --out study',
  ],
  exitCodes: { 0: 'done', 2: 'bad usage or input', ...INTERRUPTED },
};
