/**
 * Who runs a step: ONNX Runtime on cpu, webgpu or cuda, or TensorFlow.js itself. An engine loads nothing until it is opened. And products
 * of large matrices on ONNX Runtime.
 *
 * @packageDocumentation
 */
export { ENGINES } from '../training/engines/available-engines.js';
export { ENGINE_NAMES, chooseEngine, fastestEngine } from '../training/engines/choose-engine.js';
export type { Engine, RunningStep, StartOptions } from '../training/engines/engine.js';
export type { EngineKind, Obstacle } from '../training/engines/engine-kind.js';
export { EngineFailure, NotANumber, guarded } from '../training/engines/guarded.js';
export {
  type EngineProbe,
  type WorkingEngine,
  type BrokenEngine,
  probeEngine,
} from '../training/engines/probe-engine.js';
export { doubleProducts } from '../training/engines/matrix-products.js';
export type { MatrixProducts } from '../training/engines/plain-products.js';
