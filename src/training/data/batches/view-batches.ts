/**
 * Batches of two augmented views, made ahead of the training step in worker threads.
 *
 * A view depends on (seed, epoch, image, view) alone and the order of the images on (seed, epoch), so batch b of epoch e
 * holds the same bits on any number of workers and after any history: a run resumes by asking for its next batch.
 */
import { Worker } from 'node:worker_threads';
import { InvalidInput } from '../../../base/invalid-input.js';
import { requireChoice, requireWhole } from '../../../base/option-checks.js';
import { availableThreads } from '../../../base/threads.js';
import type { AugmentationRecipe } from '../augmentation/recipes.js';
import type { ImageSet } from '../image-set.js';
import { viewsOf, type ViewSource, type ViewsPlace } from './augmented-views.js';
import { epochOrder, requireSampleOrder, type SampleOrder } from './sample-order.js';
import type { ViewWorkerOutput } from './view-worker.js';

/** Place of a batch in a training. */
export interface BatchPlace {
  readonly epoch: number;
  /** Index within the epoch, from 0. */
  readonly batch: number;
}

/** A batch of two views in memory of their own that nothing else refers to, so that the caller may keep them. */
export interface ViewBatch extends BatchPlace {
  /** [N] numbers of the images in their set. */
  readonly indices: readonly number[];
  /** [N, viewSize, viewSize, 3] values, channels last, normalised as the recipe says; drawn views are [N, ROW_LENGTH] rows. */
  readonly first: Float32Array<ArrayBuffer>;
  /** Values of the same form: row i is the other view of the same image. */
  readonly second: Float32Array<ArrayBuffer>;
}

/** Options of batches: their images, and how they are made. */
export interface ViewBatchOptions {
  readonly images: ImageSet;
  readonly recipe: AugmentationRecipe;
  /** N, the number of images per batch. The rest of an epoch after its last full batch is dropped. */
  readonly batchSize: number;
  readonly seed: number;
  /** Pixels per side of a view. Default: those of the images. */
  readonly viewSize?: number;
  /** Says that views are made, or only drawn, for a step that makes them on its device. Default `made`. */
  readonly views?: 'made' | 'drawn';
  /** Order of the images. Default: `sequential`. */
  readonly order?: SampleOrder;
  /** Worker threads; 0 makes the views in the calling thread. Default: half of what the machine runs in parallel. */
  readonly workers?: number;
}

/** Options of a stream of batches: its start, its end, and the number made ahead. */
export interface ViewStreamOptions extends ViewBatchOptions {
  /** The stream ends before this epoch. */
  readonly epochs: number;
  /** The first batch. Default: batch 0 of epoch 0. */
  readonly from?: BatchPlace;
  /**
   * Batches made ahead while the caller holds one; without workers there are none. Default: 2, and enough for a view to
   * every worker.
   */
  readonly prefetch?: number;
}

/** Source of batches by their place, made in threads that are kept open. */
export interface ViewBatches {
  /** Number of full batches per epoch. */
  readonly perEpoch: number;
  /**
   * Makes a batch. Batches may be requested in any order, several at a time.
   *
   * @throws InvalidInput (rejects) when there is no such batch, or the recipe draws a parameter outside its range
   */
  batch(place: BatchPlace): Promise<ViewBatch>;
  /** Ends the worker threads; unfinished batches are rejected. */
  close(): Promise<void>;
}

interface ViewMakers {
  /** Makes views; rejects with the error of `viewsOf`, when a thread has failed, and when closed. */
  make(place: ViewsPlace): Promise<Float32Array<ArrayBuffer>>;
  /** Ends the threads; unfinished views are rejected. */
  close(): Promise<void>;
}

interface Task {
  readonly resolve: (views: Float32Array<ArrayBuffer>) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  /** Returns the number of unanswered tasks. */
  readonly load: () => number;
  readonly post: (place: ViewsPlace, task: Task) => void;
  readonly end: () => Promise<unknown>;
}

