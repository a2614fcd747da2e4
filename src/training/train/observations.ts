/** Observes the weights between steps; nothing that it does reaches the training. */
import { setImmediate } from 'node:timers/promises';
import { InvalidInput } from '../../base/invalid-input.js';
import { requireChoice, requireWhole } from '../../base/option-checks.js';
import type { NamedData, Step, TensorData, TensorSpec } from '../compile/step.js';
import { augmentedViews } from '../data/batches/augmented-views.js';
import { recipeOf } from '../data/dataset-choice.js';
import type { ImageSet } from '../data/image-set.js';
import type { Engine } from '../engines/engine.js';
import { EngineFailure, NotANumber } from '../engines/guarded.js';
import { openEncoder, weightsOf } from '../evaluate/encode.js';
import type { LabelledFeatures, FeatureRows } from '../evaluate/feature-rows.js';
import { plainImages } from '../evaluate/image-source.js';
import { importanceDistribution } from '../evaluate/importance-distribution.js';
import { neighbourAccuracy } from '../evaluate/nearest-neighbours.js';
import { spectrum } from '../evaluate/spectrum.js';
import type { Model } from '../models/model.js';
import { lossOfObjective } from '../step/distance-contrast.js';
import { plainSpecs } from '../step/named-tensors.js';
import { VIEW_PASSES } from '../step/view-passes.js';
import type { KnnSets } from './knn-images.js';
import type { ImportanceMetrics, KnnMetrics, MetricsLine, ObservationMetrics } from './metrics-log.js';
import { namedObjective } from './named-objectives.js';
import { imageSizeOf } from './run-config.js';
import type { RunConfig } from './run-options.js';
import { modelOf, type TrainingPlan } from './training-step.js';

export interface ObservationOptions {
  readonly config: RunConfig;
  readonly plan: TrainingPlan;
  readonly images: ImageSet;
  readonly engine: Engine;
  readonly knn: KnnSets | undefined;
  /** Lines of the steps so far: what they hold is not observed again. */
  readonly known: readonly MetricsLine[];
  /** When aborted, the observation at work is left. */
  readonly signal?: AbortSignal;
  readonly onNotice?: (text: string) => void;
  /** Told what is being observed. */
  readonly onActivity?: (text: string) => void;
}

export interface Observations {
  /**
   * Observes what is due after so many steps: before the first, at the ends of epochs, after the last.
   *
   * @param state asked for only when something is due
   */
  after(step: number, state: () => Promise<NamedData>): AsyncGenerator<ObservationMetrics>;
  close(): Promise<void>;
}

type Kind = 'knn' | 'importance';

type Place = 'step' | 'epoch';

/** One kind of observation, made ready on the engine. */
interface Observer {
  /** @returns what a line holds beside step and epoch */
  observe(weights: NamedData): Promise<Omit<KnnMetrics, Place> | Omit<ImportanceMetrics, Place>>;
  close(): Promise<void>;
}

type TrainedModel = Pick<Model, 'parameters' | 'buffers' | 'embeddingWidth' | 'forward'>;

interface BatchEmbedderOptions {
  readonly engine: Engine;
  readonly model: TrainedModel;
  readonly views: keyof typeof VIEW_PASSES;
  /** N, samples of the batch. */
  readonly pairs: number;
  /** Pixels a side. */
  readonly imageSize: number;
}

interface BatchEmbedder {
  /**
   * @param weights every parameter and buffer of the model; what else a training state holds is passed over
   * @param views [N, imageSize, imageSize, 3] each
   * @returns both embeddings, [N, embeddingWidth], not normalised; no weight or statistic changes
   */
  embed(
    weights: NamedData,
    views: { readonly first: Float32Array; readonly second: Float32Array },
  ): Promise<EmbeddedBatch>;
  close(): Promise<void>;
}

interface EmbeddedBatch {
  readonly first: FeatureRows;
  readonly second: FeatureRows;
}

