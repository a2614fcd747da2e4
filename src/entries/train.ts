/**
 * A training run in a folder: its configuration, the loop with checkpoints and metrics, going on to the same bits.
 *
 * @packageDocumentation
 */
export {
  type RunConfig,
  type GivenConfig,
  type RunOptionName,
  RUN_OPTION_NAMES,
} from '../training/train/run-options.js';
export { type ConfigSources, resolveConfig } from '../training/train/run-config.js';
export { PRESETS, PRESET_NAMES, type PresetName } from '../training/train/presets.js';
export { PROTOCOLS, type ProtocolName, type Protocol } from '../training/train/protocols.js';
export { objectiveNames, namedObjective } from '../training/train/named-objectives.js';
export { type TrainWatch, beginRun, resumeRun } from '../training/train/train.js';
export type { StepsWatch, TrainProgress, TrainOutcome } from '../training/train/train-steps.js';
export { InUse as RunInUse, type Lock as RunLock } from '../base/files/lock.js';
export {
  type RunPaths,
  type RunRecord,
  runPaths,
  readRunRecord,
  type KnnImages,
  type ImageRange,
} from '../training/train/run-folder.js';
export { type Checkpoint, latestCheckpoint } from '../training/train/checkpoints.js';
export {
  type MetricsLine,
  type StepMetrics,
  type ObservationMetrics,
  type KnnMetrics,
  type ImportanceMetrics,
  readMetrics,
} from '../training/train/metrics-log.js';
