/** `alpha-cl analyse`: the theory of a loss that is typed as two formulae. */
import path from 'node:path';
import { Command } from 'commander';
import { requireOutputFolder } from './output-folder.js';
import { withHelp, type HelpPage } from './command-help.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { infiniteAsText } from './infinite-as-text.js';
import { GIVE_ONE, parametersIn, readLoss, withLossOptions, type Chosen, type ChoiceFlags } from './loss-options.js';

interface AnalyseOptions extends ChoiceFlags {
  readonly from?: string;
  readonly force?: true;
  readonly json?: true;
  readonly latex?: true;
  readonly out?: string;
}

/** An analysis with the name of its loss. */
export interface NamedAnalysis {
  readonly name: string;
  readonly analysis: LossAnalysis;
}

export function analyseCommand(): Command {
  return withHelp(
    withLossOptions(new Command('analyse'), 'ranges')
      .option('--from <file>', 'several losses from a JSON file: [{"name", "phi", "psi", "parameters"}, …]')
      .option(
        '--force',
        'report on a φ or ψ that falls, is constant or lacks values too, with the point at which it does',
      )
      .option('--json', 'print all that was found as JSON on standard output')
      .option('--latex', 'print φ, ψ, α and the regulariser in LaTeX')
      .option('--out <dir>', 'folder of a report page with figures; an earlier one is replaced')
      .action(analyse),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'The loss is L = Σᵢ φ(ξᵢ) with ξᵢ = Σⱼ ψ(d²ᵢ − d²ᵢⱼ). Formulae are made of numbers, x, parameters, + − * / ^ and exp, log, ' +
      'sqrt, abs, max, min, pow, tanh, sigmoid, softplus. tau and eps stand for τ and ε; they are 0.5 and 1 unless set. --set gives ' +
      'a parameter of a loss a range as well, tau=0.1..1.',
    'Other spellings are read: x**2, ln, log1p, expm1, relu, pi, and torch., np., F. and their like before a name.',
    'Every statement has a grade: symbolic (rules of calculus, on a whole domain), interval-certified (proven on the stated ' +
      'domain, rounding included) or sampled. Where one fails, a point is given at which it does. φ and ψ of the family increase: ' +
      'formulae that do not are refused in one line with a column and a point, and reported on with --force.',
  ],
  examples: [
    "alpha-cl analyse --phi 'tau*log(eps+x)' --psi 'exp(x/tau)' --set tau=0.5,eps=1",
    'alpha-cl analyse --loss modified-triplet --set c=2',
    "alpha-cl analyse --phi 'log(1+x)' --psi 'max(0, x+m)^p' --set p=3,m=0.5..2 --json",
    "alpha-cl analyse --alpha 'exp(-r^a/tau)' --set a=2,tau=0.5",
    'alpha-cl analyse --from losses.json --out analysis',
  ],
  exitCodes: { 0: 'analysed', 2: 'bad usage or input' },
};

async function analyse(options: AnalyseOptions): Promise<void> {
  const chosen = options.from === undefined ? readLoss(options) : undefined;
  const losses = chosen?.kind === 'alpha' ? [] : await lossesOf(options, chosen);
  if (options.out !== undefined) await requireOutputFolder('--out', options.out);
  if (chosen?.kind === 'alpha') return analyseAlpha(options, chosen);
  // Loaded here: the formulae's parser takes longer to load than the help text should.
  const { analyseLoss } = await import('../../theory/analysis/analyse-loss.js');
  const { OutsideFamily } = await import('../../theory/analysis/outside-family.js');
  const outsideFamily = options.force === true ? 'report' : 'refuse';
  const analyses = losses.map(({ title, description }): NamedAnalysis => ({
    name: title,
    analysis: named(title, losses, OutsideFamily, () => analyseLoss(description, { outsideFamily })),
  }));
  if (options.out !== undefined) {
    const { writeAnalysis } = await import('../report/write-analysis.js');
    const page = await writeAnalysis(options.out, analyses);
    if (options.json !== true) process.stderr.write(`${path.resolve(page)}\n`);
  }
  process.stdout.write(await output(options, analyses));
}

type DescribedLoss = Extract<Chosen, { kind: 'loss' }>;

/** Returns the losses to analyse: the one that was read, or those of a file. @throws InvalidInput unless one way is chosen */
async function lossesOf(options: AnalyseOptions, chosen: DescribedLoss | undefined): Promise<DescribedLoss[]> {
  if (chosen !== undefined) return [chosen];
  const { from, loss, phi, psi, alpha } = options;
  if (from === undefined || [loss, phi, psi, alpha].some((given) => given !== undefined))
    throw new InvalidInput(`${GIVE_ONE}, or --from FILE (see alpha-cl analyse --help)`);
  // Loaded here: the file's schema takes as long to load as all else that reads a loss.
  const { readLossFile } = await import('./loss-file.js');
  return readLossFile(from, parametersIn(options));
}

async function analyseAlpha(
  { out, json, latex }: AnalyseOptions,
  { title, importance }: Extract<Chosen, { kind: 'alpha' }>,
): Promise<void> {
  if (out !== undefined)
    throw new InvalidInput('--out writes the page of a loss: leave it out, or draw the weights with alpha-cl figures');
  const { importanceAnalysis, importanceJson, importanceLatex, importanceText } =
    await import('./importance-analysis.js');
  const analysis = importanceAnalysis(title, importance);
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ importances: [importanceJson(analysis)] }, infiniteAsText)}\n`);
  } else process.stdout.write((latex === true ? importanceLatex : importanceText)(analysis));
}

/** Runs an analysis; its error names the loss, if there are several, and --force, if that helps. */
function named(
  name: string,
  losses: readonly DescribedLoss[],
  forcible: typeof InvalidInput,
  run: () => LossAnalysis,
): LossAnalysis {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const which = losses.length === 1 ? '' : `loss "${name}": `;
    const way = error instanceof forcible ? '; --force reports on it all the same' : '';
    throw new InvalidInput(`${which}${error.message}${way}`, { cause: error });
  }
}

async function output({ json, latex }: AnalyseOptions, analyses: readonly NamedAnalysis[]): Promise<string> {
  if (json === true) {
    const losses = analyses.map(({ name, analysis }) => ({ name, ...analysis }));
    return `${JSON.stringify({ losses }, infiniteAsText)}\n`;
  }
  const { analysisLatex, analysisText } = await import('./analysis-text.js');
  return analyses.map(latex === true ? analysisLatex : analysisText).join('\n');
}
