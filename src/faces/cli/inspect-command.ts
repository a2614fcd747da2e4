/** `alpha-cl inspect`: the state of embeddings, and what losses do with their pairs. */
import path from 'node:path';
import { Command, Option } from 'commander';
import { InvalidInput } from '../../base/invalid-input.js';
import { formatSeconds } from '../../base/format-number.js';
import { shellWord } from '../../base/shell-word.js';
import { IMPORTANCE_NAMES } from '../../theory/losses/importances.js';
import { lossNames } from '../../theory/losses/named-losses.js';
import type { Inspection } from '../../results/inspect/inspection.js';
import type { AnchorWeighing } from '../../results/inspect/anchor-weighing.js';
import type { ImagesOfRows } from '../../results/inspect/thumbnails.js';
import { withHelp, type HelpPage } from './command-help.js';
import { dataFolder } from './data-folder.js';
import { infiniteAsText } from './infinite-as-text.js';
import { numbersIn, parametersIn } from './loss-options.js';
import { collected, integerFrom, positiveInteger, seedNumber } from './option-values.js';
import { requireOutputFolder } from './output-folder.js';
import { progressLine, type ProgressLine } from './progress-line.js';
import { suggest } from './suggestions.js';

interface InspectFlags {
  readonly second?: string;
  readonly labels?: string;
  readonly loss?: readonly string[];
  readonly set?: readonly string[];
  readonly anchors?: number;
  readonly exact?: true;
  readonly seed: number;
  readonly images?: string;
  readonly data?: string;
  readonly split?: 'train' | 'test';
  readonly limit?: number;
  readonly splitSeed?: number;
  readonly out?: string;
  readonly json?: true;
}

const LEAST_ANCHORS = 32;

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .argument('<views...>', 'files of embeddings, or a folder of them: several are a series in time')
    .option('--second <file>', 'second view of the samples, row by row, where the file has only one')
    .option('--labels <file>', 'a label for each row')
    .option('--loss <name>', 'loss or α-CL importance to look at, repeatable: nt-xent, alpha-cl-direct, …', collected)
    .option('--set <values>', 'parameters of the losses given: tau=0.2; repeatable', collected)
    .option(
      '--anchors <n>',
      'anchors to draw; each is compared with all rows (default: 8192)',
      integerFrom(LEAST_ANCHORS),
    )
    .option('--exact', 'make every row an anchor: no sampling, no error bars')
    .option('--seed <n>', 'seed of the draw', seedNumber, 0)
    .option(
      '--images <name>',
      'images that the rows are embeddings of, as alpha-cl embed takes them: shown beside the hardest pairs',
    )
    .option('--data <dir>', 'folder of the data sets (default: ALPHA_CL_DATA)')
    .addOption(new Option('--split <images>', 'images of --images (default: train)').choices(['train', 'test']))
    .option('--limit <n>', 'number of images, where the rows are the first of them only', positiveInteger)
    .option('--split-seed <n>', 'seed of the order of images:DIR, as embed had it (default: 1)', seedNumber)
    .option('--out <dir>', 'folder of a page with figures and JSON; an earlier one is replaced')
    .option('--json', 'print all that was found as JSON on standard output')
    .action(inspect);
  suggest(command, '--loss', [...lossNames(), ...IMPORTANCE_NAMES.map((name) => `alpha-cl-${name}`)]);
  return withHelp(command, HELP);
}

const HELP: HelpPage = {
  notes: [
    'Reads .npy, .npz, .safetensors, .parquet, .csv and .tsv: a row a sample. A file of two matrices has both views, and one array of ' +
      'whole numbers or texts is the labels. Pickles (.pt, .pkl) are never opened.',
    'Says how the embeddings are (equal, zero and broken rows, lengths, ranks, collapse, alignment, uniformity, nearest neighbours), where ' +
      'each loss puts its weight, its energy and contrastive covariance, and gives advice with its evidence. By default NT-Xent at τ = 0.1, 0.2 ' +
      "and 0.5, α-CL-direct and SigLIP are looked at, and first your run's loss, where the file is an .npz that alpha-cl embed made of an " +
      'encoder of alpha-cl export.',
  ],
  examples: [
    ['alpha-cl inspect z.npy', 'one view'],
    ['alpha-cl inspect z1.npy --second z2.npy --labels y.npy --out page', 'two views and labels, as a page'],
    ['alpha-cl inspect z.npz --loss nt-xent --set tau=0.07', 'one loss at its own temperature'],
    ['alpha-cl inspect checkpoints/ --out page', 'a folder of files as a series in time'],
    ['alpha-cl inspect z.npz --images cifar10 --split test --out page', 'hardest pairs with their images'],
  ],
  exitCodes: { 0: 'inspected', 2: 'bad usage or input' },
};

