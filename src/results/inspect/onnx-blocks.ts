/** Blocks of anchors on ONNX Runtime, as one graph. */
import { startOnnx } from '../../training/engines/onnx-engine.js';
import {
  distanceWeightsOfBlock,
  familyWeightsOfBlock,
  importanceOfBlock,
  type WeighBlock,
} from '../../training/step/block-weights.js';
import type { WeighingForm } from './anchor-weighing.js';
import type { StartBlocks } from './anchor-blocks.js';
import { pairStep } from './pair-step.js';

const ON_CPU = { name: 'cpu', device: 'cpu', provider: 'cpu' } as const;

/** Opens a session for the graph of a block. */
export const onnxBlocks: StartBlocks = async (size, weighings, keeps) => {
  const weighs = weighings.map(({ form }) => weighBlock(form));
  const running = await startOnnx(pairStep(size, weighs, keeps), ON_CPU);
  running.setState({});
  return running;
};

function weighBlock(form: WeighingForm): WeighBlock {
  switch (form.kind) {
    case 'importance':
      return importanceOfBlock(form.choice);
    case 'family':
      return familyWeightsOfBlock(form.formulae);
    case 'distances':
      return distanceWeightsOfBlock(form.loss);
  }
}
