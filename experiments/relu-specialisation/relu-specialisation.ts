/** The authors' experiment on two-layer networks: do the hidden neurons specialise on the components of the data? */
import { TIAN_2022 } from '../../proofs-checks/papers.js';
import { defineExperiment } from '../experiment.js';
import { cellsOf, type Cell } from './configuration.js';
import { figures } from './figures.js';
import { table } from './table.js';
import { train, type Training } from './training.js';

export const reluSpecialisation = defineExperiment<Cell, Training>({
  id: 'relu-specialisation',
  title: 'Do hidden neurons specialise?',
  source: TIAN_2022,
  place: 'the authors’ experiment on two-layer networks',
  setting: `Two variants of one experiment, side by side: ours, made from the text alone, and the authors' as they code it
(facebookresearch/luckmatters, ssl/real-dataset/relu_2layer.py at 77c7d11), whose steps are held against figures of their own code.

Of both: ten one-hot components with magnitudes 10, 9, …, 1, drawn uniformly; each of the two views adds noise to the magnitude and
changes nothing else. Network W₂ h(W₁x) without bias, 10 hidden units, 20 outputs; InfoNCE at τ = 0.1 as mean softmax cross-entropy (the
negatives of an anchor are the first views of the other 127 samples); SGD with rate 0.01, momentum 0.9, weight decay 0.005; batch 128;
a start uniform in ±1/√inputs.

|  | ours | as the authors code it |
| --- | --- | --- |
| noise of the magnitude | uniform in ±0.5, deviation 0.29 | Gaussian, deviation 0.5 |
| batches | each is new | 500, which come again and again, the same in every run |
| W₁ ≥ 0 | for ReLU, from the start | for ReLU and linear networks, from the start |
| BatchNorm | before the activation, without affine parameters | after the activation, affine |
| norm per layer | ‖W₁‖_F = ρ√10, ρ = 0.1 or 1; W₂ free | those of W₁ and W₂, as they were drawn |
| norm per filter | every row of W₁ has length ρ; W₂ free | ‖W₁‖_F and the rows of W₂, as they were drawn |
| after a step | sign, then norm | norm, then sign |
| fixed α | 1/(N − 1) for each pair | 1/N² for each pair, and 1/N for the positive |
| outputs | of length 1; in one part free | of length 1 |
| output of zeros | has no gradient | is divided by 1e-12, so that its gradient is huge |

- **Concentration**: mean over the rows of W₁ of the largest |entry| of the row at length 1. **Coverage**: mean over the
  columns of the largest |entry|, rows at length 1. **Components**: how many are the largest of at least one row.
- In ours the inputs are positive, so that without BatchNorm the clamp is all that tells ReLU from the linear network: ReLU is the
  identity on W₁x ≥ 0. As coded the two are then the same network but for the few inputs whose noise exceeds their magnitude.
- **BatchNorm** takes each view's own statistics.
- The α of the first network could not be kept as a fixed one, since each batch holds other samples. On outputs of any length fixed α has
  no maximum.
- ρ = 0.1 was chosen after short trial runs on one seed in which W₁ hardly moved at ρ = 1; ρ = 1 stands beside it in the table.
- Intervals are Student's, of 95 % over seeds; differences of the variants are Welch's.`,
  reading: `Of our variant:

- **ReLU with W₁ ≥ 0 drives specialisation.** With dynamic α and no BatchNorm concentration and coverage are 0.94 to 0.97
  for ReLU and 0.56 to 0.67 for the linear network (a random start: 0.7 and 0.6 for ReLU, 0.5 and 0.5 for linear).
- **Dynamic α gives coverage.** With ReLU uniform α concentrates too, to 0.99 per filter, but several neurons choose the same component:
  coverage falls behind that of dynamic α in every configuration of the main part, by 0.08 to 0.35.
- **The norm of W₁ matters less than how long its rows are.** At ρ = 0.1, with ReLU and dynamic α, none, per layer and per
  filter lie within a standard deviation or two. Per filter is clearly ahead for uniform α alone (concentration 0.99 against
  0.79 to 0.82), and of coverage under BatchNorm. At ρ = 1 a held norm hardly leaves its start in 5,000 steps: a fixed
  length divides the turning rate by its square, so that a comparison of norms at one learning rate compares rates too.
- **BatchNorm is no help on ℓ2-normalised outputs with ReLU** (coverage 0.84 to 0.91 with it, 0.94 to 0.96 without), is one
  on outputs of any length (coverage 0.87 to 0.88 against 0.69 to 0.77, but for the layer norm), and lets even the linear
  network specialise in part, which a linear network without it does not.
- **Per layer with BatchNorm can starve neurons**: on outputs of any length one seed of five ends with 2 components.`,
  cells: cellsOf,
  run: train,
  figures,
  table,
});
