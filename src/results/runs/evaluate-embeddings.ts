/** Evaluates embeddings from files by the protocol of runs: linear evaluation and nearest neighbours. */
import { InvalidInput } from '../../base/invalid-input.js';
import { requireWhole } from '../../base/option-checks.js';
import { randomStream } from '../../theory/algebra/random-stream.js';
import { drawWithoutReplacement } from '../../training/data/draw-without-replacement.js';
import type { Embeddings } from '../../training/embeddings/embeddings.js';
import { readEmbeddings, readLabels } from '../../training/embeddings/read-embeddings.js';
import { chooseEngine } from '../../training/engines/choose-engine.js';
import type { LabelledFeatures } from '../../training/evaluate/feature-rows.js';
import type { LinearProtocol } from '../../training/evaluate/linear-protocol.js';
import { spectrum } from '../../training/evaluate/spectrum.js';
import { measure, type MeasuredMetrics } from './measure.js';
import type { OnProgress } from './representation.js';

/** A file of embeddings, and one of labels where it has none. */
export interface EmbeddingsFile {
  readonly file: string;
  readonly labels?: string | undefined;
}

/** Options of an evaluation of embeddings. */
export interface EvaluateEmbeddingsOptions {
  /** Embeddings that are measured on. Default: a fifth of the others, drawn with the seed. */
  readonly test?: EmbeddingsFile;
  /** Seed of the linear classifier, and of the rows that are drawn for testing. Default 1. */
  readonly seed?: number;
  /** Name of an engine. Default `cpu`. */
  readonly engine?: string;
  /** Protocol of linear evaluation. Default: that of the authors' code. */
  readonly linear?: LinearProtocol;
  readonly onProgress?: OnProgress;
}

/** Result of an evaluation of embeddings. */
export interface EmbeddingsEvaluation extends Pick<MeasuredMetrics, 'linear' | 'neighbours'> {
  /** Description of the rows that are learnt from, and of those that are measured on. */
  readonly train: string;
  readonly test: string;
  readonly columns: number;
  readonly classes: readonly string[];
  /** Effective rank of the rows that are measured on; null where all are equal. */
  readonly effectiveRank: number | null;
}

/** Share of the rows that are drawn for testing where no other file has them. */
const TEST_SHARE = 0.2;

/**
 * Evaluates embeddings with labels.
 *
 * @throws (rejects) InvalidInput when a file cannot be read, has no labels or a row that is not finite, or the files do not fit
 * @example
 * await writeWhole('z.csv', 'a,b,label\n1,0,x\n2,0,x\n3,0,x\n0,1,y\n0,2,y\n0,3,y\n');
 * const options = { test: { file: 'z.csv' }, linear: { epochs: 1 } };
 * (await evaluateEmbeddings({ file: 'z.csv' }, options)).neighbours.nearest; // 1
 */
export async function evaluateEmbeddings(
  given: EmbeddingsFile,
  options: EvaluateEmbeddingsOptions = {},
): Promise<EmbeddingsEvaluation> {
  const { test: other, seed = 1, onProgress } = options;
  requireWhole('seed', seed, 0);
  const read = await labelledRows(given);
  const apart = other === undefined ? undefined : await labelledRows(other, read.classes);
  if (apart !== undefined && apart.rows.features.columns !== read.rows.features.columns) {
    throw new InvalidInput(
      `${given.file} has ${read.rows.features.columns} columns and ${other?.file} ${apart.rows.features.columns}: ` +
        'embeddings of one encoder are needed',
    );
  }
  const { train, test } = apart === undefined ? divided(read.rows, seed) : { train: read.rows, test: apart.rows };
  const described = (file: string, { labels }: LabelledFeatures, drawn: string): string =>
    `${file}, ${labels.length} rows${drawn}`;
  const [drawnTrain, drawnTest] =
    apart === undefined ? [' (those not drawn for testing)', ` (a fifth, drawn with seed ${seed})`] : ['', ''];
  const metrics = await measure(
    { train, test },
    {
      engine: await chooseEngine(options.engine ?? 'cpu'),
      classes: read.classes.length,
      seed,
      ...(options.linear !== undefined && { linear: options.linear }),
      ...(onProgress !== undefined && { onProgress }),
    },
  );
  return {
    train: described(given.file, train, drawnTrain),
    test: described(other?.file ?? given.file, test, drawnTest),
    columns: train.features.columns,
    classes: read.classes,
    linear: metrics.linear,
    neighbours: metrics.neighbours,
    effectiveRank: rankOf(test),
  };
}

interface ReadRows {
  readonly rows: LabelledFeatures;
  /** Names of the classes, in the order of their numbers. */
  readonly classes: readonly string[];
}

/** Reads a file and its labels. @param known classes that the labels must be of */
async function labelledRows({ file, labels: beside }: EmbeddingsFile, known?: readonly string[]): Promise<ReadRows> {
  const { first, labels: own }: Embeddings = await readEmbeddings(file);
  const labels = beside === undefined ? own : await readLabels(beside);
  if (labels === undefined) {
    throw new InvalidInput(
      `${file} has no labels: linear evaluation and nearest neighbours need some; give --labels FILE`,
    );
  }
  if (labels.of.length !== first.rows) {
    throw new InvalidInput(
      `${beside ?? file} has ${labels.of.length} labels, and ${file} ${first.rows} rows: give one a row`,
    );
  }
  const classes = known ?? labels.names;
  const stranger = labels.names.find((name) => !classes.includes(name));
  if (stranger !== undefined) {
    throw new InvalidInput(
      `${beside ?? file} has the label ${stranger}, which is not among those that are learnt from`,
    );
  }
  const numbers = labels.names.map((name) => classes.indexOf(name));
  const features = { ...first, data: Float32Array.from(first.data) };
  return { rows: { features, labels: labels.of.map((label) => numbers[label] as number) }, classes };
}

/** Draws rows for testing. */
function divided(
  all: LabelledFeatures,
  seed: number,
): { readonly train: LabelledFeatures; readonly test: LabelledFeatures } {
  const { rows } = all.features;
  const count = Math.max(1, Math.round(TEST_SHARE * rows));
  const drawn = new Set(drawWithoutReplacement(count, rows, randomStream(seed, 'embeddings-test', 'rows')));
  const numbers = Array.from({ length: rows }, (_, k) => k);
  return {
    train: taken(
      all,
      numbers.filter((k) => !drawn.has(k)),
    ),
    test: taken(
      all,
      numbers.filter((k) => drawn.has(k)),
    ),
  };
}

function taken({ features, labels }: LabelledFeatures, numbers: readonly number[]): LabelledFeatures {
  const { columns, data } = features;
  const chosen = new Float32Array(numbers.length * columns);
  numbers.forEach((number, k) => chosen.set(data.subarray(number * columns, (number + 1) * columns), k * columns));
  return {
    features: { rows: numbers.length, columns, data: chosen },
    labels: numbers.map((number) => labels[number] as number),
  };
}

function rankOf({ features }: LabelledFeatures): number | null {
  try {
    return spectrum(features).effectiveRank;
  } catch (error) {
    if (error instanceof InvalidInput) return null;
    throw error;
  }
}
