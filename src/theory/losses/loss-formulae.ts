/** A loss as two formulae, with values of their parameters. */
export interface LossFormulae {
  /** φ, in x and the parameters. */
  readonly phi: string;
  readonly psi: string;
  /** A value for every other symbol. */
  readonly parameters?: Readonly<Record<string, number>>;
}
