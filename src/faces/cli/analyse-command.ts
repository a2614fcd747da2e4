/** `alpha-cl analyse`: what the theory says of a loss, by name or as formulae. */
import { PROGRAM } from '../../base/program-name.js';
import path from 'node:path';
import { Command } from 'commander';
import { requireOutputFolder } from './output-folder.js';
import { withHelp, type HelpPage } from './command-help.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { infiniteAsText } from './infinite-as-text.js';
import type { Analysed } from '../report/analysed.js';
import type { Described } from './analysed-losses.js';
import {
  GIVE_ONE_OF_ALL,
  readDistances,
  requireOneOfAll,
  withDistanceOptions,
  type DistanceChoiceFlags,
} from './distance-options.js';
import { parametersIn, readLoss, withLossOptions, type Chosen } from './loss-options.js';

interface AnalyseOptions extends DistanceChoiceFlags {
  readonly from?: string;
  readonly force?: true;
  readonly proofs?: true;
  readonly json?: true;
  readonly latex?: true;
  readonly out?: string;
}

export function analyseCommand(): Command {
  return withHelp(
    withDistanceOptions(withLossOptions(new Command('analyse'), 'ranges'))
      .option('--from <file>', 'several losses from a JSON file: [{"name", "phi", "psi", "parameters"}, …]')
      .option(
        '--force',
        'report on a φ or ψ that falls, is constant or lacks values too, with the point at which it does',
      )
      .option('--proofs', 'print how each statement is known: domains, reasons and points of failure')
      .option('--json', 'print all that was found as JSON on standard output')
      .option('--latex', 'print the loss, its weights and the regulariser in LaTeX')
      .option('--out <dir>', 'folder of a report page with figures; an earlier one is replaced')
      .action(analyse),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'A loss of the paper is L = Σᵢ φ(ξᵢ) with ξᵢ = Σⱼ ψ(d²ᵢ − d²ᵢⱼ). Formulae are made of numbers, x, parameters, + − * / ^ and exp, log, ' +
      'sqrt, abs, max, min, pow, tanh, sigmoid, softplus. tau and eps stand for τ and ε; they are 0.5 and 1 unless set. --set gives ' +
      'a parameter of φ and ψ a range as well, tau=0.1..1. --loss takes the names of larger losses too, and --anchor with --sum is ' +
      'one of your own, in p and n, d² to the positive and to a negative; they have two weights, α and β.',
    'Other spellings are read: x**2, ln, log1p, expm1, relu, pi, and torch., np., F. and their like before a name.',
    'First come a conclusion in words and a picture of the weights, then a line a property: ✓ good to have and it has it, ✗ it lacks it, ' +
      '· a neutral fact, ? undecided; then changes that are proven to mend it, and values of parameters for which a property is proven.',
    'Every statement has a grade: symbolic (rules of calculus, on a whole domain), interval-certified (proven on the stated ' +
      'domain, rounding included) or sampled. Where one fails, --proofs gives a point at which it does. φ and ψ of the family increase: ' +
      'formulae that do not are refused in one line with a column and a point, and reported on with --force.',
  ],
  examples: [
    "alpha-cl analyse --phi 'tau*log(eps+x)' --psi 'exp(x/tau)' --set tau=0.5,eps=1",
    'alpha-cl analyse --loss modified-triplet --set c=2 --proofs',
    'alpha-cl analyse --loss siglip',
    "alpha-cl analyse --anchor 'p/tau + log(u)' --sum 'u=exp(-n/tau)' --set tau=0.1",
    "alpha-cl analyse --phi 'log(1+x)' --psi 'max(0, x+m)^p' --set p=3,m=0.5..2 --json",
    "alpha-cl analyse --alpha 'exp(-r^a/tau)' --set a=2,tau=0.5",
    'alpha-cl analyse --from losses.json --out analysis',
  ],
  exitCodes: { 0: 'analysed', 2: 'bad usage or input' },
};

async function analyse(options: AnalyseOptions): Promise<void> {
  const chosen = options.from === undefined ? readOne(options) : undefined;
  if (options.out !== undefined) await requireOutputFolder('--out', options.out);
  if (chosen?.kind === 'alpha') return analyseAlpha(options, chosen);
  const losses = await lossesOf(options, chosen);
  // Loaded here: the formulae's parser takes longer to load than the help text should.
  const { analysedLosses } = await import('./analysed-losses.js');
  const analyses = analysedLosses(losses, options.force === true ? 'report' : 'refuse');
  if (options.out !== undefined) {
    const { writeAnalysis } = await import('../report/write-analysis.js');
    const page = await writeAnalysis(options.out, analyses);
    if (options.json !== true) process.stderr.write(`${path.resolve(page)}\n`);
  }
  process.stdout.write(await output(options, analyses));
}

function readOne(options: AnalyseOptions): Described | Extract<Chosen, { kind: 'alpha' }> | undefined {
  requireOneOfAll(options);
  return readDistances(options) ?? readLoss(options);
}

/** Returns the losses to analyse: the one that was read, or those of a file. @throws InvalidInput unless one way is chosen */
async function lossesOf(options: AnalyseOptions, chosen: Described | undefined): Promise<Described[]> {
  if (chosen !== undefined) return [chosen];
  const { from, loss, phi, psi, alpha, anchor } = options;
  if (from === undefined || [loss, phi, psi, alpha, anchor].some((given) => given !== undefined))
    throw new InvalidInput(`${GIVE_ONE_OF_ALL}, or --from FILE (see ${PROGRAM} analyse --help)`);
  // Loaded here: the file's schema takes as long to load as all else that reads a loss.
  const { readLossFile } = await import('./loss-file.js');
  return readLossFile(from, parametersIn(options));
}

async function analyseAlpha(
  { out, json, latex }: AnalyseOptions,
  { title, importance }: Extract<Chosen, { kind: 'alpha' }>,
): Promise<void> {
  if (out !== undefined)
    throw new InvalidInput(
      `--out writes the page of a loss: leave it out, or draw the weights with ${PROGRAM} figures`,
    );
  const { importanceAnalysis, importanceJson, importanceLatex, importanceText } =
    await import('./importance-analysis.js');
  const analysis = importanceAnalysis(title, importance);
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ importances: [importanceJson(analysis)] }, infiniteAsText)}\n`);
  } else process.stdout.write((latex === true ? importanceLatex : importanceText)(analysis));
}

async function output({ json, latex, proofs }: AnalyseOptions, analyses: readonly Analysed[]): Promise<string> {
  if (json === true) {
    const { analysisJson } = await import('../report/analysis-json.js');
    return `${JSON.stringify({ losses: analyses.map(analysisJson) }, infiniteAsText)}\n`;
  }
  const { analysisLatex, analysisText } = await import('./analysis-text.js');
  return analyses
    .map((one) => (latex === true ? analysisLatex(one) : analysisText(one, proofs === true ? 'proofs' : 'conclusion')))
    .join('\n');
}
