/** The whole command line as commander defines it: the commands, and what all of them share. */
import { Command } from 'commander';
import { availableThreads } from '../../base/threads.js';
import { packageVersion } from '../../base/version.js';
import { INTERRUPTED, withHelp } from './command-help.js';
import { oneOf } from './option-values.js';
import { printable } from './printable.js';

type SetExitCode = (code: number) => void;

/** The commands; each is loaded on demand, since most load far more than a list of commands needs. */
const COMMANDS: Readonly<Record<string, ListedCommand>> = {
  verify: {
    about: 'check the claims on generated instances, their counterfeits, and real images',
    load: async (setExitCode) => (await import('./verify-command.js')).verifyCommand(setExitCode),
  },
  figures: {
    about: 'draw the figures: each as Vega-Lite specification, SVG and PNG',
    load: async (setExitCode) => (await import('./figures-command.js')).figuresCommand(setExitCode),
  },
  experiment: {
    about: 'run an experiment: table and figures over several seeds',
    load: async () => (await import('./experiment-command.js')).experimentCommand(),
  },
  analyse: {
    about: 'say what the theory tells of any loss, or of any α: which of its properties hold, with proofs',
    load: async () => (await import('./analyse-command.js')).analyseCommand(),
  },
  atlas: {
    about: 'write the atlas of losses: all named ones through one analysis, as a Markdown page and a figure',
    load: async () => (await import('./atlas-command.js')).atlasCommand(),
  },
  generate: {
    about: 'write any loss as one file of code for PyTorch, JAX, NumPy or TypeScript',
    load: async () => (await import('./generate-command.js')).generateCommand(),
  },
  inspect: {
    about: 'say how embeddings are, where losses put their weight on them, and what to do about it',
    load: async () => (await import('./inspect-command.js')).inspectCommand(),
  },
  engines: {
    about: 'list the engines that can train here, with device and speed, and why the others cannot',
    load: async () => (await import('./engines-command.js')).enginesCommand(),
  },
  data: {
    about: 'download and check the real images',
    load: async (setExitCode) => (await import('./data-command.js')).dataCommand(setExitCode),
  },
  train: {
    about: 'train an encoder with a contrastive loss, or continue a training',
    load: async (setExitCode) => (await import('./train-command.js')).trainCommand(setExitCode),
  },
  eval: {
    about: 'evaluate a run: linear evaluation, nearest neighbours, spectrum, alignment and uniformity',
    load: async () => (await import('./eval-command.js')).evalCommand(),
  },
  compare: {
    about: 'compare runs: a table, seeds of one configuration as mean ± deviation, and training curves',
    load: async () => (await import('./compare-command.js')).compareCommand(),
  },
  export: {
    about: 'write a run’s encoder as ONNX, or its weights as safetensors',
    load: async () => (await import('./export-command.js')).exportCommand(),
  },
  embed: {
    about: 'embed images by an encoder of your own, an ONNX file',
    load: async () => (await import('./embed-command.js')).embedCommand(),
  },
  discover: {
    about: 'rank shapes of the weight α by what the theory asks of it, and see what the ranking is worth',
    load: async () => (await import('./discover-command.js')).discoverCommand(),
  },
  reproduce: {
    about: 'make a table of results: train and evaluate what is missing, and write its page',
    load: async (setExitCode) => (await import('./reproduce-command.js')).reproduceCommand(setExitCode),
  },
  sweep: {
    about: 'train and evaluate every combination of values of options, and compare them',
    load: async (setExitCode) => (await import('./sweep-command.js')).sweepCommand(setExitCode),
  },
  job: {
    about: 'finish one job of a grid file: train and evaluate what is missing',
    load: async (setExitCode) => (await import('./job-command.js')).jobCommand(setExitCode),
  },
  serve: {
    about: 'open the explorer: claims down to single instances, training as it goes, tables, losses and landscapes',
    load: async () => (await import('./serve-command.js')).serveCommand(),
  },
  site: {
    about: 'write the explorer with its data as files, for any web host',
    load: async () => (await import('./site-command.js')).siteCommand(),
  },
  completion: {
    about: 'print a script that completes commands, options and their values in a shell',
    load: async () =>
      (await import('./completion-command.js')).completionCommand((words) => programFor(words, () => undefined)),
  },
};

interface ListedCommand {
  readonly about: string;
  readonly load: (setExitCode: SetExitCode) => Promise<Command>;
}

