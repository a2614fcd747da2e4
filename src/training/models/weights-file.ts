/** A model's weights on disk: safetensors that PyTorch loads into torchvision's model, and the reverse. */
import { describeTensor, type NamedData, type TensorData, type TensorSpec } from '../compile/step.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Model } from './model.js';
import { readSafetensors } from './safetensors/read-safetensors.js';
import { writeSafetensors } from './safetensors/write-safetensors.js';

/** A model that a file of weights is checked against: its name, and the tensors that it needs. */
export type WeightedModel = Pick<Model, 'name' | 'parameters' | 'buffers'>;

/** Number of faults named in one message. */
const FAULTS_SHOWN = 5;

/**
 * Loads the weights of a model.
 *
 * @returns every parameter and buffer of the model
 * @throws InvalidInput when the file is broken, lacks a tensor, has one too many, or one of another shape or type, or a value
 * that is not a finite number
 * @example
 * const model = { name: 'norm', ...batchNorm('bn', 2) };
 * await saveWeights(model, initialWeights(model, 1), 'norm.safetensors');
 * (await loadWeights(model, 'norm.safetensors'))['bn.weight']?.data; // [1, 1]
 */
export async function loadWeights(model: WeightedModel, file: string): Promise<NamedData> {
  const { tensors } = await readSafetensors(file);
  requireFit(model, tensors, file);
  requireFinite(tensors, file);
  return Object.fromEntries(Object.keys(specsOf(model)).map((name) => [name, tensors[name] as TensorData]));
}

/**
 * Saves the weights of a model.
 *
 * @param weights every parameter and buffer of the model
 * @param metadata words to keep with them
 * @throws InvalidInput when the weights are not the model's, or the file cannot be written
 * @example
 * const model = { name: 'norm', ...batchNorm('bn', 2) };
 * await saveWeights(model, initialWeights(model, 1), 'norm.safetensors', { trained: 'no' });
 * (await readSafetensors('norm.safetensors')).metadata; // { trained: 'no' }
 */
export async function saveWeights(
  model: WeightedModel,
  weights: NamedData,
  file: string,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  requireFit(model, weights, `the weights for ${file}`);
  await writeSafetensors(file, { tensors: weights, metadata });
}

function specsOf({ parameters, buffers }: WeightedModel): Readonly<Record<string, TensorSpec>> {
  return { ...parameters, ...buffers };
}

function misfits(model: WeightedModel, tensors: NamedData): string[] {
  const specs = specsOf(model);
  const wanted = Object.entries(specs).flatMap(([name, spec]) => {
    const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    if (tensor === undefined) return [`"${name}" is missing`];
    return describeTensor(tensor) === describeTensor(spec)
      ? []
      : [`"${name}" is ${describeTensor(tensor)} where ${describeTensor(spec)} is due`];
  });
  const extra = Object.keys(tensors).filter((name) => !Object.hasOwn(specs, name));
  return [...wanted, ...extra.map((name) => `"${name}" is none of its tensors`)];
}

/** Requires that the weights fit the model. @param source of the tensors, as the message names it */
function requireFit(model: WeightedModel, tensors: NamedData, source: string): void {
  const faults = misfits(model, tensors);
  if (faults.length === 0) return;
  const more = faults.length > FAULTS_SHOWN ? `; and ${faults.length - FAULTS_SHOWN} more` : '';
  throw new InvalidInput(
    `${source}: not the weights of ${model.name}: ${faults.slice(0, FAULTS_SHOWN).join('; ')}${more}: ` +
      'choose the model, stem and projector with which they were saved',
  );
}

function requireFinite(tensors: NamedData, file: string): void {
  for (const [name, { data }] of Object.entries(tensors)) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at === -1) continue;
    throw new InvalidInput(`${file}: "${name}" is ${data[at]} at value ${at}: the run diverged; use an earlier file`);
  }
}
