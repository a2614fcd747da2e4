/** Measures the metrics of a representation. */
import type { Engine } from '../../training/engines/engine.js';
import { alignment, uniformity } from '../../training/evaluate/alignment-uniformity.js';
import type { FeatureRows } from '../../training/evaluate/feature-rows.js';
import { linearEvaluation, type EpochScore } from '../../training/evaluate/linear-evaluation.js';
import { LINEAR_PROTOCOL, type LinearProtocol } from '../../training/evaluate/linear-protocol.js';
import { neighbourAccuracy } from '../../training/evaluate/nearest-neighbours.js';
import { spectrum } from '../../training/evaluate/spectrum.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Evaluation } from './evaluation.js';
import type { OnProgress, Representation } from './representation.js';

export interface MeasureOptions {
  readonly engine: Engine;
  readonly classes: number;
  /** Seed of the linear classifier's first weights and of its order. */
  readonly seed: number;
  /** Protocol of linear evaluation. Default: that of the authors' code. */
  readonly linear?: LinearProtocol;
  readonly onProgress?: OnProgress;
}

export type MeasuredMetrics = Pick<Evaluation, 'linear' | 'neighbours' | 'spectrum' | 'views'>;

/** Measures a representation. @throws InvalidInput on options out of range */
export async function measure(representation: Representation, options: MeasureOptions): Promise<MeasuredMetrics> {
  const { train, test, encoded } = representation;
  const { engine, classes, seed, linear: protocol = {}, onProgress } = options;
  const { epochs = LINEAR_PROTOCOL.epochs } = protocol;
  const { best, last } = await linearEvaluation({
    ...protocol,
    engine,
    train,
    test,
    classes,
    seed,
    onEpoch: ({ epoch }) => onProgress?.({ what: 'linear evaluation', done: epoch, total: epochs }),
  });
  onProgress?.({ what: 'nearest neighbours', done: 0, total: 1 });
  const { count, weighted, nearest } = await neighbourAccuracy({ engine, train, test, classes });
  const metrics = { linear: { best: stored(best), last: stored(last) }, neighbours: { count, weighted, nearest } };
  if (encoded === undefined) return metrics;
  onProgress?.({ what: 'spectrum, alignment and uniformity', done: 0, total: 1 });
  const [first, second] = encoded.views;
  return {
    ...metrics,
    spectrum: { features: spectrumOf(encoded.test.features), embedding: spectrumOf(encoded.test.embedding) },
    views: {
      images: first.features.rows,
      features: closeness(first.features, second.features),
      embedding: closeness(first.embedding, second.embedding),
    },
  };
}

function stored({ epoch, train, test }: EpochScore): Evaluation['linear']['best'] {
  return { epoch, trainAccuracy: train.accuracy, testAccuracy: test.accuracy, testLoss: test.loss };
}

type StoredSpectrum = NonNullable<Evaluation['spectrum']>['features'];

function spectrumOf(features: FeatureRows): StoredSpectrum {
  return orNull(() => {
    const { effectiveRank, singularValues } = spectrum(features);
    return { effectiveRank, singularValues: [...singularValues] };
  });
}

function closeness(first: FeatureRows, second: FeatureRows): NonNullable<Evaluation['views']>['features'] {
  return orNull(() => ({ alignment: alignment(first, second), uniformity: uniformity(first) }));
}

/** Returns a metric, or null if a collapsed representation has none; its accuracies are worth reporting all the same. */
function orNull<T>(metric: () => T): T | null {
  try {
    return metric();
  } catch (error) {
    if (error instanceof InvalidInput) return null;
    throw error;
  }
}
