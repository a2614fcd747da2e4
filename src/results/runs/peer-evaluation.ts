/** The encoder of a run under the evaluation protocols of several papers, on the same images and features. */
import { recipeOf } from '../../training/data/dataset-choice.js';
import { chooseEngine } from '../../training/engines/choose-engine.js';
import { linearEvaluation } from '../../training/evaluate/linear-evaluation.js';
import type { LinearProtocol } from '../../training/evaluate/linear-protocol.js';
import { neighbourAccuracy } from '../../training/evaluate/nearest-neighbours.js';
import { readRunRecord, runPaths } from '../../training/train/run-folder.js';
import { modelOf } from '../../training/train/training-step.js';
import { chosenCheckpoint } from './chosen-checkpoint.js';
import { describeTest, evaluatedImages } from './evaluated-images.js';
import { describeShare } from './share-words.js';
import type { TestChoice } from './test-choices.js';
import { encodedRepresentation, type OnProgress } from './representation.js';

/** A way in which a paper measures a frozen encoder. */
export interface PeerProtocol {
  readonly id: string;
  /** The paper in a few words. */
  readonly title: string;
  /** Place where the protocol is written down. */
  readonly source: string;
  readonly linear: Required<LinearProtocol>;
  /** The epoch of the classifier whose accuracy counts. */
  readonly epoch: 'best' | 'last';
  /** Vote of nearest neighbours; absent where the paper has none. */
  readonly neighbours?: { readonly count: number; readonly temperature: number };
  /** Points in which our evaluation differs from the paper's. */
  readonly differences?: string;
}

/** An encoder under a protocol: shares, 0..1. */
export interface PeerScore {
  readonly protocol: PeerProtocol;
  readonly linear: number;
  readonly neighbours?: number;
}

/** Options of an evaluation under several protocols. */
export interface PeerOptions {
  readonly data?: string;
  readonly test?: TestChoice;
  readonly engine?: string;
  readonly onProgress?: OnProgress;
  readonly onNotice?: (text: string) => void;
}

/** Scores of an encoder, and the images that they are of. */
export interface PeerEvaluation {
  readonly run: { readonly model: string; readonly loss: string; readonly epochs: number; readonly seed: number };
  readonly train: string;
  readonly test: string;
  readonly scores: readonly PeerScore[];
}

/**
 * Evaluates the encoder of a run by each protocol. Nothing is stored.
 *
 * @throws (rejects) InvalidInput as `evaluateRun`
 */
export async function evaluateByPeers(
  folder: string,
  protocols: readonly PeerProtocol[],
  { data, test, engine: name, onProgress, onNotice = () => undefined }: PeerOptions = {},
): Promise<PeerEvaluation> {
  const paths = runPaths(folder);
  const { config, dataset } = readRunRecord(paths);
  const { model, loss, epochs, seed, imageSize } = config;
  const images = await evaluatedImages(
    { ...config, data: data ?? config.data, trained: dataset.images, ...(test !== undefined && { test }) },
    onNotice,
  );
  const checkpoint = await chosenCheckpoint(paths, undefined, onNotice);
  const engine = await chooseEngine(name ?? config.engine);
  const representation = await encodedRepresentation({
    engine,
    model: modelOf(config),
    weights: checkpoint.state,
    images,
    recipe: recipeOf(config.dataset),
    seed,
    ...(imageSize !== undefined && { imageSize }),
    ...(onProgress !== undefined && { onProgress }),
  });
  const features = { engine, train: representation.train, test: representation.test };
  const classes = images.train.classNames.length;
  const scores: PeerScore[] = [];
  for (const protocol of protocols) {
    const { linear, epoch, neighbours, title } = protocol;
    const found = await linearEvaluation({
      ...features,
      ...linear,
      classes,
      seed,
      onEpoch: (score) => onProgress?.({ what: title, done: score.epoch, total: linear.epochs }),
    });
    const voted =
      neighbours === undefined ? undefined : await neighbourAccuracy({ ...features, ...neighbours, classes });
    scores.push({
      protocol,
      linear: found[epoch].test.accuracy,
      ...(voted !== undefined && { neighbours: voted.weighted }),
    });
  }
  return {
    run: { model, loss, epochs, seed },
    train: describeShare(images.train),
    test: describeTest(images),
    scores,
  };
}
