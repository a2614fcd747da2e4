/** The norm lemma at work: how far one step of gradient descent moves the norm of a layer. */
import type { Figure } from '../../src/claims/figure.js';
import { logarithmic, mark, nominal, view } from '../../src/claims/marks.js';
import { add, map, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { randomLayers } from '../../src/theory/networks/deep-linear.js';
import type { OutputNorm } from '../../src/theory/networks/normalised-network.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { librarySubject, weightGradients, type NormLemmaInstance } from './norm-lemma-instance.js';

const LABELS: Readonly<Record<OutputNorm, string>> = { none: 'none', l2: 'ℓ2', layer: 'layer normalisation' };
const STEPS_PER_DECADE = 4;
const DECADES = 6;

/** |‖W_l − ηG_l‖² − ‖W_l‖²| of the middle layer against η: slope 2 with a normalised output, 1 without. */
export function normDriftFigure(): Figure {
  const values = (Object.keys(LABELS) as OutputNorm[]).flatMap((outputNorm) => {
    const instance = exampleOf(outputNorm);
    const [layer, gradient] = [instance.layers[1], weightGradients(instance, librarySubject)[1]] as [Matrix, Matrix];
    return Array.from({ length: DECADES * STEPS_PER_DECADE + 1 }, (_, k) => {
      const eta = 10 ** (k / STEPS_PER_DECADE - DECADES);
      const drift = Math.abs(norm(add(layer, gradient, -eta)) ** 2 - norm(layer) ** 2);
      return { eta, drift, output: LABELS[outputNorm] };
    });
  });
  // No change at all has no place on a logarithmic axis.
  const drawn = values.filter(({ drift }) => drift > 0);
  return {
    id: 'norm-lemma-drift',
    title: 'One step of gradient descent and the norm of a layer',
    caption:
      'A ReLU network of three layers under InfoNCE, its middle layer. With a normalised output the squared norm changes by η²‖∂L/∂W‖²: two decades for one of η, and nothing in the limit of the flow. Without, it changes in proportion to η.',
    spec: view({ width: 420, height: 280, values: drawn }, mark('line', { point: true }), {
      x: logarithmic('eta', 'step size η'),
      y: logarithmic('drift', 'change of ‖W₂‖² in one step'),
      color: nominal('output', 'output normalisation', { sort: null }),
    }),
  };
}

function exampleOf(outputNorm: OutputNorm): NormLemmaInstance {
  const random = randomStream(3, 'norm drift');
  const x = normalMatrix(random, 16, 5);
  return {
    loss: { name: 'infonce', parameters: { temperature: 0.5, epsilon: 1 } },
    x,
    xPrime: add(x, normalMatrix(random, 16, 5), 0.3),
    layers: randomLayers([5, 6, 6, 4], random).map((layer) => map(layer, (w) => 2 * w)),
    activation: 'relu',
    outputNorm,
    factor: 1,
    seed: 0,
  };
}
