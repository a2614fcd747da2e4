/** `alpha-cl data download` and `alpha-cl data check`: download the real images, and check those that are there. */
import path from 'node:path';
import { Command } from 'commander';
import { formatSeconds } from '../../base/format-number.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import { downloadDataset } from '../../training/data/archive/download-dataset.js';
import { publishedArchive } from '../../training/data/archive/published-archives.js';
import {
  checkDataset,
  type DatasetCheck,
  type Checksum,
  type DataState,
  type FileCheck,
} from '../../training/data/check-dataset.js';
import { writeChecksumList } from '../../training/data/checksum-list.js';
import { isOwnImages, OWN_IMAGES, type OwnImages } from '../../training/data/dataset-choice.js';
import { DATASETS, namedDataset, type DatasetName } from '../../training/data/datasets.js';
import { checkImageFolder, type ImageFolderCheck } from '../../training/data/image-folder/check-image-folder.js';
import { withHelp, type HelpPage } from './command-help.js';
import { requireDataFolder } from './data-folder.js';
import { progressLine, type ProgressLine } from './progress-line.js';
import { suggest } from './suggestions.js';
import { left, right, textTable } from './text-table.js';

interface DataOptions {
  readonly data?: string;
  readonly json?: true;
}

interface CheckOptions extends DataOptions {
  readonly seal?: true;
}

interface DownloadOptions extends DataOptions {
  readonly url?: string;
  readonly archive?: string;
}

const NAMES = Object.keys(DATASETS) as DatasetName[];

const STATES: Readonly<Record<DataState, string>> = {
  whole: '✔ whole',
  subset: '✔ subset',
  broken: '✘ broken',
  absent: '– absent',
};

const CHECKSUMS: Readonly<Record<Checksum, string>> = {
  matches: 'MD5 as published',
  differs: 'MD5 differs',
  'as listed': 'SHA-256 as listed',
  'none published': 'none published',
  'not for a subset': 'none for a subset',
};

interface Transfer {
  /** Description of the transfer: `downloading CIFAR-10`. */
  readonly what: string;
  /** Bytes done so far; `total`: all of them. */
  readonly bytes: number;
  readonly total: number;
}

interface TransferDisplay extends Omit<ProgressLine, 'show'> {
  readonly show: (transfer: Transfer) => void;
}

/** Seconds over which the speed is measured. */
const WINDOW = 10;

/** Makes the command. @param setExitCode receives 0, or 1 when a checked data set is broken, or a requested one is absent */
export function dataCommand(setExitCode: (code: number) => void): Command {
  const download = suggest(
    withHelp(
      new Command('download')
        .description('download a data set, check its published checksum, and unpack it')
        .argument('<dataset>', NAMES.join(', '))
        .option('--data <dir>', 'folder that shall contain it (default: ALPHA_CL_DATA)')
        .option('--url <url>', 'download the same archive from another place')
        .option('--archive <file>', 'take the archive from a file; nothing is downloaded')
        .option('--json', 'print the outcome as JSON on standard output')
        .action(downloadNamed),
      DOWNLOAD_HELP,
    ),
    'dataset',
    NAMES,
  );
  const check = suggest(
    withHelp(
      new Command('check')
        .description('tell which data sets are there, whole or in part, and whether their files are sound')
        .argument(
          '[datasets...]',
          `some of ${NAMES.join(', ')}, or images:DIR for a folder of images (default: ${NAMES.join(', ')})`,
        )
        .option('--data <dir>', 'folder that contains them (default: ALPHA_CL_DATA)')
        .option('--seal', 'list the SHA-256 of sound files in SHA256SUMS beside them, so that later damage is found')
        .option('--json', 'print the findings as JSON on standard output')
        .action(async (names: string[], options: CheckOptions) => {
          setExitCode(await checkNamed(names, options));
        }),
      CHECK_HELP,
    ),
    'datasets',
    NAMES,
  );
  return withHelp(new Command('data').addCommand(download).addCommand(check), HELP);
}

const DOWNLOAD_HELP: HelpPage = {
  notes: [
    'A lost connection or a killed run costs nothing: the same command goes on from the bytes that have arrived. The data set ' +
      'appears in its folder whole or not at all, and a folder that is there already is never changed. CIFAR takes 0.36 GB of ' +
      'room while it is unpacked, STL-10 5.7 GB.',
    'The proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names is asked, but for hosts of NO_PROXY; lower case is read too.',
  ],
  examples: [
    'alpha-cl data download cifar10 --data ~/datasets',
    'ALPHA_CL_DATA=~/datasets alpha-cl data download stl10',
    'alpha-cl data download cifar100 --data ~/datasets --url https://mirror.example/cifar-100-binary.tar.gz',
    'alpha-cl data download cifar10 --data ~/datasets --archive /media/stick/cifar-10-binary.tar.gz',
  ],
  exitCodes: { 0: 'the data set is there', 2: 'it is not: the reason is on standard error' },
};