async function inspect(given: readonly string[], flags: InspectFlags): Promise<void> {
  const { second, images, out, json, exact, anchors } = flags;
  if (exact === true && anchors !== undefined)
    throw new InvalidInput('--exact makes every row an anchor: leave out --anchors');
  if (out !== undefined) await requireOutputFolder('--out', out);
  const { embeddingFiles } = await import('../../training/embeddings/embedding-files.js');
  const files = embeddingFiles(given);
  if (second !== undefined && files.length > 1) {
    throw new InvalidInput(
      `--second is the other view of one file, and ${files.length} are given: save both views in each file`,
    );
  }
  if (images !== undefined && files.length > 1) {
    throw new InvalidInput(`--images shows the images of one file, and ${files.length} are given: name one`);
  }
  const losses = await lossesOf(flags);
  const display = progressLine('reading embeddings');
  try {
    const inspections: Inspection[] = [];
    for (const file of files) inspections.push(await inspectFile(file, flags, losses, display));
    display.end();
    if (out !== undefined) {
      const { writeInspection } = await import('../report/write-inspection.js');
      const page = await writeInspection(out, inspections, commandOf(given, flags));
      if (json !== true) process.stderr.write(`${path.resolve(page)}\n`);
    }
    if (json === true) process.stdout.write(`${JSON.stringify({ inspections }, infiniteAsText)}\n`);
    else {
      const { inspectionText } = await import('./inspection-text.js');
      process.stdout.write(inspections.map(inspectionText).join('\n'));
    }
  } finally {
    display.end();
  }
}

/** @returns undefined where no images are named */
async function imagesOfRows({
  images,
  data,
  split,
  limit,
  splitSeed,
}: InspectFlags): Promise<ImagesOfRows | undefined> {
  const range = { ...(limit !== undefined && { limit }), ...(splitSeed !== undefined && { splitSeed }) };
  if (images === undefined) {
    if (data !== undefined || split !== undefined || Object.keys(range).length > 0) {
      throw new InvalidInput('--data, --split, --limit and --split-seed say which images --images is: give it too');
    }
    return undefined;
  }
  const { resolveImages } = await import('../../training/data/resolve-images.js');
  return {
    ...resolveImages(images, dataFolder({ ...(data !== undefined && { data }) })),
    split: split ?? 'train',
    ...range,
  };
}

/** @returns undefined where the usual ones are to be looked at */
async function lossesOf({ loss, set }: InspectFlags): Promise<AnchorWeighing[] | undefined> {
  const values = numbersIn(parametersIn({ ...(set !== undefined && { set }) }));
  if (loss === undefined) {
    if (Object.keys(values).length > 0)
      throw new InvalidInput('--set gives values to nothing: name a loss with --loss');
    return undefined;
  }
  const { anchorWeighing } = await import('../../results/inspect/anchor-weighing.js');
  return loss.map((name) => anchorWeighing(name, values));
}

async function inspectFile(
  file: string,
  flags: InspectFlags,
  losses: readonly AnchorWeighing[] | undefined,
  display: ProgressLine,
): Promise<Inspection> {
  const { second, labels, exact, anchors, seed } = flags;
  const images = await imagesOfRows(flags);
  const { requireFitting } = await import('../../training/embeddings/embeddings.js');
  const { readEmbeddings, readLabels } = await import('../../training/embeddings/read-embeddings.js');
  const { inspectEmbeddings } = await import('../../results/inspect/inspect-embeddings.js');
  const read = await readEmbeddings(file);
  if (second !== undefined && read.second !== undefined) {
    throw new InvalidInput(`${file} has two views already: leave out --second`);
  }
  const embeddings = requireFitting(second === undefined ? file : `${file} and ${second}`, {
    ...read,
    ...(second !== undefined && { second: (await readEmbeddings(second)).first }),
    ...(labels !== undefined && { labels: await readLabels(labels) }),
  });
  const { requireImageEach, withThumbnails } = await import('../../results/inspect/thumbnails.js');
  if (images !== undefined) requireImageEach(file, embeddings.first.rows, images);
  const started = performance.now();
  const inspection = await inspectEmbeddings(embeddings, {
    file,
    seed,
    ...(losses !== undefined && { losses }),
    ...(exact === true ? { anchors: embeddings.first.rows + LEAST_ANCHORS } : anchors !== undefined && { anchors }),
    onProgress: (what, done, total) => {
      const seconds = (performance.now() - started) / 1000;
      const left =
        what === 'pairs' && done > 0 ? `, about ${formatSeconds((seconds * (total - done)) / done)} left` : '';
      display.show(`${path.basename(file)}: ${what} ${Math.floor((100 * done) / total)} %${left}`);
    },
  });
  return images === undefined ? inspection : withThumbnails(inspection, embeddings, images);
}

/** The command that was given, for the page. */
function commandOf(
  given: readonly string[],
  { second, labels, loss = [], set = [], anchors, exact, seed, images, data, split, limit, splitSeed }: InspectFlags,
): string {
  const words = [
    'alpha-cl inspect',
    ...given.map(shellWord),
    ...(second === undefined ? [] : ['--second', shellWord(second)]),
    ...(labels === undefined ? [] : ['--labels', shellWord(labels)]),
    ...loss.flatMap((name) => ['--loss', shellWord(name)]),
    ...set.flatMap((values) => ['--set', shellWord(values)]),
    ...(anchors === undefined ? [] : ['--anchors', String(anchors)]),
    ...(exact === true ? ['--exact'] : []),
    ...(seed === 0 ? [] : ['--seed', String(seed)]),
    ...(images === undefined ? [] : ['--images', shellWord(images)]),
    ...(data === undefined ? [] : ['--data', shellWord(data)]),
    ...(split === undefined ? [] : ['--split', split]),
    ...(limit === undefined ? [] : ['--limit', String(limit)]),
    ...(splitSeed === undefined ? [] : ['--split-seed', String(splitSeed)]),
  ];
  return words.join(' ');
}
