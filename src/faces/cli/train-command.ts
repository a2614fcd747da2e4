/** `alpha-cl train`: trains an encoder, and continues an interrupted training. */
import { PROGRAM } from '../../base/program-name.js';
import path from 'node:path';
import { Command } from 'commander';
import { suggest } from './suggestions.js';
import { INTERRUPTED, withHelp, type HelpPage } from './command-help.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { formatNumber, formatSeconds } from '../../base/format-number.js';
import { prettyJson } from '../../base/pretty-json.js';
import { thousands } from '../../base/thousands.js';
import { largerLoss, largerLossNames } from '../../theory/distance-losses/named-distance-losses.js';
import { lossEntry, lossNames, type NamedLoss } from '../../theory/losses/named-losses.js';
import { DEFAULT_LOSS, objectiveDefaults } from '../../training/train/named-objectives.js';
import { PRESET_NAMES } from '../../training/train/presets.js';
import { resolveConfig, type ConfigSources } from '../../training/train/run-config.js';
import type { TrainOutcome, TrainProgress } from '../../training/train/train-steps.js';
import { shellWord } from '../../base/shell-word.js';
import { newRunFolder } from './new-run-folder.js';
import { interruptions } from './interruptions.js';
import { configSources, withDataFolder, withRunOptions, type GivenFlags } from './train-options.js';
import { trainDisplay } from './train-progress.js';

type TrainFlags = GivenFlags & {
  readonly out?: string;
  readonly resume?: string;
  readonly printConfig?: true;
  readonly json?: true;
};

/** Makes the command. @param setExitCode receives 0 when the run is finished, 130 or 143 when a signal interrupted it */
export function trainCommand(setExitCode: (code: number) => void): Command {
  const command = new Command('train')
    .option('--out <dir>', 'folder of a new run (default: runs/DATE-LOSS-DATASET-seed-N)')
    .option('--resume <run>', 'continue the run in this folder from its last checkpoint');
  return suggest(
    withHelp(
      withRunOptions(command)
        .option('--print-config', 'print the configuration of the new run as JSON, as --config reads it, and stop')
        .option('--json', 'print the outcome as one JSON object on standard output')
        .action(async (flags: TrainFlags) => {
          setExitCode(await train(flags));
        }),
      HELP,
    ),
    '--preset',
    PRESET_NAMES,
  );
}

/** The losses that take labels unless told otherwise. */
function labelled(): string[] {
  return largerLossNames().filter((name) => objectiveDefaults(name)['labels'] === 'with');
}

/** Writes a loss with the usual values of its parameters: `dcl (tau=0.5)`. */
function withParameters({ name, parameters }: Pick<NamedLoss, 'name' | 'parameters'>): string {
  const values = Object.values(parameters).map(({ symbol, default: usual }) => `${symbol}=${usual}`);
  return values.length === 0 ? name : `${name} (${values.join(', ')})`;
}

function withLargerParameters(name: string): string {
  const entry = largerLoss(name);
  return entry === undefined ? name : withParameters(entry);
}

const HELP: HelpPage = {
  notes: [
    "A run's folder holds run.json (what it is), metrics.jsonl (a line a step, and what is observed between epochs), the same " +
      'for tensorboard --logdir, and checkpoints. Ctrl-C writes a checkpoint and leaves; --resume goes on from it, or from the ' +
      'last one before a crash, to the same weights as without a break.',
    `Without a loss it is ${DEFAULT_LOSS}: ${lossEntry(DEFAULT_LOSS).source}. φ and ψ are of the paper's scale; α of α-CL is ` +
      'normalised as --normalise says.',
    `Losses by name, of the paper's family, with their usual parameters: ${lossNames()
      .map((name) => withParameters(lossEntry(name)))
      .join(', ')}.`,
    `Losses by name, of distances: ${largerLossNames().map(withLargerParameters).join(', ')}. They compare the views that they compare in their source, or those of ` +
      `--anchors and --negatives. Those that sum over several positives (${labelled().join(', ')}) train with the labels of the data set: ` +
      'all images of the class in the batch, in both views, are positives. With --labels without, each image is a class of its own, as ' +
      'it is in the others unless --labels is with.',
  ],
  examples: [
    'alpha-cl train --preset smoke --data ~/datasets --out runs/smoke',
    'alpha-cl train --preset laptop --loss infonce --tau 0.2 --lr 3e-4 --batch-size 256 --print-config',
    'alpha-cl train --preset paper --alpha direct --set p=4 --dataset cifar10 --out runs/direct',
    "alpha-cl train --preset laptop --phi 'x' --psi 'sigmoid(c*x)' --set c=4 --out runs/mine",
    "alpha-cl train --preset laptop --alpha 'w*exp(-r^a/tau)+(1-w)/(r+1)' --set w=0.7,a=2,tau=0.5 --out runs/mixture",
    'alpha-cl train --preset laptop --loss siglip --set t=10,b=-10 --out runs/siglip',
    "alpha-cl train --preset laptop --anchor 'p/tau+log(u)' --sum 'u=exp(-n/tau)' --negatives same --out runs/own",
    'alpha-cl train --resume runs/direct',
  ],
  exitCodes: { 0: 'finished', 2: 'bad usage or input, or a training that diverged', ...INTERRUPTED },
};

