import type { BenchmarkTable, PublishedFigure } from '../../src/tables/benchmark-table.js';
import { DATA_SETS, LINEAR_EVALUATION } from './linear-evaluation.js';

/** The author's own log: ResNet-50, batch 256, α exponent 2 (p = 4), Adam 1e-3, 5 seeds. */
const SOURCE = 'https://github.com/facebookresearch/luckmatters/issues/11';

/** The authors' schedule does not know how long a run is: one of 500 epochs passes what one of 100 ends with. */
export const resnet50: BenchmarkTable = {
  id: 'resnet50',
  title: 'α-CL-direct with ResNet-50',
  rows: [
    { id: 'alpha-cl-direct', label: 'α-CL-direct', latex: '$\\alpha$-CL-direct', options: { loss: 'alpha-cl-direct' } },
  ],
  reference: 'alpha-cl-direct',
  columns: DATA_SETS,
  presets: {
    paper: {
      setting: `ResNet-50, batch 256, Adam with learning rate 0.001, and the authors' order, schedule and views. One run of 500 epochs
is measured after 100 and 300 too: the authors' schedule does not depend on the number of epochs, so its weights there are those of
the shorter runs.

${LINEAR_EVALUATION}`,
      runs: 'paper-resnet50',
      measuredEpochs: [100, 300],
      columns: Object.fromEntries(
        DATA_SETS.map(({ id }) => [id, { options: { dataset: id, keepEvery: 100 }, test: 'official' as const }]),
      ),
    },
  },
  published: [
    ...figures('cifar10', [87.91, 0.12], [89.89, 0.18], [91.06, 0.17]),
    ...figures('cifar100', [63.47, 0.06], [65.86, 0.24], [66.57, 0.21]),
    ...figures('stl10', [83.2, 0.17], [87.36, 0.12], [87.71, 0.14]),
  ],
};

/** After 100, 300 and 500 epochs: mean and standard deviation. */
function figures(column: string, ...cells: readonly (readonly [number, number])[]): PublishedFigure[] {
  return cells.map(([mean, deviation], k) => ({
    row: 'alpha-cl-direct',
    column,
    epochs: [100, 300, 500][k] as number,
    mean,
    deviation,
    n: 5,
    source: SOURCE,
  }));
}
