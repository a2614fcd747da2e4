/** A loss as two formulae, with values of their parameters; `LossFormulae<number | Interval>`: with values or ranges. */
export interface LossFormulae<Value = number> {
  /** φ in x, the sum ξᵢ, and the parameters: `tau*log(eps + x)`. */
  readonly phi: string;
  /** ψ in x, the margin d²ᵢ − d²ᵢⱼ, and the parameters. */
  readonly psi: string;
  /** A value for every other symbol. */
  readonly parameters?: Readonly<Record<string, Value>>;
}