async function train(flags: TrainFlags): Promise<number> {
  const { resume } = flags;
  const ofNewRun = flags.out !== undefined ? '--out' : flags.printConfig === true ? '--print-config' : undefined;
  if (ofNewRun !== undefined && resume !== undefined) {
    throw new InvalidInput(`${ofNewRun} is about a new run, and --resume continues one: give one of the two`);
  }
  const sources = configSources(flags);
  const config = resume === undefined ? resolveConfig(withDataFolder(sources)) : undefined;
  if (config !== undefined && flags.printConfig === true) {
    process.stdout.write(`${prettyJson(config)}\n`);
    return 0;
  }
  const folder = config === undefined ? (resume ?? '') : (flags.out ?? newRunFolder(config));
  const begins = Date.now();
  const interruption = interruptions();
  const display = trainDisplay();
  let stepsHere = 0;
  const watch = {
    signal: interruption.signal,
    onProgress: (progress: TrainProgress) => {
      stepsHere++;
      display.show(progress);
    },
    onActivity: display.activity,
    onNotice: display.notice,
    subsetAtMost: !isSubsetGiven(sources),
  };
  if (ofNewRun === undefined && resume === undefined) display.notice(`The run goes to ${folder}`);
  try {
    // Only now: TensorFlow.js takes a while to load, and the other commands and --help need none of it.
    const { beginRun, resumeRun } = await import('../../training/train/train.js');
    const outcome =
      config !== undefined
        ? await beginRun(path.resolve(folder), config, watch)
        : await resumeRun(path.resolve(folder), sources, watch);
    display.end();
    const seconds = (Date.now() - begins) / 1000;
    process.stdout.write(
      flags.json === true
        ? `${JSON.stringify({ ...outcome, run: path.resolve(folder), seconds })}\n`
        : outcomeText(outcome, { folder, seconds, stepsHere }),
    );
    return outcome.status === 'interrupted' ? interruption.exitCode() : 0;
  } finally {
    display.end();
    interruption.end();
  }
}

/** Tells if a flag or the file gives the subset, and not the preset alone. */
function isSubsetGiven({ flags, file }: ConfigSources): boolean {
  return [flags, file?.content].some((given) => typeof given === 'object' && given !== null && 'subset' in given);
}

/** Says what was done here: `stepsHere` is 0 for a run that was finished before. */
interface Done {
  readonly folder: string;
  readonly seconds: number;
  readonly stepsHere: number;
}

export function outcomeText(outcome: TrainOutcome, { folder, seconds, stepsHere }: Done): string {
  const { status, step, steps, loss, knn, skippedSteps, checkpoint, dataset, engine } = outcome;
  const share =
    dataset.images === dataset.officialImages
      ? thousands(dataset.images)
      : `${thousands(dataset.images)} of ${thousands(dataset.officialImages)}`;
  return [
    status === 'finished' && stepsHere === 0
      ? `Finished already, at step ${thousands(step)} of ${thousands(steps)}: nothing was left to do`
      : `${status === 'finished' ? 'Finished' : 'Interrupted'} at step ${thousands(step)} of ${thousands(steps)} after ${formatSeconds(seconds)}`,
    ...(loss === undefined ? [] : [`Loss: ${formatNumber(loss)}`]),
    ...(knn === undefined
      ? []
      : [`20-NN accuracy, as followed on few images: ${(100 * knn).toFixed(1)} % (alpha-cl eval measures on all)`]),
    ...(skippedSteps === 0
      ? []
      : [`Skipped for a gradient that was not finite in float16: ${thousands(skippedSteps)}`]),
    `Images: ${dataset.name}, ${share}. Engine: ${engine.name} (${engine.device})`,
    `Checkpoint: ${checkpoint}`,
    ...(status === 'finished' ? [] : [`Continue with: ${PROGRAM} train --resume ${shellWord(folder)}`]),
    '',
  ].join('\n');
}
