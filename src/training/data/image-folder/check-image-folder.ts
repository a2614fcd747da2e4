/** Check of a folder of images: every file is decoded. */
import path from 'node:path';
import { thousands } from '../../../base/thousands.js';
import { isImageArchive, loadImageArchive, openImageArchive } from '../image-archive.js';
import { overlapText } from '../overlap.js';
import { decodeImages } from './decode-images.js';
import { listImages } from './image-folder.js';

/** Result of the check of a folder. */
export interface ImageFolderCheck {
  readonly name: string;
  readonly folder: string;
  readonly classNames: readonly string[];
  /** Numbers of images, with those that are damaged. */
  readonly train: number;
  readonly test: number;
  /** Description of where the test images come from. */
  readonly division: string;
  /** A line for each file that cannot be decoded. */
  readonly damaged: readonly string[];
  /** Description of test images that equal a training image; absent where there are none. */
  readonly overlap?: string;
}

/** Pixels a side at which images are compared. */
const SIDE = 32;

/** Checks a folder of images, or an archive. @throws (rejects) InvalidInput as `listImages` and `openImageArchive` */
export async function checkImageFolder(
  folder: string,
  onActivity: (text: string) => void = () => undefined,
): Promise<ImageFolderCheck> {
  const place = path.resolve(folder);
  if (isImageArchive(place)) return checkedArchive(place);
  const { name, classNames, train, test, division } = listImages(place);
  const decode = (images: typeof train, split: string): ReturnType<typeof decodeImages> =>
    decodeImages(images, {
      name: `${name} ${split}`,
      side: SIDE,
      classNames,
      onDecoded: (done, total) =>
        onActivity(`decoding ${name} ${split}: ${thousands(done)} of ${thousands(total)} images`),
    });
  const [ofTrain, ofTest] = [await decode(train, 'train'), await decode(test, 'test')];
  const overlap = overlapText(ofTrain.images, ofTest.images);
  return {
    name,
    folder: place,
    classNames,
    train: train.length,
    test: test.length,
    division,
    damaged: [...ofTrain.faults, ...ofTest.faults].map(({ reason }) => reason),
    ...(overlap !== undefined && { overlap }),
  };
}

/** An archive that can be read has no damaged images: its arrays carry checksums. */
function checkedArchive(file: string): ImageFolderCheck {
  const { name, classNames, train, test, division } = openImageArchive(file);
  const images = (split: 'train' | 'test') => loadImageArchive({ folder: file, split, side: SIDE });
  const overlap = overlapText(images('train'), images('test'));
  return {
    name,
    folder: file,
    classNames,
    train: train.length,
    test: test.length,
    division,
    damaged: [],
    ...(overlap !== undefined && { overlap }),
  };
}
