/** Speed of a run, and the time that the rest takes. */

export interface Pace {
  /** Begins a step: the time before it counts for none. */
  stepBegins(): void;
  /** @returns views a second of the step that has ended */
  stepDone(): number;
  /** From the mean of the last steps. */
  outlook(stepsLeft: number): { readonly secondsLeft: number };
}

/** Weight of the last step in the running mean of their times. */
const NEWEST = 0.1;

export function startPace(viewsPerStep: number): Pace {
  let last = performance.now();
  let mean: number | undefined;
  return {
    stepBegins: () => {
      last = performance.now();
    },
    stepDone: () => {
      const now = performance.now();
      const seconds = (now - last) / 1000;
      last = now;
      mean = mean === undefined ? seconds : mean + NEWEST * (seconds - mean);
      return Number((viewsPerStep / seconds).toPrecision(4));
    },
    outlook: (stepsLeft) => ({ secondsLeft: stepsLeft * (mean ?? Number.NaN) }),
  };
}
