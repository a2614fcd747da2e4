/** The checkpoint of a run on which a command works. Nothing in the run is changed: it may still be training. */
import { PROGRAM } from '../../base/program-name.js';
import { InvalidInput } from '../../base/invalid-input.js';
import {
  checkpointFile,
  newestWhole,
  readCheckpoint,
  stepsIn,
  type Checkpoint,
} from '../../training/train/checkpoints.js';
import type { RunPaths } from '../../training/train/run-folder.js';

/**
 * Reads a checkpoint.
 *
 * @param step of the checkpoint. Default: the last whole one
 * @param notice called for damaged ones that were skipped
 * @throws InvalidInput when there is no such checkpoint, or it is damaged
 */
export async function chosenCheckpoint(
  { checkpoints }: RunPaths,
  step: number | undefined,
  notice: (text: string) => void,
): Promise<Checkpoint> {
  if (step !== undefined) {
    const steps = stepsIn(checkpoints);
    if (steps.includes(step)) return readCheckpoint(checkpointFile(checkpoints, step), step);
    const known = steps.length === 0 ? 'there is none' : `choose one of ${steps.toReversed().join(', ')}`;
    throw new InvalidInput(`${checkpoints} has no checkpoint of step ${step}: ${known}`);
  }
  const { checkpoint, damaged } = await newestWhole(checkpoints);
  if (checkpoint === undefined) {
    throw new InvalidInput(
      damaged.length === 0
        ? `${checkpoints} holds no checkpoint: the run ended before its first; go on with it by ${PROGRAM} train --resume`
        : `no checkpoint is whole: ${damaged.map(({ fault }) => fault).join('; ')}. Put one back from a copy`,
    );
  }
  for (const { fault } of damaged) notice(`${fault}; taking that of step ${checkpoint.step}`);
  return checkpoint;
}