/**
 * Opens a source of batches.
 *
 * @throws InvalidInput when the set has no full batch, or an option is out of range
 * @example
 * const images = loadDataset('cifar10', { data: 'datasets', split: 'train', limit: 10 });
 * const source = openViewBatches({ images, recipe: namedRecipe('simclr-cifar'), batchSize: 4, seed: 1, workers: 0 });
 * source.perEpoch; // 2
 * (await source.batch({ epoch: 0, batch: 1 })).indices; // [4, 5, 6, 7]
 */
export function openViewBatches(options: ViewBatchOptions): ViewBatches {
  requireOptions(options);
  const { recipe, batchSize, seed, views = 'made', order = 'sequential', workers = defaultWorkers() } = options;
  const images = views === 'drawn' ? withoutPixels(options.images) : shared(options.images);
  const { viewSize = images.size } = options;
  const perEpoch = batchesPerEpoch(options);
  const makers = openViewMakers({ images, recipe, seed, viewSize, views }, workers);
  let latest = { epoch: -1, indices: [] as number[] };

  const indicesOf = ({ epoch, batch }: BatchPlace): number[] => {
    if (latest.epoch !== epoch) latest = { epoch, indices: epochOrder({ order, seed, epoch, count: images.count }) };
    return latest.indices.slice(batch * batchSize, (batch + 1) * batchSize);
  };
  return {
    perEpoch,
    batch: async ({ epoch, batch }) => {
      requirePlace({ epoch, batch }, perEpoch);
      const indices = indicesOf({ epoch, batch });
      const [first, second] = await Promise.all([
        makers.make({ epoch, indices, view: 0 }),
        makers.make({ epoch, indices, view: 1 }),
      ]);
      return { epoch, batch, indices, first, second };
    },
    close: () => makers.close(),
  };
}

/**
 * Yields the batches from one place on, epoch after epoch; the next ones are made while the caller works on one. Leaving the loop
 * early, by `break` or by an error, ends the worker threads.
 *
 * @throws InvalidInput as `openViewBatches`, and when the first batch or the number made ahead is out of range
 * @example
 * const images = loadDataset('cifar10', { data: 'datasets', split: 'train', limit: 8 });
 * const options = { images, recipe: namedRecipe('simclr-cifar'), batchSize: 4, seed: 1, epochs: 1, workers: 0 };
 * const first = await viewBatches(options).next();
 * first.done !== true && first.value.indices; // [0, 1, 2, 3]
 */
export function viewBatches(options: ViewStreamOptions): AsyncGenerator<ViewBatch, void, undefined> {
  requireOptions(options);
  const { epochs, workers = defaultWorkers(), from = { epoch: 0, batch: 0 } } = options;
  const { prefetch = Math.max(2, Math.ceil(workers / 2)) } = options;
  requireCount('epochs', epochs);
  requireCount('prefetch', prefetch);
  requirePlace(from, batchesPerEpoch(options));
  return stream({ ...options, workers }, { from, epochs, prefetch: workers === 0 ? 0 : prefetch });
}

async function* stream(
  options: ViewBatchOptions,
  { from, epochs, prefetch }: { readonly from: BatchPlace; readonly epochs: number; readonly prefetch: number },
): AsyncGenerator<ViewBatch, void, undefined> {
  const batches = openViewBatches(options);
  const ahead: Promise<ViewBatch>[] = [];
  try {
    for (let { epoch, batch } = from; epoch < epochs; epoch++, batch = 0) {
      for (; batch < batches.perEpoch; batch++) {
        const next = batches.batch({ epoch, batch });
        // An error is thrown when its batch has its turn; until then nobody waits for it.
        next.catch(() => undefined);
        ahead.push(next);
        if (ahead.length > prefetch) yield (await ahead.shift()) as ViewBatch;
      }
    }
    for (const last of ahead) yield await last;
  } finally {
    await batches.close();
  }
}

/**
 * Returns half of the available threads: beside a step that occupies every core, a view costs its processor time on any thread.
 */
function defaultWorkers(): number {
  return Math.max(1, Math.floor(availableThreads() / 2));
}

function batchesPerEpoch({ images, batchSize }: ViewBatchOptions): number {
  return Math.floor(images.count / batchSize);
}

/** Returns the set without what a draw does not read. */
function withoutPixels(images: ImageSet): ImageSet {
  return { ...images, pixels: new Uint8Array() };
}

