/** The deterministic weights and images of the golden training steps, as their README defines them. */
import { sizeOf, type NamedData, type TensorData } from '../../../src/training/compile/step.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import type { WeightSpecs } from '../../../src/training/models/layer.js';
import type { Model } from '../../../src/training/models/model.js';

/** Filled parameters, and buffers as they are before training. */
export function goldenWeights({ parameters, buffers }: Pick<Model, 'parameters' | 'buffers'>, seed: number): NamedData {
  return { ...goldenFilling(parameters, seed), ...initialWeights({ parameters: {}, buffers }, seed) };
}

/** @param specs in PyTorch's order of parameters, which the values depend on */
function goldenFilling(specs: WeightSpecs, seed: number): NamedData {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape }], index) => {
      const data = uniforms(sizeOf(shape), 1000 * seed + index).map(spread(name, shape));
      return [name, { shape, dtype: 'float32', data: Float32Array.from(data) }];
    }),
  );
}

/** Two views of `batch` images, [batch, side, side, 3] each: the second is the first with a little noise. */
export function goldenViews(batch: number, seed: number, side = 32): [TensorData, TensorData] {
  const size = batch * 3 * side * side;
  const first = uniforms(size, 7000 + seed).map((u) => 2 * u - 1);
  const noise = uniforms(size, 8000 + seed).map((u) => 0.2 * (2 * u - 1));
  const second = first.map((value, k) => value + (noise[k] ?? NaN));
  return [channelsLast(first, batch, side), channelsLast(second, batch, side)];
}

/** u_k = frac(43758.5453·sin(12.9898·k + 78.233·(salt + 1))) for k = 1, 2, … */
function uniforms(size: number, salt: number): Float64Array {
  return Float64Array.from({ length: size }, (_, index) => {
    const value = 43758.5453 * Math.sin(12.9898 * (index + 1) + 78.233 * (salt + 1));
    return value - Math.floor(value);
  });
}

function spread(name: string, shape: readonly number[]): (u: number) => number {
  if (shape.length > 1) {
    const bound = 0.5 * Math.sqrt(6 / sizeOf(shape.slice(1)));
    return (u) => (2 * u - 1) * bound;
  }
  return name.endsWith('weight') ? (u) => 0.5 + u : (u) => (2 * u - 1) * 0.1;
}

function channelsLast(values: Float64Array, batch: number, side: number): TensorData {
  const pixels = side * side;
  const data = Float32Array.from(values, (_, index) => {
    const [channel, pixel, image] = [index % 3, Math.floor(index / 3) % pixels, Math.floor(index / 3 / pixels)];
    return values[(image * 3 + channel) * pixels + pixel] ?? NaN;
  });
  return { shape: [batch, side, side, 3], dtype: 'float32', data };
}
