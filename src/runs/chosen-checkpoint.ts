/** The checkpoint of a run that a command works on. Nothing in the run is changed: it may still be training. */
import { InvalidInput } from '../invalid-input.js';
import { checkpointFile, readCheckpoint, stepsIn, type Checkpoint } from '../train/checkpoints.js';
import type { RunPaths } from '../train/run-folder.js';

/**
 * @param step that of the checkpoint; the last whole one without it
 * @param notice is told of damaged ones that were passed over
 * @throws InvalidInput when there is no such checkpoint, or it is damaged
 */
export async function chosenCheckpoint(
  { checkpoints }: RunPaths,
  step: number | undefined,
  notice: (text: string) => void,
): Promise<Checkpoint> {
  const steps = stepsIn(checkpoints);
  if (step !== undefined) {
    if (steps.includes(step)) return readCheckpoint(checkpointFile(checkpoints, step), step);
    const known = steps.length === 0 ? 'there is none' : `choose one of ${steps.toReversed().join(', ')}`;
    throw new InvalidInput(`${checkpoints} has no checkpoint of step ${step}: ${known}`);
  }
  const faults: string[] = [];
  for (const candidate of steps) {
    try {
      const checkpoint = await readCheckpoint(checkpointFile(checkpoints, candidate), candidate);
      for (const fault of faults) notice(`${fault}; taking that of step ${candidate}`);
      return checkpoint;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      faults.push(error.message);
    }
  }
  throw new InvalidInput(
    faults.length === 0
      ? `${checkpoints} holds no checkpoint: the run ended before its first; go on with it by alpha-cl train --resume`
      : faults.join('; '),
  );
}
