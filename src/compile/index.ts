/**
 * A training step as a pure function of named tensors, and its trace as one ONNX graph. `tf` is the TensorFlow.js that steps are
 * written in.
 *
 * @packageDocumentation
 */
export type { Step, StepResult, Dtype, TensorSpec, TensorSpecs, TensorData, NamedData, NamedTensors } from './step.js';
export { type CompiledStep, type CompileOptions, ONNX_NAMES, compileStep } from './compile-step.js';
export { type PerSample, compilePerSample } from './compile-per-sample.js';
export type { GraphWork, Precision } from './graph-builder.js';
export type { OnnxWords } from './onnx-format.js';
export { tf } from '../tfjs.js';
