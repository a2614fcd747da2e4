/**
 * A training step as a pure function of named tensors, its trace as plain data, and what becomes of it: an ONNX graph or a Python
 * file. `tf` is the TensorFlow.js that steps are written in.
 *
 * @packageDocumentation
 */
export type {
  Precision,
  Replicas,
  Step,
  StepResult,
  Dtype,
  TensorSpec,
  TensorSpecs,
  TensorData,
  NamedData,
  NamedTensors,
} from '../training/compile/step.js';
export {
  type CompiledStep,
  type CompileOptions,
  type TracedStep,
  STEP_NAMES,
  compileStep,
  traceStep,
} from '../training/compile/compile-step.js';
export { type TorchOptions, type TorchProgram, lowerToPyTorch } from '../training/compile/pytorch/lower-to-pytorch.js';
export type { TorchConstant } from '../training/compile/pytorch/python-writer.js';
export { type PerSample, compilePerSample } from '../training/compile/compile-per-sample.js';
export type { GraphWork } from '../training/compile/onnx/graph-builder.js';
export type { OnnxWords } from '../training/compile/onnx/onnx-format.js';
export { tf } from '../training/compile/tfjs.js';
export type { Trace, TracedCall, TracedSpec, ConstantData } from '../training/compile/trace.js';
