/** The balance of neighbouring layers along the flow of E, free and under the norm constraint. */
import type { Figure } from '../../src/claims/figure.js';
import { logarithmic, mark, nominal, quantitative, view } from '../../src/claims/marks.js';
import { add, fromNested, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, randomLayers, type Layers } from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { freeFlow, normalisedFlow, type FloatFlow } from './float-flows.js';
import { imbalance } from './float-imbalance.js';

/** λ_max = 1. */
const COVARIANCE = fromNested([
  [1, 0, 0],
  [0, 0.4, 0],
  [0, 0, -1],
]);
const WIDTHS = [3, 3, 3, 3];
/** A start with E < 0, so that both signs of the rate are seen. */
const SEED = 45;
const [STEP, STEPS] = [0.01, 2000];
/** One step in so many is drawn. */
const DRAWN = 10;
/** The free flow runs away in finite time, and integration with it; it is drawn while ‖W_l‖ stays below this. */
const LARGEST_NORM = 5;

/** ‖D(t)‖ / ‖D(0)‖, all layers together, along one path of each flow, and what −4E predicts for the constrained one. */
export function balanceFigure(): Figure {
  const start = randomLayers(WIDTHS, randomStream(SEED, 'balance figure'));
  const free = pathOf(freeFlow, start).map(({ time, share }) => ({ time, share, series: 'free flow' }));
  const constrained = pathOf(normalisedFlow, start);
  const bound = constrained.map(({ time, share }) => ({ time, share, series: '‖W_l‖ = 1' }));
  const predicted = constrained.map(({ time, predicted: share }) => ({ time, share, series: 'exp(−4∫E dt)' }));
  const values = [...free, ...bound, ...predicted];
  const domain = ['free flow', '‖W_l‖ = 1', 'exp(−4∫E dt)'];
  return {
    id: 'deep-linear-balance-normalised-course',
    title: 'Balance kept, balance reached',
    caption: `Imbalance of a network with three layers of width 3 and eigenvalues 1, 0.4 and −1 of C, from one random start with E < 0. The free flow conserves it (and is drawn until a layer’s norm reaches ${LARGEST_NORM}). Under the norm constraint it grows while E < 0 and then decays, as exp(−4∫E dt) says, at the rate 2λ_max in the end.`,
    spec: view({ width: 460, height: 280, values }, mark('line', { strokeWidth: 2.5 }), {
      x: quantitative('time', 'time t of the flow'),
      y: logarithmic('share', 'imbalance ‖D(t)‖ / ‖D(0)‖'),
      color: nominal('series', null, { scale: { domain, range: ['#009e73', '#0072b2', '#e69f00'] } }),
      strokeDash: nominal('series', undefined, {
        scale: {
          domain,
          range: [
            [1, 0],
            [1, 0],
            [6, 4],
          ],
        },
      }),
    }),
  };
}

interface PathPoint {
  readonly time: number;
  readonly share: number;
  /** exp(−4∫E dt) up to this time. */
  readonly predicted: number;
}

/** Runge-Kutta steps of fourth order; the integral of E by the trapezoidal rule. */
function pathOf(flow: FloatFlow, start: Layers): PathPoint[] {
  const points: PathPoint[] = [];
  const origin = imbalanceNorm(start);
  let layers = start;
  for (let step = 0, integral = 0; step <= STEPS && Math.max(...layers.map(norm)) < LARGEST_NORM; step++) {
    if (step % DRAWN === 0) {
      const share = imbalanceNorm(layers) / origin;
      points.push({ time: step * STEP, share, predicted: Math.exp(-4 * integral) });
    }
    const next = rungeKutta(flow, layers);
    integral += (STEP / 2) * (deepLinearEnergy(layers, COVARIANCE) + deepLinearEnergy(next, COVARIANCE));
    layers = next;
  }
  return points;
}

function rungeKutta(flow: FloatFlow, layers: Layers): Layers {
  const moved = (velocities: Layers, by: number): Layers =>
    layers.map((layer, l) => add(layer, velocities[l] as Matrix, by));
  const first = flow(layers, COVARIANCE);
  const second = flow(moved(first, STEP / 2), COVARIANCE);
  const third = flow(moved(second, STEP / 2), COVARIANCE);
  const fourth = flow(moved(third, STEP), COVARIANCE);
  return [first, second, second, third, third, fourth].reduce<Layers>(
    (sum, velocities) => sum.map((layer, l) => add(layer, velocities[l] as Matrix, STEP / 6)),
    layers,
  );
}

/** ‖D‖ of all pairs of neighbours together. */
function imbalanceNorm(layers: Layers): number {
  return Math.hypot(...imbalance(layers).map(norm));
}
