/** `alpha-cl embed`: embeddings of images by an encoder of one's own, an ONNX file. */
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { thousands } from '../../base/thousands.js';
import type { Embedded } from '../../results/runs/embed-images.js';
import type { Normalisation } from '../../training/data/augmentation/tensor.js';
import { resolveImages } from '../../training/data/resolve-images.js';
import { withHelp, type HelpPage } from './command-help.js';
import { dataFolder } from './data-folder.js';
import { positiveInteger, seedNumber } from './option-values.js';
import { progressLine } from './progress-line.js';

type Channels = Normalisation['mean'];

interface EmbedFlags {
  readonly encoder: string;
  readonly dataset: string;
  readonly out: string;
  readonly data?: string;
  readonly split: 'train' | 'test';
  readonly limit?: number;
  readonly views: '1' | '2';
  readonly seed?: number;
  readonly output?: string;
  readonly resize?: number;
  readonly mean?: Channels;
  readonly std?: Channels;
  readonly batch?: number;
  readonly splitSeed?: number;
  readonly damaged?: 'refuse' | 'skip';
  readonly json?: true;
}

export function embedCommand(): Command {
  return withHelp(
    new Command('embed')
      .requiredOption('--encoder <file>', 'ONNX file with one input, [N, 3, H, W] or [N, H, W, 3], float32 or uint8')
      .requiredOption('--dataset <name>', 'cifar10, cifar100, stl10, or images:DIR for a folder of images')
      .requiredOption('--out <file>', 'file to write: .npz, or .npy with labels in a file beside it')
      .option('--data <dir>', 'folder of the data sets (default: ALPHA_CL_DATA)')
      .addOption(new Option('--split <images>', 'images to embed').choices(['train', 'test']).default('train'))
      .option('--limit <n>', 'embed the first n images only', positiveInteger)
      .addOption(
        new Option('--views <n>', 'embed images as they are (1), or two augmented views of each (2)')
          .choices(['1', '2'])
          .default('1'),
      )
      .option('--seed <n>', 'seed of the augmentations (default: 1)', seedNumber)
      .option('--output <name>', 'output of the encoder to take (default: the first)')
      .option(
        '--resize <n>',
        'pixels a side (default: as the file says, else 224 of images:DIR, else as they are)',
        positiveInteger,
      )
      .option('--mean <r,g,b>', 'mean of values in 0..1 to subtract (default: 0.485,0.456,0.406)', channels)
      .option('--std <r,g,b>', 'deviation to divide by (default: 0.229,0.224,0.225)', channels)
      .option('--batch <n>', 'images at once (default: as the file says, else 64)', positiveInteger)
      .option('--split-seed <n>', 'seed of the test images that are drawn from images:DIR (default: 1)', seedNumber)
      .addOption(
        new Option('--damaged <how>', 'refuse damaged images of images:DIR, or skip them').choices(['refuse', 'skip']),
      )
      .option('--json', 'print the outcome as one JSON object on standard output')
      .action(embed),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'Images of a folder are turned as Exif says, cut to the largest square in their middle and resized by bilinear interpolation ' +
      'with antialiasing, as torchvision resizes the shorter side and crops the centre. Values in 0..1 lose the mean and are ' +
      'divided by the deviation; an encoder that takes uint8 gets the values 0..255 of each channel as they are, as encoders of alpha-cl export do.',
    'The file has the arrays embeddings, or first and second for two views, and labels: alpha-cl eval and inspect read it. ' +
      'An .npz of an encoder of alpha-cl export has a text too, loss: the loss of the run and its parameters as JSON, which inspect looks at first.',
  ],
  examples: [
    'alpha-cl embed --encoder resnet50.onnx --dataset images:pets --out pets.npz',
    'alpha-cl embed --encoder resnet50.onnx --dataset images:pets --split test --out pets-test.npz',
    'alpha-cl embed --encoder encoder.onnx --dataset cifar10 --views 2 --limit 5000 --out views.npz',
    'alpha-cl embed --encoder clip.onnx --dataset images:pets --mean 0.481,0.458,0.408 --std 0.269,0.261,0.276 --out z.npy',
  ],
  exitCodes: { 0: 'written', 2: 'bad usage or input; nothing was written then' },
};

/** Parses three numbers. @throws InvalidArgumentError for others */
function channels(text: string): Channels {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (numbers.length === 3 && numbers.every((one) => Number.isFinite(one))) return numbers as unknown as Channels;
  throw new InvalidArgumentError('Give three numbers, for red, green and blue: 0.5,0.5,0.5.');
}

async function embed(flags: EmbedFlags): Promise<void> {
  const { dataset, data: given, views, mean, std, json, ...rest } = flags;
  if (std?.some((one) => one <= 0) === true) throw new InvalidArgumentError('--std: deviations must be above 0.');
  const chosen = resolveImages(dataset, dataFolder({ ...(given !== undefined && { data: given }) }));
  const display = progressLine('opening the encoder');
  try {
    // Only now: ONNX Runtime takes a while to load, and --help needs none of it.
    const { embedImages, IMAGENET } = await import('../../results/runs/embed-images.js');
    const normalisation =
      mean === undefined && std === undefined
        ? {}
        : { normalisation: { mean: mean ?? IMAGENET.mean, deviation: std ?? IMAGENET.deviation } };
    const embedded = await embedImages({
      ...rest,
      ...chosen,
      ...normalisation,
      encoder: path.resolve(rest.encoder),
      out: path.resolve(rest.out),
      views: views === '2' ? 2 : 1,
      onActivity: display.show,
      onNotice: display.notice,
    });
    display.end();
    process.stdout.write(json === true ? `${JSON.stringify(embedded)}\n` : embeddedText(embedded));
  } finally {
    display.end();
  }
}

export function embeddedText({
  files,
  images,
  rows,
  columns,
  output,
  outputs,
  views,
  labels,
  preprocessing,
}: Embedded): string {
  const others = outputs.filter((name) => name !== output);
  const what = views === 2 ? 'two views of each' : 'one row each';
  return [
    `${files.join(', ')}: ${images}, ${thousands(rows)} images in ${thousands(columns)} dimensions, ${what}, ${labels ? 'with' : 'without'} labels`,
    `Images: ${preprocessing}`,
    `Output of the encoder: ${output}${others.length === 0 ? '' : `; --output takes ${others.join(' or ')} instead`}`,
    '',
  ].join('\n');
}
