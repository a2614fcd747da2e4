/** The data set that a person names, with the folder that contains it. */
import { PROGRAM } from '../../base/program-name.js';
import path from 'node:path';
import { pathKind } from '../../base/files/file-bytes.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { isOwnImages, OWN_IMAGES, type DatasetChoice } from './dataset-choice.js';
import { namedDataset, type DatasetName } from './datasets.js';

/** A data set, and the folder that contains it. */
export interface ResolvedImages {
  readonly dataset: DatasetChoice;
  readonly data: string;
}

/**
 * Takes the path in `images:PATH` apart: the folder above it is where the data are, and its name names the data set. A path is
 * looked for from the current folder, then in the data folder.
 */
export function placedImages(dataset: string, data: string | undefined): ResolvedImages {
  const named = dataset.slice(OWN_IMAGES.length);
  const here = path.resolve(named);
  const inData = data === undefined ? here : path.resolve(data, named);
  const folder = pathKind(here) === 'absent' && pathKind(inData) !== 'absent' ? inData : here;
  return { dataset: `${OWN_IMAGES}${path.basename(folder)}`, data: path.dirname(folder) };
}

/** Returns the data set that a person names. @throws InvalidInput for an unknown name, and where a folder of data is missing */
export function resolveImages(dataset: string, data: string | undefined): ResolvedImages {
  if (isOwnImages(dataset) && dataset !== OWN_IMAGES) return placedImages(dataset, data);
  namedDataset(dataset);
  if (data !== undefined) return { dataset: dataset as DatasetName, data };
  throw new InvalidInput(
    `--data is missing: give the folder that holds the data set, or set ALPHA_CL_DATA; ${PROGRAM} data download fills one`,
  );
}