/** Returns the definition with every command, for everything that is generated from it. */
export async function wholeProgram(): Promise<Command> {
  return programOf(Object.keys(COMMANDS), () => undefined);
}

/**
 * Returns the definition with the command that is named first; of the others there are the names and what they are about.
 *
 * @param setExitCode receives the exit code of a command that ended in an orderly way, where it is not 0
 */
export async function programFor(argv: readonly string[], setExitCode: SetExitCode): Promise<Command> {
  const [first = ''] = argv;
  return programOf([first], setExitCode);
}

/** Rewrites `help data check` as `data check --help`, since commander's own `help` knows commands of one word. */
export function plainArguments(argv: readonly string[]): readonly string[] {
  const [first, second = ''] = argv;
  return first === 'help' && Object.hasOwn(COMMANDS, second) ? [...argv.slice(1), '--help'] : argv;
}

/** Commands under headings of what a person wants to do, as help has them. */
const GROUPS: readonly { readonly title: string; readonly names: readonly string[] }[] = [
  { title: 'Your loss:', names: ['analyse', 'generate', 'atlas', 'discover'] },
  { title: 'Your embeddings:', names: ['inspect', 'embed'] },
  {
    title: 'Your training:',
    names: ['data', 'engines', 'train', 'eval', 'compare', 'export', 'sweep', 'reproduce', 'job'],
  },
  { title: 'The theory, checked:', names: ['verify', 'figures', 'experiment'] },
  { title: 'Results to look at:', names: ['serve', 'site'] },
  { title: 'Shell:', names: ['completion', 'help'] },
];

/** Returns the number of the group that a command is in. */
function placeOf(name: string): number {
  return GROUPS.findIndex(({ names }) => names.includes(name));
}

async function programOf(names: readonly string[], setExitCode: SetExitCode): Promise<Command> {
  const program = withHelp(
    new Command('alpha-cl')
      .description(
        'Says what a contrastive loss does: which pairs it weighs, what is proven of it, and what that means for your embeddings and your ' +
          'training. After Tian, NeurIPS 2022 (arXiv 2201.12680), whose statements it checks.',
      )
      .version(packageVersion(), '-V, --version', 'print the version')
      .addHelpCommand(
        new Command('help').argument('[command]').description('print the help of a command').helpGroup('Shell:'),
      ),
    {
      notes: [
        'ALPHA_CL_DATA names the folder of the image data sets where --data does not, ALPHA_CL_THREADS how many threads ' +
          'may be busy. NO_COLOR leaves out colours and moving lines; FORCE_COLOR=1 keeps colours without a terminal.',
      ],
      examples: [
        ['alpha-cl analyse --loss siglip', 'what is proven of a loss'],
        ['alpha-cl inspect z.npz', 'how your embeddings are'],
        ['alpha-cl verify', 'check the theory, in half a minute'],
        ['alpha-cl serve --open', 'look at what there is'],
        ['alpha-cl help train', 'help of a command'],
      ],
      exitCodes: {
        0: 'done',
        1: 'something does not hold or is not finished',
        2: 'bad usage or input',
        70: 'a defect of alpha-cl itself: please report it',
        75: 'another process is already running this job',
        ...INTERRUPTED,
      },
    },
  );
  for (const [name, { about, load }] of Object.entries(COMMANDS).toSorted(([a], [b]) => placeOf(a) - placeOf(b))) {
    const command = names.includes(name) ? await load(setExitCode) : new Command(name);
    program.addCommand(command.description(about).helpGroup(GROUPS[placeOf(name)]?.title ?? 'Others:'));
  }
  // Arguments and options of the others are not known here: names alone, whether they are loaded or not.
  program.configureHelp({ subcommandTerm: (one) => one.name() });
  // Before the work: a command that asks for no threads would pass a wrong number over.
  program.hook('preAction', () => void availableThreads());
  return agreeing(program, 'alpha-cl');
}

/**
 * Makes a command throw instead of ending the process, and point to its help after errors.
 *
 * @param name all words of the command
 */
function agreeing(command: Command, name: string): Command {
  command
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError(`See npx ${name} --help`)
    .configureOutput({
      outputError: (text, write) => write(printable(text.replace(/^error: /, 'alpha-cl: '))),
    });
  for (const one of [...command.options, ...command.registeredArguments]) {
    if (one.argChoices !== undefined && one.parseArg !== undefined) one.argParser(oneOf(one.argChoices));
  }
  for (const child of command.commands) agreeing(child, `${name} ${child.name()}`);
  return command;
}
