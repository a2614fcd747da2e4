/**
 * Augmented views a second, as a training run gets them: batches of real images through `viewBatches`. Prints JSON:
 * views_per_s by the clock, and ms_per_view_core, the processor time of one view in all threads together, which other
 * work on the machine changes less. Threads start and V8 compiles in WARM_UP batches that are not counted.
 *
 *   npm run bench:augmentation -- [--dataset cifar10] [--recipe NAME] [--workers 1] [--batch 128] [--batches 40]
 *     [--data FOLDER]      default ALPHA_CL_DATA; the recipe is the data set's own; 0 workers: in the main thread
 */
import { parseArgs } from 'node:util';
import { namedRecipe } from '../src/training/data/augmentation/recipes.js';
import { viewBatches } from '../src/training/data/batches/view-batches.js';
import { namedDataset, type DatasetName } from '../src/training/data/datasets.js';
import { loadDataset } from '../src/training/data/load-dataset.js';

const WARM_UP = 20;
const VIEWS_PER_IMAGE = 2;

const { values: options } = parseArgs({
  options: {
    dataset: { type: 'string', default: 'cifar10' },
    recipe: { type: 'string' },
    workers: { type: 'string', default: '1' },
    batch: { type: 'string', default: '128' },
    batches: { type: 'string', default: '40' },
    data: { type: 'string', default: process.env['ALPHA_CL_DATA'] ?? '../shared/data' },
  },
});
const [batchSize, batches, workers] = [Number(options.batch), Number(options.batches), Number(options.workers)];
const recipe = options.recipe ?? namedDataset(options.dataset).recipe;
const images = loadDataset(options.dataset as DatasetName, {
  data: options.data,
  split: 'train',
  limit: 10 * batchSize,
});

let begin = { seconds: 0, processor: process.cpuUsage() };
let made = -WARM_UP;
for await (const _ of viewBatches({
  images,
  recipe: namedRecipe(recipe),
  batchSize,
  seed: 1,
  order: 'shuffled',
  workers,
  epochs: Number.MAX_SAFE_INTEGER,
})) {
  made++;
  if (made === 0) begin = { seconds: performance.now() / 1000, processor: process.cpuUsage() };
  if (made === batches) break;
}
const { user, system } = process.cpuUsage(begin.processor);
const views = VIEWS_PER_IMAGE * batchSize * batches;
const report = {
  views_per_s: Math.round(views / (performance.now() / 1000 - begin.seconds)),
  ms_per_view_core: Number(((user + system) / 1000 / views).toFixed(4)),
  workers,
  dataset: options.dataset,
  recipe,
  batch: batchSize,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
