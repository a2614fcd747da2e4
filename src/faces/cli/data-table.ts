/** Table of the data sets of a folder, for the terminal. */
import type { Checksum, DatasetCheck, DataState, FileCheck } from '../../training/data/check-dataset.js';
import { thousands } from '../../base/thousands.js';
import { left, right, textTable } from './text-table.js';

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

/** Writes for each data set one summary line, a table of its files, and remedies for broken ones. */
export function dataTable(checks: readonly DatasetCheck[]): string {
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
