/** Scores of logits against classes: accuracy and cross-entropy, summed in float64. */

export interface ClassScore {
  /** Share of rows whose largest logit is that of their class, 0..1; of equal logits the first counts. */
  readonly accuracy: number;
  /** Mean cross-entropy in nats. */
  readonly loss: number;
}

/** Counts rows as their logits come in. */
export class ScoreSheet {
  readonly #classes: number;
  #rows = 0;
  #correct = 0;
  #loss = 0;

  constructor(classes: number) {
    this.#classes = classes;
  }

  /** @param logits [classes] of one row */
  add(logits: ArrayLike<number>, label: number): void {
    const best = largestAt(logits);
    const most = logits[best] as number;
    let total = 0;
    for (let c = 0; c < this.#classes; c++) total += Math.exp((logits[c] as number) - most);
    this.#rows++;
    this.#correct += best === label ? 1 : 0;
    this.#loss += Math.log(total) + most - (logits[label] as number);
  }

  score(): ClassScore {
    return { accuracy: this.#correct / this.#rows, loss: this.#loss / this.#rows };
  }
}

/** The place of the largest value, the first of equal ones. */
export function largestAt(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if ((values[k] as number) > (values[best] as number)) best = k;
  return best;
}
