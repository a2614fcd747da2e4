/**
 * A training step as a pure function of named tensors, and its trace as one ONNX graph. `tf` is the TensorFlow.js that steps are
 * written in.
 *
 * @packageDocumentation
 */
export type {
  Step,
  StepResult,
  Dtype,
  TensorSpec,
  TensorSpecs,
  TensorData,
  NamedData,
  NamedTensors,
} from '../training/compile/step.js';
export { type CompiledStep, type CompileOptions, ONNX_NAMES, compileStep } from '../training/compile/compile-step.js';
export { type PerSample, compilePerSample } from '../training/compile/compile-per-sample.js';
export type { GraphWork, Precision } from '../training/compile/graph-builder.js';
export type { OnnxWords } from '../training/compile/onnx-format.js';
export { tf } from '../training/compile/tfjs.js';
