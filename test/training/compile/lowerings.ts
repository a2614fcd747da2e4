/** The lowerings of a trace, each with a way to run it, for the tests that hold all of them to the same. */
import { startOnnx } from '../../../src/training/engines/onnx-engine.js';
import type { RunningStep } from '../../../src/training/engines/engine.js';
import { startPyTorch } from '../../../src/training/engines/pytorch/pytorch-engine.js';
import { ReplicaProcesses } from '../../../src/training/engines/pytorch/replica-processes.js';
import type { Step } from '../../../src/training/compile/step.js';
import { PYTHON, PYTORCH, WITHOUT_PYTORCH } from '../step/pytorch.js';

/** Starts a step without the guard of engines: NaN is a result like others here. */
export type Start = (step: Step) => Promise<RunningStep>;

export interface LoweringUnderTest {
  readonly title: string;
  readonly isAbsent: boolean;
  readonly start: Start;
}

let python: Promise<ReplicaProcesses> | undefined;

export const LOWERINGS: readonly LoweringUnderTest[] = [
  {
    title: 'ONNX Runtime',
    isAbsent: false,
    // On one thread: the graphs are small.
    start: (step) => startOnnx(step, { name: 'cpu', device: 'test', provider: 'cpu', threads: 1 }),
  },
  {
    title: PYTORCH,
    isAbsent: WITHOUT_PYTORCH,
    start: async (step) => {
      python ??= ReplicaProcesses.start({ python: PYTHON, device: 'cpu' }, 1);
      return startPyTorch(await python, step);
    },
  },
];
