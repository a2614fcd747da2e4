/** A figure: a Vega-Lite specification with its data inside, and the words around it. */
import type { TopLevelSpec } from 'vega-lite';

/** A figure as a Vega-Lite specification with its data inside. */
export interface Figure {
  /** File name without its ending: `theorem-1-gradient-slopes`. */
  readonly id: string;
  readonly title: string;
  /** The point of the figure, in one or two sentences. */
  readonly caption: string;
  /** Schema and theme are added where it is drawn. */
  readonly spec: TopLevelSpec;
}
