/** The named loss whose α, normalised, an importance is: InfoNCE without its positive for exp(−r/τ). */
import { anchorImportance } from '../../theory/losses/loss.js';
import { normalised, type Importance } from '../../theory/losses/importances.js';
import { lossEntry, lossNames, namedLoss } from '../../theory/losses/named-losses.js';

/** A named loss with the values of its parameters. */
interface LossOfImportance {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/**
 * Finds a named loss whose weights are those of the importance, to rounding at every anchor tried.
 *
 * @param temperature of the loss, if it has one; its other parameters are 0 or their defaults
 */
export function lossOfImportance(importance: Importance, temperature: number): LossOfImportance | undefined {
  const candidates = lossNames().flatMap((name) =>
    [0, undefined].map((other) => ({ name, parameters: parametersWith(name, temperature, other) })),
  );
  return candidates.find(({ name, parameters }) => {
    const loss = namedLoss(name, parameters);
    return ANCHORS.every((distances) => {
      const derived = anchorImportance(
        loss,
        distances.map((r) => OWN_DISTANCE - r),
      );
      const weights = normalised(importance(distances));
      return weights.every((weight, j) => Math.abs(weight - (derived[j] as number)) < CLOSE);
    });
  });
}

function parametersWith(name: string, temperature: number, other: number | undefined): Record<string, number> {
  const { parameters } = lossEntry(name);
  return Object.fromEntries(
    Object.entries(parameters).map(([key, { default: usual, range }]) => [
      key,
      key === 'temperature' ? temperature : range === 'positive' ? usual : (other ?? usual),
    ]),
  );
}

const OWN_DISTANCE = 0.5;
const ANCHORS = [0.05, 0.4, 1, 1.9].map((other) => Float64Array.of(0.1, 0.2, other));
/** Far above rounding, far below any difference of two formulae at these distances. */
const CLOSE = 1e-9;
