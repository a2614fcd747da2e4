/** Symbols of parameters as people write them. */
const NAMES: Readonly<Record<string, string>> = {
  tau: 'τ',
  temperature: 'τ',
  eps: 'ε',
  epsilon: 'ε',
  gamma: 'γ',
  beta: 'β',
  lambda: 'λ',
  mu: 'μ',
  sigma: 'σ',
  power: 'p',
  exponent: 'a',
  inverseExponent: 'g',
};

/** Returns the symbol of a parameter as formulae and legends write it: `τ` for `tau` and for `temperature`. */
export function parameterTitle(parameter: string): string {
  return (Object.hasOwn(NAMES, parameter) ? NAMES[parameter] : undefined) ?? parameter;
}
