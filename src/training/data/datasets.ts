/** The known image data sets and their splits. Adding one is a file in published/ and a line here. */
import { PROGRAM } from '../../base/program-name.js';
import { unknownName } from '../../base/invalid-input.js';
import { shellWord } from '../../base/shell-word.js';
import type { DatasetFormat, PartFiles } from './dataset-format.js';
import { cifar10 } from './published/cifar10.js';
import { cifar100 } from './published/cifar100.js';
import { stl10 } from './published/stl10.js';

const TABLE = { cifar10, cifar100, stl10 };

/** A data set by the name that options and functions take. */
export type DatasetName = keyof typeof TABLE;

/** The known data sets, by name. */
export const DATASETS: Readonly<Record<DatasetName, DatasetFormat>> = TABLE;

/**
 * Returns the format of a data set.
 *
 * @throws InvalidInput for an unknown name
 * @example
 * namedDataset('cifar10').title; // 'CIFAR-10'
 * namedDataset('cifar'); // throws unknown data set "cifar": choose one of cifar10, cifar100, stl10 (did you mean cifar10?)
 */
export function namedDataset(name: string): DatasetFormat {
  if (Object.hasOwn(DATASETS, name)) return DATASETS[name as DatasetName];
  throw unknownName('data set', name, Object.keys(DATASETS));
}

/** Returns the command that downloads a data set. @param data the folder that is to contain those of the data sets */
export function downloadCommand(format: DatasetFormat, data: string): string {
  const name = Object.entries(DATASETS).find(([, one]) => one === format)?.[0] ?? '';
  return `${PROGRAM} data download ${name} --data ${shellWord(data)}`;
}

/** Returns the names of the data sets that have unlabeled images. */
export function datasetsWithUnlabeled(): DatasetName[] {
  return (Object.keys(DATASETS) as DatasetName[]).filter((name) => DATASETS[name].unlabeled !== undefined);
}

/** Returns the number of classes that the labels distinguish. */
export function classCount({ labels }: DatasetFormat): number {
  const field = labels.at(-1);
  return field === undefined ? 0 : field.last - field.first + 1;
}

/** Parts of a data set; `train+unlabeled` is both, in this order. */
export type Split = 'train' | 'test' | 'unlabeled' | 'train+unlabeled';

/** Returns the number of images in the published files of some parts. */
export function publishedImages({ archive, recordBytes }: DatasetFormat, parts: readonly PartFiles[]): number {
  const bytes = archive.files
    .filter(({ name }) => parts.some(({ images }) => images === name))
    .reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  return bytes / recordBytes;
}
