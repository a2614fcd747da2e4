/** Which published results stand beside which runs: those of the same recipe alone. */
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../../experiments/tables/index.js';
import { columnSummary } from '../../../src/results/tables/column-summary.js';
import { recipeDifferences, type Recipe } from '../../../src/results/tables/recipe.js';
import { tableJobs, type TableJob } from '../../../src/results/tables/table-jobs.js';
import { SMALL_RECIPE, SMALL_TABLE, smallJobs } from './small-table.js';

const [, job] = smallJobs('/nowhere', '/nowhere', { preset: 'paper', seeds: [1] }) as [TableJob, TableJob];

function differences(recipe: Recipe, stage = 0): string[] {
  return recipeDifferences(recipe, { job, runs: [], stage });
}

function training(changes: Partial<Recipe['training']>): Recipe {
  return { ...SMALL_RECIPE, training: { ...SMALL_RECIPE.training, ...changes } };
}

function evaluation(changes: Partial<Recipe['evaluation']>): Recipe {
  return { ...SMALL_RECIPE, evaluation: { ...SMALL_RECIPE.evaluation, ...changes } };
}

const { classifier } = SMALL_RECIPE.evaluation;

describe('a recipe', () => {
  it('is that of runs that were made by it', () => {
    expect(job.row).toBe('direct');
    expect(differences(SMALL_RECIPE)).toEqual([]);
  });

  it.each<[string, Recipe, string]>([
    ['weights that are not normalised', training({ normalise: 'none' }), '--normalise is none there, row here'],
    ['another exponent', training({ power: 2 }), '--power is 2 there, 4 here'],
    ['another ε', training({ slack: 0.1 }), '--slack is 0.1 there, 0 here'],
    ['another temperature', training({ temperature: 0.1 }), '--temperature is 0.1 there, 0.5 here'],
    [
      'α differentiated through',
      training({ gradient: 'back-propagate' }),
      '--gradient is back-propagate there, stop here',
    ],
    ['another optimiser', training({ optimiser: 'lars' }), '--optimiser is lars there, adam here'],
    ['another learning rate', training({ learningRate: 0.01 }), '--learning-rate is 0.01 there, 0.001 here'],
    ['another penalty', training({ weightDecay: 1e-4 }), '--weight-decay is 0.0001 there, 0 here'],
    ['another schedule', training({ schedule: 'authors' }), '--schedule is authors there, constant here'],
    ['another order', training({ order: 'sequential' }), '--order is sequential there, shuffled here'],
    ['views one after the other', training({ views: 'separate' }), '--views is separate there, joint here'],
    ['another batch', training({ batch: 16 }), '--batch is 16 there, 8 here'],
    ['another network', training({ model: 'resnet18' }), '--model is resnet18 there, tiny here'],
    ['another data set', training({ dataset: 'cifar100' }), '--dataset is cifar100 there, cifar10 here'],
    ['other images', training({ subset: 16 }), '--subset is 16 there, 32 here'],
    ['half precision', training({ precision: 'float16' }), '--precision is float16 there, float32 here'],
    ['more epochs', training({ epochs: 100 }), '--epochs is 100 there, 1 here'],
    [
      'another test set',
      evaluation({ test: 'official' }),
      'measured on the official test images there, held-out ones here',
    ],
    ['the last epoch', evaluation({ epoch: 'last' }), 'the last epoch of the classifier there, the best here'],
    ['another classifier', evaluation({ classifier: { ...classifier, epochs: 100 } }), 'the classifier is trained by'],
  ])('is another with %s', (_what, recipe, words) => {
    expect(differences(recipe).join('\n')).toContain(words);
  });

  it('that does not say all of its loss is not known to be the same', () => {
    const { slack: _slack, ...rest } = SMALL_RECIPE.training;
    expect(differences({ ...SMALL_RECIPE, training: rest })).toEqual(['--slack is not stated there']);
  });

  it('of a whole run is not that of the first epochs of a longer one, where the schedule knows its length', () => {
    const cosine = { ...job, options: { ...job.options, schedule: 'cosine' as const } };
    const recipe = training({ schedule: 'cosine' });
    expect(recipeDifferences(recipe, { job: cosine, runs: [], stage: 0 })).toEqual([
      'a whole run of 1 epoch there, 1 of 2 epochs of a cosine here',
    ]);
    const whole = training({ schedule: 'cosine', epochs: 2 });
    expect(recipeDifferences(whole, { job: cosine, runs: [], stage: 1 })).toEqual([]);
  });

  it('of another kind is named beside the table, and has no column in it', () => {
    const [column] = SMALL_TABLE.columns as [(typeof SMALL_TABLE.columns)[number]];
    const table = { ...SMALL_TABLE, published: SMALL_TABLE.published.filter(({ mean }) => mean === 60) };
    const { lines } = columnSummary(table, column, [job], []);
    expect(lines.map(({ published }) => published)).toEqual([undefined, undefined]);
    expect(lines.flatMap(({ otherRecipes = [] }) => otherRecipes)).toMatchObject([
      { mean: 0.6, source: 'another log', differences: ['--normalise is none there, row here'] },
    ]);
  });
});

describe.each(TABLES.filter(({ published }) => published.length > 0))(
  'the published results of the table $id',
  (table) => {
    const jobs = tableJobs(table, { folder: '/nowhere', data: '/nowhere', seeds: [1], preset: 'paper' });

    it.each(table.published)('$column, $mean: the table makes runs of its recipe', ({ row, column, recipe }) => {
      const own = jobs.find((one) => one.row === row && one.column === column) as TableJob;
      const stage = [...own.measuredEpochs, recipe.training.epochs].indexOf(recipe.training.epochs);
      expect(recipeDifferences(recipe, { job: own, runs: [], stage })).toEqual([]);
      const normalised = { ...own, options: { ...own.options, normalise: 'row' as const } };
      expect(recipeDifferences(recipe, { job: normalised, runs: [], stage })).toEqual([
        '--normalise is none there, row here',
      ]);
    });
  },
);
