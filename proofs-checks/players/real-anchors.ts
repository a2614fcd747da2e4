/** Anchors of real, augmented images: the margins of the first image of each data set to all others. */
import type { RealCase } from '../../src/claims/claim.js';
import type { RealImages } from '../../src/training/data/real-images.js';
import { row } from '../../src/theory/algebra/matrix.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';
import { unitRows } from '../../src/theory/losses/unit-rows.js';
import { realViews } from '../real-views.js';
import type { AnchorInstance } from './anchor-instances.js';

/** One instance a data set and loss, on the ℓ2-normalised pixels. */
export function realAnchors(names: readonly string[]): (images: RealImages) => Generator<RealCase<AnchorInstance>> {
  return function* (images) {
    for (const { label, instance } of realViews(images)) {
      const margins = row(pairMargins(unitRows(instance.z).unit, unitRows(instance.zPrime).unit), 0).slice(1);
      for (const name of names) {
        yield { label: `${label}, ${name}`, instance: { loss: { name, parameters: {} }, margins, seed: 1 } };
      }
    }
  };
}
