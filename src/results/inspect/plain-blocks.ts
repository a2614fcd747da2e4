/** Blocks of anchors in loops of JavaScript, anchor by anchor in float64: for a browser, and to compare the graph with. */
import type { NamedData } from '../../training/compile/step.js';
import type { AnchorWeighing } from './anchor-weighing.js';
import type { BlockSize, StartBlocks } from './anchor-blocks.js';

/** Prepares nothing. */
export const plainBlocks: StartBlocks = async (size, weighings) => ({
  run: async (inputs) => blockOutputs(inputs, size, weighings),
  close: async () => undefined,
});

/** Computes what `pairStep` does. */
function blockOutputs(inputs: NamedData, size: BlockSize, weighings: readonly AnchorWeighing[]): NamedData {
  const { anchors, rows, columns } = size;
  const given = (name: string): ArrayLike<number> => inputs[name]?.data ?? [];
  const [z, halves, own, positives, counted] = ['z', 'halves', 'own', 'positives', 'counted'].map(given) as [
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
  ];
  const outputs: Record<string, Float32Array> = {
    distances: new Float32Array(anchors * rows),
    potentials: new Float32Array(anchors),
  };
  for (const k of weighings.keys()) {
    outputs[`alpha ${k}`] = new Float32Array(anchors * rows);
    for (const name of ['totals', 'logs', 'moments', 'largest']) outputs[`${name} ${k}`] = new Float32Array(anchors);
    outputs[`attracted ${k}`] = new Float32Array(anchors * columns);
    outputs[`columns ${k}`] = new Float32Array(rows);
  }
  const into = (name: string): Float32Array => outputs[name] as Float32Array;
  const toNegatives = new Float64Array(rows - 1);
  for (let a = 0; a < anchors; a++) {
    // Anchors that fill a block up do not count.
    if (counted[a] === 0) continue;
    const self = own[a] as number;
    for (let j = 0, to = 0; j < rows; j++) {
      let product = 0;
      for (let k = 0; k < columns; k++) product += (z[self * columns + k] as number) * (z[j * columns + k] as number);
      const distance = Math.max(0, (halves[self] as number) + (halves[j] as number) - product);
      into('distances')[a * rows + j] = distance;
      if (j === self) continue;
      toNegatives[to++] = distance;
      into('potentials')[a] = (into('potentials')[a] as number) + Math.exp(-4 * distance);
    }
    for (const [k, { weigh }] of weighings.entries()) {
      const { alpha, beta } = weigh(toNegatives, positives[a] as number);
      const [weights, attracted, sums] = [into(`alpha ${k}`), into(`attracted ${k}`), into(`columns ${k}`)];
      let [total, logs, moment, largest] = [0, 0, 0, 0];
      for (let m = 0; m < rows - 1; m++) {
        const weight = alpha[m] as number;
        if (!(weight > 0)) continue;
        const j = m < self ? m : m + 1;
        weights[a * rows + j] = weight;
        sums[j] = (sums[j] as number) + weight;
        total += weight;
        logs += weight * Math.log(weight);
        moment += weight * (toNegatives[m] as number);
        if (weight > largest) largest = weight;
        for (let c = 0; c < columns; c++) {
          const at = a * columns + c;
          attracted[at] = (attracted[at] as number) + weight * (z[j * columns + c] as number);
        }
      }
      into(`totals ${k}`)[a] = total;
      into(`logs ${k}`)[a] = logs;
      into(`moments ${k}`)[a] = moment;
      into(`largest ${k}`)[a] = largest;
      if (beta !== undefined) (outputs[`beta ${k}`] ??= new Float32Array(anchors))[a] = beta;
    }
  }
  return Object.fromEntries(
    Object.entries(outputs).map(([name, data]) => [name, { shape: [data.length], dtype: 'float32', data }]),
  );
}
