/** Opening and closing a gate with α moving and with α held fixed. */
import type { Figure } from '../../src/claims/figure.js';
import { category, mark, quantitative, view } from '../../src/claims/marks.js';
import { energy } from '../../src/theory/losses/energy.js';
import { fromNested, generate, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { normalised } from '../../src/theory/landscape/two-layer-ascent.js';
import { lossValue, pairwiseImportance } from '../../src/theory/losses/loss.js';
import { namedLoss } from '../../src/theory/losses/named-losses.js';
import { twoLayerForward } from '../../src/theory/networks/two-layer.js';

const LOSS = namedLoss('infonce', { temperature: 0.5, epsilon: 1 });
const POINTS = 40;
const FARTHEST = 0.8;
/** Two neurons on e₁ and e₂, the third component free. */
const SECOND = fromNested([[0.8, -0.6]]);
const COMPONENTS = [0, 0, 1, 1, 2, 2];
const MAGNITUDES = [1.2, 0.7, 1, 0.5, 0.9, 0.4];
const CHANGES = [0.2, -0.1, -0.2, 0.1, 0.1, -0.1];

export function dynamicPathFigure(): Figure {
  const x = viewOf(MAGNITUDES);
  const xPrime = viewOf(MAGNITUDES.map((a, i) => a + (CHANGES[i] as number)));
  const outputs = (k: number, l: number, t: number): [Rows, Rows] => {
    const rows = generate(2, 3, (i, j) => (i === j ? 1 : 0) + (i === k && j === l ? t : 0));
    const network = { activation: 'relu', first: normalised(rows, 'row'), second: SECOND } as const;
    return [twoLayerForward(network, x), twoLayerForward(network, xPrime)];
  };
  const fixed = pairwiseImportance(LOSS, ...outputs(0, 2, 0));
  const curves = [
    { curve: 'α moves: −L', valueAt: (both: [Rows, Rows]) => -lossValue(LOSS, ...both) },
    { curve: 'α held fixed: E', valueAt: (both: [Rows, Rows]) => energy(fixed, ...both) },
  ];
  const values = [
    { gate: 'neuron 1 towards component 3', k: 0, l: 2 },
    { gate: 'neuron 2 towards component 3', k: 1, l: 2 },
  ].flatMap(({ gate, k, l }) =>
    curves.flatMap(({ curve, valueAt }) => {
      const origin = valueAt(outputs(k, l, 0));
      return Array.from({ length: 2 * POINTS + 1 }, (_, n) => {
        const t = (n / POINTS - 1) * FARTHEST;
        return { gate, curve, t, change: valueAt(outputs(k, l, t)) - origin };
      });
    }),
  );
  return {
    id: 'relu-dynamic-importance-paths',
    title: 'A gate opens, with α moving and with α held fixed',
    caption:
      'Two neurons with s of opposite signs on two of three components. Right of 0 a gate opens: both curves leave with the same slope, up for one neuron and down for the other, so the point is not a maximum. Left of 0 the gate closes and both fall with the same curvature. Farther away α matters.',
    spec: {
      data: { values },
      facet: category('gate'),
      spec: view({ width: 260, height: 220 }, mark('line', { strokeWidth: 2 }), {
        x: quantitative('t', 'weight t of the gate'),
        y: quantitative('change', 'change from the fixed point'),
        color: category('curve'),
        strokeDash: category('curve'),
      }),
    },
  };
}

function viewOf(magnitudes: readonly number[]): Matrix {
  return generate(COMPONENTS.length, 3, (i, m) => (COMPONENTS[i] === m ? (magnitudes[i] as number) : 0));
}
