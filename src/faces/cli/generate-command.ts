/** `alpha-cl generate`: a loss as one file of code for PyTorch, JAX, NumPy or TypeScript. */
import { Argument, Command } from 'commander';
import { InvalidInput } from '../../base/invalid-input.js';
import type { CodeLanguage } from '../../theory/code/generate-code.js';
import { IMPORTANCE_NAMES } from '../../theory/losses/importances.js';
import { withHelp, type HelpPage } from './command-help.js';
import { withDistanceOptions, type DistanceChoiceFlags } from './distance-options.js';
import { SET_HELP, tauOption } from './loss-options.js';
import { collected } from './option-values.js';
import { suggest } from './suggestions.js';

interface GenerateFlags extends DistanceChoiceFlags {
  readonly diagnose?: boolean;
  readonly out?: string;
}

/** Names of the languages, from a record, so that the compiler misses none; what writes them would load the parser for `--help`. */
const LANGUAGES = Object.keys({ pytorch: 1, jax: 1, numpy: 1, typescript: 1 } satisfies Record<CodeLanguage, 1>);

export function generateCommand(): Command {
  const command = new Command('generate')
    .addArgument(new Argument('<language>', 'library or language of the code').choices(LANGUAGES))
    .option('--loss <name>', 'loss, by name, such as dcl, siglip, supcon')
    .option('--phi <formula>', 'φ of a loss of your own, in x = ξᵢ, the sum of an anchor, and parameters')
    .option('--psi <formula>', 'ψ of it, in x = d²ᵢ − d²ᵢⱼ, the margin of a pair, and parameters')
    .option('--alpha <α>', 'α of α-CL, held fixed: a name, or a formula in r = 1 − cosine or d = √r')
    .option('--set <values>', SET_HELP, collected)
    .addOption(tauOption())
    .option('--diagnose', 'give the class for PyTorch a method that appends what α does in a batch to a CSV file')
    .option('--out <file>', 'file to write (default: standard output); an earlier one is replaced')
    .action(generate);
  return suggest(withHelp(withDistanceOptions(command), HELP), '--alpha', IMPORTANCE_NAMES);
}

const HELP: HelpPage = {
  notes: [
    'The file needs nothing but the library. It normalises rows, checks shapes, computes in float32 at least and in the log domain ' +
      'where the analysis does, and takes labels. Run with python, it checks itself against numbers in float64. That for PyTorch ' +
      'takes negatives from all processes with gather=True, that for JAX from all devices with axis_name; NumPy and TypeScript have ' +
      'the value alone.',
    'With --diagnose, loss.diagnose("alpha.csv", step, z1, z2, classes=y) appends a line to the file: step, loss, effectiveNegatives, ' +
      'effectiveShare, nearestShare, falseNegatives, meanDistance and weightedDistance, which docs/how-to/pytorch.md explains. ' +
      'Classes tell false negatives apart; the loss does not see them.',
    'VICReg and Barlow Twins are of the columns of a batch, not of distances of its rows; their files take rows as they are.',
    'A formula of distances has p and n, d² = 1 − cosine to the positive and to a negative, the counts N, M, P, and sum(…), ' +
      'sum_positives(…), sum_anchors(…), sum_pairs(…), detach(…), average(…, rate), and level(…), the x at which weights in n and x ' +
      'sum to 1. A parameter that is set to 0 becomes part of the code; the others are arguments.',
  ],
  examples: [
    'alpha-cl generate pytorch --loss dcl --set tau=0.1 --out dcl.py',
    "alpha-cl generate jax --anchor 'p/tau + log(u)' --sum 'u=exp(-n/tau)' --set tau=0.1",
    "alpha-cl generate numpy --phi 'log(1+x)' --psi 'exp(x/tau)'",
    "alpha-cl generate pytorch --alpha 'exp(-r^a/tau)' --set a=2,tau=0.5 --out alpha_cl.py",
    'alpha-cl generate pytorch --loss simclr --diagnose --out simclr_loss.py',
    'alpha-cl generate typescript --loss siglip',
  ],
  exitCodes: { 0: 'written', 2: 'bad usage or input; nothing was written then' },
};

async function generate(language: CodeLanguage, { out, diagnose = false, ...flags }: GenerateFlags): Promise<void> {
  if (out === '') throw new InvalidInput('--out is empty: name a file, or leave it out for standard output');
  // Loaded here: the formulae's parser takes longer to load than the help text should.
  const { generatedLoss } = await import('./generated-loss.js');
  const { generateCode } = await import('../../theory/code/generate-code.js');
  const subject = generatedLoss(language, flags);
  const command = diagnose ? `${subject.command} --diagnose` : subject.command;
  const code = generateCode(language, { ...subject, command }, { diagnosis: diagnose });
  if (out === undefined) {
    process.stdout.write(code);
    return;
  }
  const { writeWhole } = await import('../../base/files/write-whole.js');
  await writeWhole(out, code);
}
