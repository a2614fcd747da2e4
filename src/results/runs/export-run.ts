/** A run's encoder for other programs: weights as safetensors, or the whole forward pass as ONNX. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { requireChoice, requireFunctions, requireText, requireWhole } from '../../base/option-checks.js';
import { compilePerSample } from '../../training/compile/compile-per-sample.js';
import type { Normalisation } from '../../training/data/augmentation/tensor.js';
import { datasetTitle, recipeOf } from '../../training/data/dataset-choice.js';
import { weightsOf } from '../../training/evaluate/encode.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { RECORDED_LOSS } from '../../training/embeddings/embeddings.js';
import { saveWeights } from '../../training/models/weights-file.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { tf } from '../../training/compile/tfjs.js';
import { recordedObjective } from '../../training/train/recorded-objective.js';
import { imageSizeOf } from '../../training/train/run-config.js';
import { readRunRecord, runPaths } from '../../training/train/run-folder.js';
import { modelOf } from '../../training/train/training-step.js';
import { chosenCheckpoint } from './chosen-checkpoint.js';

/** Formats to which a run can be exported. */
export const EXPORT_FORMATS = ['safetensors', 'onnx'] as const;

/** A format of an exported run. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Options of an export: the run, the format, and the file. */
export interface ExportOptions {
  readonly format: ExportFormat;
  /** The file to write. */
  readonly out: string;
  /** Steps of the checkpoint. Default: the last whole one. */
  readonly checkpoint?: number;
  /** Treatment of a file of that name. Default `keep`: it is an error. */
  readonly existing?: 'keep' | 'replace';
  readonly onNotice?: (text: string) => void;
}

/** The file that was written. */
export interface Exported {
  readonly file: string;
  readonly format: ExportFormat;
  readonly model: string;
  readonly step: number;
  /** Preprocessing of the images that go in, in words. */
  readonly preprocessing: string;
}

/**
 * Writes a run's encoder to a file.
 *
 * @throws InvalidInput when there is no run or checkpoint, the file is there already, or it cannot be written
 * @example
 * const { model, step } = await exportRun('run', { format: 'safetensors', out: 'encoder.safetensors' });
 * [model, step]; // ['tiny', 2]
 */
export async function exportRun(folder: string, options: ExportOptions): Promise<Exported> {
  const { format, checkpoint: wanted, existing = 'keep', onNotice = () => undefined } = options;
  if (!EXPORT_FORMATS.includes(format)) throw unknownName('format', format, EXPORT_FORMATS);
  requireChoice('existing', existing, ['keep', 'replace']);
  if (wanted !== undefined) requireWhole('checkpoint', wanted, 0);
  requireText('out', options.out);
  requireFunctions({ onNotice });
  const file = path.resolve(options.out);
  const paths = runPaths(folder);
  const { config } = readRunRecord(paths);
  if (existing === 'keep' && existsSync(file)) {
    throw new InvalidInput(`${file} is there already: give another --out, or replace it with --force`);
  }
  const { step, state } = await chosenCheckpoint(paths, wanted, onNotice);
  const model = modelOf(config);
  const weights = weightsOf(model, state);
  const title = datasetTitle(config.dataset);
  const size = imageSizeOf(config);
  const { normalisation } = recipeOf(config.dataset);
  const metadata = {
    producer: 'alpha-cl',
    dataset: title,
    step: String(step),
    config: JSON.stringify(config),
    [RECORDED_LOSS]: recordedObjective(config),
  };
  if (format === 'safetensors') {
    const preprocessing = `${picture(size)}, values 0..255 of each channel, as float32 [N, 3, ${size}, ${size}] for PyTorch, after ${normalised(normalisation)}`;
    await saveWeights(model, weights, file, { ...metadata, preprocessing });
    return { file, format, model: model.name, step, preprocessing };
  }
  const preprocessing = `${picture(size)} as uint8 in 0..255, [N, ${size}, ${size}, 3], channels last; ${normalised(normalisation)} is done inside`;
  const bytes = compilePerSample(
    {
      weights,
      input: { name: 'images', shape: [size, size, 3], type: 'uint8' },
      run: (tensors, image) => {
        const { features, embedding } = model.forward(tensors, normalisedImage(image, normalisation), 'evaluate');
        return { features, embedding };
      },
    },
    {
      description:
        `${model.name} trained by alpha-cl on ${title}, step ${step}, in evaluation mode. Input "images": ${preprocessing}. ` +
        `Outputs: "features" [N, ${model.featureWidth}], what linear evaluation and nearest neighbours see, and ` +
        `"embedding" [N, ${model.embeddingWidth}] of the projector, what the loss saw, not normalised.`,
      metadata: { ...metadata, preprocessing },
    },
  );
  await writeWhole(file, bytes);
  return { file, format, model: model.name, step, preprocessing };
}

/** Normalises an image, rounded as `levelValues` rounds. @param image [1, size, size, 3] of grey levels */
function normalisedImage(image: tf.Tensor, { mean, deviation }: Normalisation): tf.Tensor {
  return tf.div(tf.sub(tf.div(image, 255), tf.tensor1d([...mean])), tf.tensor1d([...deviation]));
}

function picture(size: number): string {
  return `RGB images of ${size} × ${size} pixels`;
}

function normalised({ mean, deviation }: Normalisation): string {
  return `(value / 255 − mean) / deviation with mean [${mean.join(', ')}] and deviation [${deviation.join(', ')}]`;
}
