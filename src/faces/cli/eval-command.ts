/** `alpha-cl eval`: evaluates a run's representation, and baselines beside it, or embeddings of any encoder. */
import { Command, Option } from 'commander';
import { TEST_CHOICES, type TestChoice } from '../../results/runs/test-choices.js';
import { withHelp, type HelpPage } from './command-help.js';
import { positiveInteger, wholeNumber } from './option-values.js';

/** The flags of the command. */
export interface EvalFlags {
  readonly test: TestChoice;
  readonly checkpoint?: number;
  readonly baselines?: true;
  readonly supervised?: true;
  readonly supervisedEpochs?: number;
  readonly linearEpochs?: number;
  readonly data?: string;
  readonly engine?: string;
  readonly labels?: string;
  readonly testEmbeddings?: string;
  readonly testLabels?: string;
  readonly force?: true;
  readonly peers?: true;
  readonly page?: string;
  readonly json?: true;
}

export function evalCommand(): Command {
  return withHelp(
    new Command('eval')
      .argument(
        '<runs...>',
        'folders of runs, or with runs below them, or one file of embeddings: .npz, .npy, .safetensors, .parquet, .csv',
      )
      .addOption(
        new Option(
          '--test <images>',
          'images to measure on: the official test set, training images held out of the run, or either half of these',
        )
          .choices(TEST_CHOICES)
          .default('official'),
      )
      .option('--checkpoint <step>', 'the checkpoint of this step (default: the last whole one)', wholeNumber)
      .option('--baselines', 'also evaluate raw pixels and the random encoder (the run’s initial weights)')
      .option('--supervised', 'also train the same encoder on labels from scratch')
      .option('--supervised-epochs <n>', 'epochs of supervised training (default: those of the run)', positiveInteger)
      .option('--linear-epochs <n>', 'epochs of the linear classifier (default: 50)', positiveInteger)
      .option('--data <dir>', 'folder of the data sets (default: that of the run)')
      .option('--engine <name>', 'engine, or auto (default: that of the run)')
      .option('--labels <file>', 'labels of a file of embeddings, where it has none')
      .option('--test-embeddings <file>', 'embeddings to measure on (default: a fifth of the rows, drawn with seed 1)')
      .option('--test-labels <file>', 'labels of --test-embeddings, where that file has none')
      .option('--peers', 'evaluate a run by the protocols of several papers, and keep nothing')
      .option('--page <dir>', 'with --peers: folder of the page protocols.md')
      .option('--force', 'compute existing results again')
      .option('--json', 'print the evaluations as one JSON object on standard output')
      .action(async (places: string[], flags: EvalFlags) => {
        const { evaluate } = await import('./eval.js');
        await evaluate(places, flags);
      }),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'Linear evaluation is logistic regression on frozen features of images that are not augmented: standardised, Adam with ' +
      'learning rate 3e-4 and weight decay 1e-3, batch 128, 50 epochs; the best epoch is chosen on the test images, as in the ' +
      "authors' code, and the last is given beside it. 20-NN votes by cosine at temperature 0.1, 1-NN takes the nearest. Both learn " +
      'from the images that the run was trained on. Every result says on which images it is measured. ' +
      'The 20-NN that training shows is of few images (--knn-bank, --knn-queries), and --peers has the k of each protocol.',
    'Embeddings of any encoder get the same protocol from a file with labels, as alpha-cl embed writes it; nothing is kept.',
    'Results are kept in RUN/evaluation.json, by checkpoint and images; what is there is not computed again.',
  ],
  examples: [
    'alpha-cl eval runs/direct --baselines',
    'alpha-cl eval runs/laptop --test held-out --baselines',
    'alpha-cl eval runs/direct runs/infonce',
    'alpha-cl eval runs',
    'alpha-cl eval runs/direct --checkpoint 2000 --json',
    'alpha-cl eval runs/direct --supervised --supervised-epochs 20',
    'alpha-cl eval runs/direct --peers --page results',
    'alpha-cl eval pets.npz --test-embeddings pets-test.npz',
    'alpha-cl eval z.npy --labels y.npy',
  ],
  exitCodes: { 0: 'evaluated', 2: 'bad usage or input' },
};
