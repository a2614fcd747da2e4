/**
 * CIFAR as torchvision stores it: Python pickles, which can run code when they are read. They are recognised and reported, not
 * read.
 */
import path from 'node:path';
import { pathKind } from '../../base/files/file-bytes.js';
import type { DatasetFormat } from './dataset-format.js';
import { downloadCommand } from './datasets.js';

/**
 * Describes the place of the pickles of a data set.
 *
 * @param data the folder that contains those of the data sets, or is one of them
 * @returns their place and the way to get the form that is read; undefined if there are none
 */
export function pickledForm(format: DatasetFormat, data: string): string | undefined {
  const { pickled, folder, title } = format;
  if (pickled === undefined) return undefined;
  const places = [path.join(data, pickled.folder), path.join(data, folder), data];
  const place = places.find((one) => pathKind(path.join(one, pickled.file)) !== 'absent');
  if (place === undefined) return undefined;
  const into = place === data ? path.dirname(path.resolve(data)) : data;
  return (
    `${place} holds ${title} as Python's pickles, as torchvision downloads it; the binary form in ${folder} is needed: ` +
    `${downloadCommand(format, into)} puts it beside`
  );
}