export function openObservations(options: ObservationOptions): Observations {
  const { config, plan, known, knn, signal, onNotice, onActivity } = options;
  const opened = new Map<Kind, Observer>();
  const every: Readonly<Record<Kind, number>> = {
    knn: knn === undefined ? 0 : config.knnEvery,
    importance: hasNegatives(config) ? config.importanceEvery : 0,
  };
  const due = (step: number): Kind[] =>
    KINDS.filter((kind) => {
      const period = every[kind] * plan.batchesPerEpoch;
      const isDue = period > 0 && (step % period === 0 || step === plan.steps);
      return isDue && !known.some((line) => kind in line && line.step === step);
    });
  return {
    async *after(step, state) {
      const kinds = due(step);
      if (kinds.length === 0) return;
      const weights = await state();
      for (const kind of kinds) {
        await setImmediate();
        if (isAborted(signal)) return;
        onActivity?.(ACTIVITY[kind]);
        try {
          const observer = opened.get(kind) ?? (await OPEN[kind](options));
          opened.set(kind, observer);
          yield { step, epoch: step / plan.batchesPerEpoch, ...(await observer.observe(weights)) };
        } catch (error) {
          if (isAborted(signal) && error === signal?.reason) return;
          if (error instanceof NotANumber || error instanceof EngineFailure || !(error instanceof InvalidInput))
            throw error;
          // Collapsed features have no neighbours and no α, and are still trained on.
          onNotice?.(`${ACTIVITY[kind]} after step ${step} failed: ${error.message}`);
        }
      }
    },
    async close() {
      for (const observer of opened.values()) await observer.close();
    },
  };
}

/** Tells whether the loss has negatives, and so weights of them to look at. */
function hasNegatives(config: ObservationOptions['config']): boolean {
  const objective = namedObjective(config.loss, config);
  if (objective.kind !== 'distances') return true;
  return lossOfObjective(objective).program.parts.some((part) => part.kind === 'sum' && part.over === 'negatives');
}

/** A call, since the compiler takes what it was a moment ago for what it is. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

const ACTIVITY: Readonly<Record<Kind, string>> = {
  knn: 'classifying by nearest neighbours',
  importance: 'looking at the weights α of the pairs',
};

const KINDS = Object.keys(ACTIVITY) as Kind[];

const OPEN: Readonly<Record<Kind, (options: ObservationOptions) => Promise<Observer>>> = {
  knn: openKnn,
  importance: openImportance,
};

/** Images encoded at once, unless a training step has fewer. */
const ENCODED = 128;

async function openKnn({ config, engine, knn, signal }: ObservationOptions): Promise<Observer> {
  if (knn === undefined) throw new Error('nearest neighbours are due, and there are no images to look for them in');
  const { normalisation } = recipeOf(config.dataset);
  const batchSize = Math.min(ENCODED, 2 * config.batch);
  const imageSize = imageSizeOf(config);
  const encoder = await openEncoder({ engine, model: modelOf(config), imageSize, batchSize });
  const { bank, queries } = knn;
  const encode = async (weights: NamedData, set: ImageSet): Promise<LabelledFeatures> => {
    const { features } = await encoder.encode(weights, plainImages(set, normalisation, imageSize), signal);
    return { features, labels: set.labels };
  };
  return {
    async observe(weights) {
      const [train, test] = [await encode(weights, bank), await encode(weights, queries)];
      const classes = bank.classNames.length;
      const { weighted, nearest, count } = await neighbourAccuracy({ engine, train, test, classes });
      return { knn: { weighted, nearest, count, bank: bank.count, queries: queries.count } };
    },
    close: () => encoder.close(),
  };
}

const DECILES = 10;

/** Samples whose pairs are looked at, at most: there are four times the square of them. */
const MOST_PAIRS = 512;

