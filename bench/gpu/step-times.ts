/** Times our training steps on PyTorch, with their images on the device, as the peer has them (pytorch_step.py). */
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import type { NamedData, Precision, Step } from '../../src/training/compile/step.js';
import { tf } from '../../src/training/compile/tfjs.js';
import { chooseEngine } from '../../src/training/engines/choose-engine.js';
import type { Engine } from '../../src/training/engines/engine.js';
import { initialWeights } from '../../src/training/models/initialise.js';
import { namedModel } from '../../src/training/models/named-models.js';
import { adam } from '../../src/training/step/adam.js';
import { contrastiveStep } from '../../src/training/step/contrastive-step.js';
import { initialState } from '../../src/training/step/initial-state.js';
import { median } from '../median.js';
import type { Setting } from './checks.js';

const IMAGE_SIZE = 32;
const WARM_UP = 3;
const LEARNING_RATE = { shape: [], dtype: 'float32', data: Float32Array.of(1e-3) } as const;

/** Tells the speed of each model, number of pairs and precision, and how the step ran. @param compiled whether torch.compile makes it */
export async function timeSteps({ python, device, sizes, tell }: Setting, compiled = false): Promise<void> {
  const engine = await chooseEngine('pytorch', { python, device });
  const models = sizes.models.map((name) => {
    const model = namedModel(name);
    return { model, weights: initialWeights(model, 1) };
  });
  for (const pairs of sizes.pairs) {
    for (const { model, weights } of models) {
      const objective = { kind: 'cross-entropy', temperature: 0.5 } as const;
      const moving = contrastiveStep({
        model,
        objective,
        optimiser: adam(),
        pairs,
        imageSize: IMAGE_SIZE,
        views: 'joint',
      });
      const step = withFixedImages(moving, pairs);
      const state = initialState(step, weights);
      for (const precision of sizes.precisions) {
        const told = { who: 'alpha-cl', device: engine.device, model: model.name, pairs, precision, compiled };
        try {
          const { seconds, way } = await timed(engine, { step, state, precision, compiled, steps: sizes.steps });
          tell({ ...told, viewsPerSecond: Number(((2 * pairs) / seconds).toFixed(1)), way: way ?? 'call by call' });
        } catch (error) {
          tell({ ...told, failure: error instanceof Error ? error.message : String(error) });
        }
      }
    }
  }
}

/** Returns the median seconds of a step, and how it ran. */
async function timed(
  engine: Engine,
  how: {
    readonly step: Step;
    readonly state: NamedData;
    readonly precision: Precision;
    readonly compiled: boolean;
    readonly steps: number;
  },
): Promise<{ readonly seconds: number; readonly way: string | undefined }> {
  const running = await engine.start(how.step, { precision: how.precision, compiled: how.compiled });
  try {
    running.setState(how.state);
    const seconds: number[] = [];
    for (let k = 0; k < WARM_UP + how.steps; k++) {
      const before = performance.now();
      await running.run({ learningRate: LEARNING_RATE });
      if (k >= WARM_UP) seconds.push((performance.now() - before) / 1000);
    }
    return { seconds: median(seconds), way: running.way };
  } finally {
    await running.close();
  }
}

/** The step on the same images each time, which are a part of it. */
function withFixedImages(step: Step, pairs: number): Step {
  const { learningRate } = step.inputs;
  if (learningRate === undefined) throw new Error('the step takes no learning rate');
  const views = (['first', 'second'] as const).map((name) => {
    const random = randomStream(1, 'bench', name);
    return Float32Array.from({ length: pairs * IMAGE_SIZE * IMAGE_SIZE * 3 }, () => random.normal());
  });
  const tensor = (k: number): tf.Tensor => tf.tensor(views[k] ?? [], [pairs, IMAGE_SIZE, IMAGE_SIZE, 3]);
  return {
    ...step,
    inputs: { learningRate },
    run: (state, inputs) => tf.tidy(() => ({ ...step.run(state, { ...inputs, first: tensor(0), second: tensor(1) }) })),
  };
}