const CHECK_HELP: HelpPage = {
  notes: [
    'A file of the published length is compared with its published MD5, where there is one: all images of CIFAR-10 and STL-10, ' +
      "none of CIFAR-100's. Of other files sizes and every label are checked, and nothing can be said of their pixels, unless " +
      'SHA256SUMS lists them: a download makes that list, and --seal makes it of files that are there (sha256sum -c reads it). ' +
      'Training and evaluation compare what they read with the same checksums. Fewer records than published are a subset, and no ' +
      'fault.',
    'Of images:DIR every PNG, JPEG and WebP file is decoded: classes, numbers of training and test images, damaged files by name, and ' +
      'test images that equal a training image are told.',
  ],
  examples: [
    'alpha-cl data check --data ~/datasets',
    'alpha-cl data check cifar10 stl10 --data ~/datasets --json',
    'alpha-cl data check cifar100 --data ~/datasets --seal',
    'alpha-cl data check images:pets',
  ],
  exitCodes: { 0: 'sound', 1: 'something is broken, or a data set asked for is absent', 2: 'bad usage or input' },
};

const HELP: HelpPage = {
  examples: ['alpha-cl data check --data ~/datasets', 'alpha-cl data download cifar10 --data ~/datasets'],
  exitCodes: {
    0: 'the data sets are there and sound',
    1: 'a data set that was checked is broken or absent',
    2: 'bad usage or input',
  },
};