async function openImportance({ config, images, engine }: ObservationOptions): Promise<Observer> {
  const pairs = Math.min(config.batch, MOST_PAIRS);
  const objective = namedObjective(config.loss, config);
  const imageSize = imageSizeOf(config);
  const recipe = recipeOf(config.dataset);
  const source = { images, recipe, seed: config.seed, viewSize: imageSize };
  const indices = Array.from({ length: pairs }, (_, k) => k);
  // Views of an epoch that is never trained.
  const view = (of: 0 | 1): Float32Array => augmentedViews(source, { epoch: config.epochs, indices, view: of });
  const [first, second] = [view(0), view(1)];
  const { views } = config;
  const embedder = await openBatchEmbedder({ engine, model: modelOf(config), views, pairs, imageSize });
  return {
    async observe(weights) {
      const embedded = await embedder.embed(weights, { first, second });
      const found = importanceDistribution({
        objective,
        ...embedded,
        bins: DECILES,
        labels: images.labels.subarray(0, pairs),
      });
      const { quantiles, rankCorrelation, meanDistance, weightedDistance } = found;
      const effectiveShare = found.effectiveNegatives / (found.anchors - 2);
      const deciles = found.bins.map(({ weight }) => weight);
      const importance = {
        pairs,
        deciles,
        quantiles,
        effectiveShare,
        rankCorrelation,
        meanDistance,
        weightedDistance,
      };
      if (![...deciles, ...quantiles, effectiveShare, weightedDistance].every(Number.isFinite)) {
        throw new InvalidInput('cannot observe α: expected a finite number for every pair');
      }
      const spectral = spectrumOf(embedded);
      return { importance, ...(spectral !== undefined && { spectrum: spectral }) };
    },
    close: () => embedder.close(),
  };
}

/** Digits of a singular value in a line of metrics. */
const DIGITS = 4;

/** Returns the spectrum of both views together; undefined where nothing varies. */
function spectrumOf({ first, second }: EmbeddedBatch): ImportanceMetrics['spectrum'] {
  const data = new Float32Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  try {
    const { singularValues, effectiveRank } = spectrum({ rows: 2 * first.rows, columns: first.columns, data });
    return { singularValues: Array.from(singularValues, (value) => Number(value.toPrecision(DIGITS))), effectiveRank };
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

/** @throws InvalidInput when a size is not a positive integer or the views are no choice */
export async function openBatchEmbedder(options: BatchEmbedderOptions): Promise<BatchEmbedder> {
  const { engine, model, pairs } = options;
  const spec = viewsSpec(options);
  const rows = ({ data }: TensorData): FeatureRows => ({
    rows: pairs,
    columns: model.embeddingWidth,
    data: Float32Array.from(data as Float32Array),
  });
  const running = await engine.start(batchEmbeddingStep(options));
  return {
    async embed(weights, { first, second }) {
      running.setState(weightsOf(model, weights));
      const outputs = await running.run({ first: { ...spec, data: first }, second: { ...spec, data: second } });
      return { first: rows(outputs['first'] as TensorData), second: rows(outputs['second'] as TensorData) };
    },
    close: () => running.close(),
  };
}

function batchEmbeddingStep(options: BatchEmbedderOptions): Step {
  const { model, views, pairs, imageSize } = options;
  requireWhole('pairs', pairs, 2);
  requireWhole('imageSize', imageSize, 1);
  requireChoice('views', views, Object.keys(VIEW_PASSES));
  return {
    state: plainSpecs({ ...model.parameters, ...model.buffers }),
    inputs: { first: viewsSpec(options), second: viewsSpec(options) },
    run: (state, { first, second }) => {
      type View = NonNullable<typeof first>;
      const { z, zPrime } = VIEW_PASSES[views](model, state, first as View, second as View, 'train');
      return { state, outputs: { first: z, second: zPrime } };
    },
  };
}

function viewsSpec({ pairs, imageSize }: BatchEmbedderOptions): TensorSpec {
  return { shape: [pairs, imageSize, imageSize, 3], dtype: 'float32' };
}
