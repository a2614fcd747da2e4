/**
 * A training run in a folder: its configuration, the loop with checkpoints and metrics, going on to the same bits.
 *
 * @packageDocumentation
 */
export { type RunConfig, type GivenConfig, type RunOptionName, RUN_OPTION_NAMES } from './run-options.js';
export { type ConfigSources, resolveConfig } from './run-config.js';
export { PRESETS, PRESET_NAMES, type PresetName } from './presets.js';
export { PROTOCOLS, type ProtocolName, type Protocol } from './protocols.js';
export { OBJECTIVE_NAMES, type ObjectiveName, namedObjective } from './named-objectives.js';
export { type TrainWatch, beginRun, resumeRun } from './train.js';
export type { StepsWatch, TrainProgress, TrainOutcome } from './train-steps.js';
export { RunInUse, type RunLock } from './run-lock.js';
export {
  type RunPaths,
  type RunRecord,
  runPaths,
  readRunRecord,
  type KnnImages,
  type ImageRange,
} from './run-folder.js';
export { type Checkpoint, latestCheckpoint } from './checkpoints.js';
export {
  type MetricsLine,
  type StepMetrics,
  type ObservationMetrics,
  type KnnMetrics,
  type ImportanceMetrics,
  readMetrics,
} from './metrics-log.js';
