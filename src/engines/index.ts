/**
 * Who runs a step: ONNX Runtime on cpu, webgpu or cuda, or TensorFlow.js itself. An engine loads nothing until it is opened.
 *
 * @packageDocumentation
 */
export { ENGINES } from './available-engines.js';
export { ENGINE_NAMES, chooseEngine, fastestEngine } from './choose-engine.js';
export type { Engine, RunningStep, StartOptions } from './engine.js';
export type { EngineKind, Obstacle } from './engine-kind.js';
export { EngineFailure, NotANumber, guarded } from './guarded.js';
export { type EngineProbe, type WorkingEngine, type BrokenEngine, probeEngine } from './probe-engine.js';