/** Returns the set with its pixels in memory that threads share. */
function shared(images: ImageSet): ImageSet {
  if (images.pixels.buffer instanceof SharedArrayBuffer) return images;
  const pixels = new Uint8Array(new SharedArrayBuffer(images.pixels.length));
  pixels.set(images.pixels);
  return { ...images, pixels };
}

function requireOptions(options: ViewBatchOptions): void {
  const {
    images,
    batchSize,
    seed,
    views = 'made',
    order = 'sequential',
    workers = 0,
    viewSize = images.size,
  } = options;
  requireWhole('viewSize', viewSize, 1);
  requireSampleOrder(order);
  requireChoice('views', views, ['made', 'drawn']);
  requireCount('workers', workers);
  if (!Number.isSafeInteger(seed)) throw new InvalidInput(`seed ${seed}: give an integer`);
  if (!(Number.isSafeInteger(batchSize) && batchSize > 0 && batchSize <= images.count)) {
    throw new InvalidInput(
      `batches of ${batchSize} from ${images.name} with ${images.count} images: give a size of 1..${images.count}`,
    );
  }
}

function requirePlace({ epoch, batch }: BatchPlace, perEpoch: number): void {
  requireCount('epoch', epoch);
  if (!(Number.isSafeInteger(batch) && batch >= 0 && batch < perEpoch)) {
    throw new InvalidInput(`batch ${batch} of epoch ${epoch}: choose one of 0..${perEpoch - 1}`);
  }
}

function requireCount(what: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    throw new InvalidInput(`${what} ${value}: give a whole number from 0 on`);
  }
}

/**
 * Opens makers of views.
 *
 * @param workers number of threads; with 0 the calling thread makes each view when it is requested
 */
function openViewMakers(source: ViewSource, workers: number): ViewMakers {
  if (workers === 0) {
    return { make: async (place) => viewsOf(source, place), close: () => Promise.resolve() };
  }
  let failure: unknown;
  const threads = Array.from({ length: workers }, () => startThread(source, (error) => (failure ??= error)));
  return {
    make: (place) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        const idlest = threads.reduce((least, thread) => (thread.load() < least.load() ? thread : least));
        idlest.post(place, { resolve, reject });
      }),
    close: async () => {
      failure ??= new Error('views were asked of threads that are closed, or were not finished when they were closed');
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

/** Starts a thread. It keeps the process alive while somebody waits for it: while it has tasks, and while it is being ended. */
function startThread(source: ViewSource, fail: (error: unknown) => void): Thread {
  const worker = new Worker(new URL('./view-worker.js', import.meta.url), { workerData: source });
  // In the order in which they were posted, which is that of the answers.
  const tasks: Task[] = [];
  let ending = false;
  const failed = (error: unknown): void => {
    fail(error);
    for (const task of tasks.splice(0)) task.reject(error);
  };
  worker.on('message', (output: ViewWorkerOutput) => {
    const task = tasks.shift();
    // Answers still arrive while the thread is being ended, and its end is waited for.
    if (tasks.length === 0 && !ending) worker.unref();
    if (output instanceof Float32Array) task?.resolve(output);
    else task?.reject(new InvalidInput(output.invalidInput));
  });
  worker.on('error', (error) => failed(threadFailure(error)));
  worker.on('messageerror', (error) => failed(threadFailure(error)));
  worker.on('exit', (code) => failed(threadFailure(new Error(`it ended with exit code ${code}`))));
  worker.unref();
  return {
    load: () => tasks.length,
    post: (place, task) => {
      // A thread's whole queue lies with the thread: it goes on while a training step blocks this one.
      tasks.push(task);
      worker.ref();
      worker.postMessage(place, []);
    },
    end: () => {
      ending = true;
      worker.ref();
      return worker.terminate();
    },
  };
}

function threadFailure(cause: unknown): InvalidInput {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new InvalidInput(
    `a worker thread that makes augmented views failed (${reason}): if memory is short, choose smaller batches; ` +
      'to make the views without threads, choose 0 workers, and please report it if it fails there too',
    { cause },
  );
}
