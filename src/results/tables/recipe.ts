/**
 * Recipe of a published result, and the points in which runs of ours differ from it. Only runs of the same recipe are shown
 * beside the result: another normalisation of the weights, for example, is another loss.
 */
import { isDeepStrictEqual } from 'node:util';
import { LINEAR_PROTOCOL, type LinearProtocol } from '../../training/evaluate/linear-protocol.js';
import type { TestChoice } from '../runs/test-choices.js';
import { objectiveDefaults } from '../../training/train/named-objectives.js';
import { flagOf, recipeConfig, resolveConfig } from '../../training/train/run-config.js';
import type { GivenConfig, RunConfig, RunOptionName } from '../../training/train/run-options.js';
import { counted, thousands } from '../../base/thousands.js';
import type { TableJob } from './table-jobs.js';
import { epochsOf, type TableRun } from './table-runs.js';

/** Recipe of a published result, in the terms of our own runs. */
export interface Recipe {
  /**
   * The options of the training. Besides these, it names every parameter of its loss, such as normalise, power, slack and
   * temperature of α-CL; an option that is absent has the default of `alpha-cl train`.
   */
  readonly training: Pick<RunConfig, NamedOption> & Omit<GivenConfig, NamedOption>;
  /** Number of images of the training. */
  readonly images: number;
  readonly evaluation: LinearRecipe;
}

/** The options that every recipe names. */
type NamedOption =
  | 'dataset'
  | 'model'
  | 'loss'
  | 'optimiser'
  | 'learningRate'
  | 'weightDecay'
  | 'schedule'
  | 'order'
  | 'views'
  | 'batch'
  | 'epochs';

/** A linear evaluation of frozen features: the training of its classifier, and its images. */
export interface LinearRecipe {
  readonly classifier: Required<LinearProtocol>;
  /** The epoch of the classifier whose accuracy counts. */
  readonly epoch: 'best' | 'last';
  readonly test: TestChoice;
  /** Number of images that the classifier learns from; `test`: that it is measured on. */
  readonly images: { readonly train: number; readonly test: number };
}

/** Options that belong to no recipe: the number that distinguishes equal runs, and the name of other options together. */
const NO_PART: ReadonlySet<string> = new Set<RunOptionName>(['seed', 'protocol']);

/**
 * Returns the differences between an entry of a table and a recipe: of its finished runs, or of the job itself if there are none.
 *
 * @param job of the entry
 * @param runs of the same row and column that are finished
 * @param stage place of the measurement among the epochs after which the runs are measured, from 0
 * @returns a few words for each difference; none if the result may be shown beside ours
 */
export function recipeDifferences(
  recipe: Recipe,
  { job, runs, stage }: { readonly job: TableJob; readonly runs: readonly TableRun[]; readonly stage: number },
): string[] {
  const asked = resolveConfig({ preset: job.preset, flags: job.options });
  const found = [
    ...unsaid(recipe),
    ...trainingDifferences(recipe, asked, epochsOf(job, asked)[stage]),
    ...evaluationDifferences(recipe.evaluation, job),
    ...runs.flatMap((run) => [
      ...trainingDifferences(recipe, run.record.config, run.measured[stage]?.epochs),
      ...imageDifferences(recipe, run, stage),
    ]),
  ];
  return [...new Set(found)];
}

/** Writes a recipe as flags of `alpha-cl train`, without data set and epochs, and its measure. */
export function recipeText({
  training: { dataset: _dataset, epochs: _epochs, ...training },
  evaluation,
}: Recipe): string {
  const flags = Object.entries(training).map(([option, value]) => `${flagOf(option)} ${String(value)}`);
  const { classifier, epoch, test } = evaluation;
  const { epochs, batchSize, learningRate, weightDecay } = classifier;
  return (
    `${flags.join(' ')}; linear evaluation on the ${test} test images, ${epoch} of ${epochs} epochs, Adam with learning rate ` +
    `${learningRate}, weight decay ${weightDecay}, batch ${batchSize}`
  );
}

/** Returns the options of its own loss that a recipe leaves open: then no run can be said to be the same. */
function unsaid({ training }: Recipe): string[] {
  return Object.keys(objectiveDefaults(training.loss))
    .filter((option) => !Object.hasOwn(training, option))
    .map((option) => `${flagOf(option)} is not stated there`);
}

function trainingDifferences({ training }: Recipe, config: RunConfig, epochs: number | undefined): string[] {
  const { data } = config;
  const theirs = trained(resolveConfig({ flags: { ...training, data } }));
  const ours = trained(config);
  const names = Object.keys({ ...theirs, ...ours }).filter(
    (name) => name !== 'epochs' && !isDeepStrictEqual(theirs[name], ours[name]),
  );
  return [
    ...names.map((name) => `${flagOf(name)} is ${optionText(theirs[name])} there, ${optionText(ours[name])} here`),
    ...epochDifferences(training.epochs, config, epochs),
  ];
}

/**
 * Returns differences in epochs. A longer run passes through the end of a shorter one only if the schedule does not depend on the
 * length.
 */
function epochDifferences(wanted: number, { epochs, schedule }: RunConfig, measured: number | undefined): string[] {
  if (measured !== wanted) return [`--epochs is ${wanted} there, ${measured ?? 'not measured'} here`];
  if (measured === epochs || schedule !== 'cosine') return [];
  return [
    `a whole run of ${counted(wanted, 'epoch')} there, ${measured} of ${counted(epochs, 'epoch')} of a cosine here`,
  ];
}

function evaluationDifferences({ classifier, epoch, test }: LinearRecipe, job: TableJob): string[] {
  return [
    ...(isDeepStrictEqual(classifier, LINEAR_PROTOCOL)
      ? []
      : [`the classifier is trained by ${JSON.stringify(classifier)} there, ${JSON.stringify(LINEAR_PROTOCOL)} here`]),
    ...(epoch === 'best' ? [] : [`the ${epoch} epoch of the classifier there, the best here`]),
    ...(test === job.test ? [] : [`measured on the ${test} test images there, ${job.test} ones here`]),
  ];
}

function imageDifferences({ images, evaluation }: Recipe, { record, measured }: TableRun, stage: number): string[] {
  const used = measured[stage]?.evaluation.images;
  return [
    ['trained on', images, record.dataset.images] as const,
    ['the classifier learnt from', evaluation.images.train, used?.train.images] as const,
    ['measured on', evaluation.images.test, used?.test.images] as const,
  ].flatMap(([what, theirs, ours]) =>
    ours === undefined || ours === theirs ? [] : [`${what} ${thousands(theirs)} images there, ${thousands(ours)} here`],
  );
}

function trained(config: RunConfig): Readonly<Record<string, unknown>> {
  const lasting = Object.entries(recipeConfig(config));
  return Object.fromEntries(lasting.filter(([name]) => !NO_PART.has(name)));
}

/** Writes the value of an option. */
export function optionText(value: unknown): string {
  return value === undefined ? 'absent' : typeof value === 'string' ? value : JSON.stringify(value);
}