async function downloadNamed(given: string, options: DownloadOptions): Promise<void> {
  const name = datasetName(given);
  if (options.url !== undefined && options.archive !== undefined) {
    throw new InvalidInput('--url and --archive are two places to take the archive from: give one of them');
  }
  const archive = publishedArchive(name);
  const display = transferDisplay();
  try {
    const { folder, found } = await downloadDataset(archive, {
      data: requireDataFolder(options.data),
      ...(options.url === undefined ? {} : { url: options.url }),
      ...(options.archive === undefined ? {} : { archiveFile: options.archive }),
      onNotice: display.notice,
      progress: ({ stage, ...transfer }) => display.show({ what: `${stage} ${archive.title}`, ...transfer }),
    });
    const place = path.resolve(folder);
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ dataset: name, folder: place, found })}\n`
        : `${archive.title} ${found ? 'was there already' : 'is there now'}: ${place}\n`,
    );
  } finally {
    display.end();
  }
}

async function checkNamed(given: readonly string[], options: CheckOptions): Promise<number> {
  const own = given.filter(isOwnImages);
  if (own.length > 0) return checkOwn(given, own, options);
  const names = given.length === 0 ? NAMES : [...new Set(given.map(datasetName))];
  const data = requireDataFolder(options.data);
  const checks: DatasetCheck[] = [];
  const display = transferDisplay();
  try {
    for (const name of names) {
      const { files } = publishedArchive(name);
      const progress = (file: string, bytes: number): void => {
        const total = files.find((one) => one.name === path.basename(file))?.bytes ?? bytes;
        display.show({ what: `reading ${file}`, bytes, total });
      };
      const check = await checkDataset(name, { data, progress });
      if (options.seal === true) await seal(check);
      checks.push(check);
    }
  } finally {
    display.end();
  }
  const folder = path.resolve(data);
  process.stdout.write(options.json === true ? `${JSON.stringify({ folder, datasets: checks })}\n` : dataTable(checks));
  const faulty = ({ state }: DatasetCheck): boolean =>
    state === 'broken' ||
    (state === 'absent' && (given.length > 0 || checks.every((check) => check.state === 'absent')));
  return checks.some(faulty) ? 1 : 0;
}

/** Checks folders of images. @throws InvalidInput when published data sets are named beside them */
async function checkOwn(
  given: readonly string[],
  own: readonly OwnImages[],
  { seal: sealed, json }: CheckOptions,
): Promise<number> {
  if (own.length < given.length || sealed === true) {
    throw new InvalidInput(
      `${sealed === true ? '--seal lists files of published data sets' : 'folders of images are checked apart from published data sets'}: ` +
        'leave it out, or images:DIR',
    );
  }
  const display = progressLine('listing images');
  const checks: ImageFolderCheck[] = [];
  try {
    for (const one of own) checks.push(await checkImageFolder(one.slice(OWN_IMAGES.length), display.show));
  } finally {
    display.end();
  }
  process.stdout.write(json === true ? `${JSON.stringify({ folders: checks })}\n` : checks.map(folderText).join('\n'));
  return checks.some(({ damaged }) => damaged.length > 0) ? 1 : 0;
}

/** Writes what was found in a folder of images; each damaged file has a line. */
function folderText({ name, folder, classNames, train, test, division, damaged, overlap }: ImageFolderCheck): string {
  const classes =
    classNames.length === 0
      ? 'no labels'
      : `${thousands(classNames.length)} ${classNames.length === 1 ? 'class' : 'classes'}`;
  const state = STATES[damaged.length === 0 ? 'whole' : 'broken'];
  return [
    `${state}: ${name} train ${thousands(train)}, test ${thousands(test)} images, ${classes}, in ${folder}`,
    `Divided by ${division}`,
    ...damaged,
    ...(overlap === undefined ? [] : [overlap]),
    '',
  ].join('\n');
}

/** Writes checksums of a sound data set; a broken one is refused. */
async function seal({ folder, state, files }: DatasetCheck): Promise<void> {
  const names = files.filter((file) => file.state === 'whole' || file.state === 'subset').map(({ file }) => file);
  if (state !== 'broken' && names.length > 0) await writeChecksumList(folder, names);
}

/** Checks the name of a data set. @throws InvalidInput for a name that is not in the table */
function datasetName(given: string): DatasetName {
  namedDataset(given);
  return given as DatasetName;
}

/** Writes for each data set one summary line, a table of its files, and remedies for broken ones. */
function dataTable(checks: readonly DatasetCheck[]): string {
  return checks.map(datasetText).join('\n');
}

function datasetText(check: DatasetCheck): string {
  const other = check.otherForm === undefined ? '' : `${check.otherForm}\n`;
  const head = `${STATES[check.state]}: ${describe(check)}\n${other}`;
  if (check.files.every(({ state }) => state === 'absent')) return head;
  const table = textTable(
    [left('file'), left('state'), right('images'), right('bytes'), left('checksum')],
    check.files.map((file) => ({
      file: file.file,
      state: STATES[file.state],
      images: file.images === undefined ? '–' : thousands(file.images),
      bytes: file.state === 'absent' ? '–' : bytesText(file),
      checksum: file.checksum === undefined ? '–' : CHECKSUMS[file.checksum],
    })),
  );
  const problems = [...new Set(check.files.flatMap(({ problem }) => problem ?? []))];
  return `${head}${table}\n${problems.map((problem) => `${problem}\n`).join('')}`;
}

/** Describes a data set: `CIFAR-10 train 50,000 of 50,000, test 1,017 of 10,000 images, in DIR`. */
function describe({ title, images, folder }: DatasetCheck): string {
  const parts = Object.entries(images)
    .filter(([, { published }]) => published > 0)
    .map(([part, { found, published }]) => `${part} ${thousands(found)} of ${thousands(published)}`);
  return `${title} ${parts.join(', ')} images, in ${folder}`;
}

function bytesText({ bytes, publishedBytes }: FileCheck): string {
  return publishedBytes === undefined || bytes === publishedBytes
    ? thousands(bytes)
    : `${thousands(bytes)} of ${thousands(publishedBytes)}`;
}

/** Shows transfers on standard error, so that standard output stays clean. */
function transferDisplay(): TransferDisplay {
  const { show, ...rest } = progressLine('starting');
  const line = transferLine();
  return { show: (transfer) => show(line(transfer, performance.now() / 1000)), ...rest };
}

/**
 * Returns a function that makes the line to show from the state of a transfer and the time in seconds; another `what` starts the
 * measurement of speed again.
 */
export function transferLine(): (transfer: Transfer, now: number) => string {
  let current = '';
  let samples: { readonly time: number; readonly bytes: number }[] = [];
  return ({ what, bytes, total }, now) => {
    if (what !== current) samples = [];
    current = what;
    const newest = samples.at(-1);
    // Many small pieces come a second; some samples are enough.
    if (newest === undefined || now - newest.time >= 0.25) samples.push({ time: now, bytes });
    while (samples.length > 2 && now - (samples[0]?.time ?? now) > WINDOW) samples.shift();

    const share = `${what} ${total === 0 ? 100 : Math.floor((100 * bytes) / total)} % · ${megabytes(bytes)} of ${megabytes(total)} MB`;
    const oldest = samples[0];
    const speed = oldest === undefined || now - oldest.time < 0.5 ? 0 : (bytes - oldest.bytes) / (now - oldest.time);
    if (speed <= 0) return share;
    return `${share} · ${megabytes(speed)} MB/s · ${formatSeconds(Math.ceil((total - bytes) / speed))} left`;
  };
}

/** Writes megabytes: `0.3`, `12.0`, `170`. */
function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}
