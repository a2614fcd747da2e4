/**
 * α-CL: pairwise importance that is chosen, not derived from a loss.
 *
 * For one anchor with distances r_j = d²ᵢⱼ to its negatives, each entry gives weights. Those of entropy, power and square
 * solve the min player's problem: they sum to 1, and a constant added to all r does not change them. The others are
 * normalised by whoever uses them. Adding one that has a formula is one entry; one that looks at several pairs at once takes
 * another entry in src/training/step/batch-importance.ts.
 */
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { logSumExp } from '../algebra/log-sum-exp.js';
import { simplexProjection } from './simplex-projection.js';

/** Maps the distances r_j of one anchor to its negatives, [n], to their weights, [n], ≥ 0. */
export interface Importance {
  (distances: Float64Array): Float64Array;
  /**
   * Maps the distances, [n], to the slopes dw_j/dr_j, [n], of weights before they are normalised. An importance that looks at
   * several pairs at once has none.
   */
  readonly slopes?: (distances: Float64Array) => Float64Array;
}

/** All that the library knows of an importance. */
interface NamedImportance<Name extends string = string> {
  readonly title: string;
  readonly source: string;
  /** α in LaTeX, up to a factor. */
  readonly latex: string;
  /** The default of each parameter; parameters are positive and finite. */
  readonly defaults: Readonly<Record<Name, number>>;
  readonly weights: (parameters: Record<Name, number>) => Importance;
  /**
   * Set where the weights sum to 1 by themselves: what is proportional to them, as text in r and the parameters, or in these and x, the
   * number of an anchor at which it sums to 1. A test holds it against the function.
   */
  readonly unnormalised?: string;
  /** Set where `alpha-cl inspect` looks at it unless others are asked for. */
  readonly isUsual?: true;
}

/** An importance that weighs each pair by its own distance alone. */
export interface SeparableImportance<Name extends string = string> extends NamedImportance<Name> {
  /** The weight as text, in r, d = √r and the parameters; src/theory/formula reads it, and a test holds it against the function. */
  readonly formula: string;
}

/** The importances of α-CL: title, parameters with their defaults, and the function. */
export const IMPORTANCES = {
  /** min Σ α r + τ Σ α log α over Σα = 1: α ∝ exp(−r/τ). */
  entropy: entry({
    title: 'α-CL-r_H',
    source: 'α-CL; Theorem 2 with row sum 1',
    latex: String.raw`\alpha_{ij}\propto e^{-d_{ij}^2/\tau}`,
    defaults: { temperature: 0.5 },
    weights: ({ temperature }) => entropyMinimiser(temperature),
    unnormalised: 'exp(-r/temperature)',
  }),
  /** min Σ α r − (1/(1−γ)) Σ α^(1−γ) over Σα = 1 (−Σ log α at γ = 1): α = (r + λ)^(−1/γ), λ from the constraint. */
  power: entry({
    title: 'α-CL-r_γ',
    source: 'α-CL; α = (r + λ)^(−1/γ) with λ from Σα = 1',
    latex: String.raw`\alpha_{ij}=\left(d_{ij}^2+\lambda\right)^{-1/\gamma}`,
    defaults: { gamma: 2 },
    weights: ({ gamma }) => powerMinimiser(gamma),
    unnormalised: 'max(0, r - x)^(-1/gamma)',
  }),
  /** α ∝ (r^a + τ)^(−g): the temperature stands for λ. */
  'shifted-power': separable({
    title: "α-CL-r_γ, authors' form",
    source: "the authors' code: a fixed temperature in place of λ",
    latex: String.raw`\alpha_{ij}\propto\left(d_{ij}^{2a}+\tau\right)^{-g}`,
    defaults: { exponent: 1, temperature: 0.5, inverseExponent: 1 },
    weights: ({ exponent, temperature, inverseExponent }) => shiftedPower(exponent, temperature, inverseExponent),
    formula: '(r^exponent + temperature)^(-inverseExponent)',
  }),
  /** min Σ α r + (τ/2) Σ α² over Σα = 1: α = [μ − r]₊/τ. */
  square: entry({
    title: 'α-CL-r_s',
    source: 'α-CL; α = [μ − r]₊ / τ, the projection on the simplex',
    latex: String.raw`\alpha_{ij}=\left[\mu-d_{ij}^2\right]_+/\tau`,
    defaults: { temperature: 0.5 },
    weights: ({ temperature }) => squareMinimiser(temperature),
    unnormalised: 'max(0, x - r)/temperature',
  }),
  /** α = [μ − r^a]₊/τ with a μ read one place too late. */
  'square-as-coded': entry({
    title: "α-CL-r_s, authors' form",
    source: "the authors' code: μ is taken at the first distance outside the support, so Σα ≠ 1 (see docs/findings.md)",
    latex: String.raw`\alpha_{ij}=\left[\mu-d_{ij}^{2a}\right]_+/\tau`,
    defaults: { exponent: 1, temperature: 0.5 },
    weights: ({ exponent, temperature }) => squareAsCoded(exponent, temperature),
  }),
  /** α ∝ exp(−dᵖ/τ), d = √r. */
  direct: separable({
    title: 'α-CL-direct',
    source: 'α-CL; p = 4 was used',
    latex: String.raw`\alpha_{ij}\propto e^{-d_{ij}^p/\tau}`,
    defaults: { power: 4, temperature: 0.5 },
    weights: ({ power, temperature }) => exponentialOfPower(power / 2, temperature),
    formula: 'exp(-r^(power/2)/temperature)',
    isUsual: true,
  }),
} as const;

/** The symbols that formulae, docs and reports write for the parameters. */
export const PARAMETER_SYMBOLS: Readonly<Record<string, string>> = {
  temperature: 'tau',
  power: 'p',
  gamma: 'gamma',
  exponent: 'a',
  inverseExponent: 'g',
} satisfies Record<ParameterName<(typeof IMPORTANCES)[ImportanceName]>, string>;

type ParameterName<Entry> = Entry extends NamedImportance<infer Name> ? Name : never;

/** An importance by name. */
export type ImportanceName = keyof typeof IMPORTANCES;

/** The names of those that have a formula. */
export type SeparableName = {
  [Name in ImportanceName]: (typeof IMPORTANCES)[Name] extends { readonly formula: string } ? Name : never;
}[ImportanceName];

/** The names of all of them. */
export const IMPORTANCE_NAMES = Object.keys(IMPORTANCES) as ImportanceName[];

/**
 * Makes a named importance with its parameters; those left out take their defaults.
 *
 * @throws InvalidInput on an unknown importance or parameter, or a parameter that is not positive and finite
 * @example
 * const weights = namedImportance('entropy', { temperature: 0.5 })(Float64Array.of(0, 0.5)); // [0.7311, 0.2689]
 * weights[1]; // 0.2689 = Math.exp(-1) / (1 + Math.exp(-1))
 */
export function namedImportance(name: string, parameters: Readonly<Record<string, number>> = {}): Importance {
  if (!Object.hasOwn(IMPORTANCES, name)) throw unknownName('importance', name, IMPORTANCE_NAMES);
  const { defaults, weights } = IMPORTANCES[name as ImportanceName] as NamedImportance;
  for (const given of Object.keys(parameters)) {
    if (!Object.hasOwn(defaults, given)) throw unknownName(`parameter of ${name}`, given, Object.keys(defaults));
  }
  const values = { ...defaults, ...parameters };
  for (const [key, value] of Object.entries(values)) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new InvalidInput(
        `${key} of ${name} is ${value}: it must be a positive finite number (default ${defaults[key]})`,
      );
    }
  }
  return weights(values);
}

/** Keeps the parameter names of each entry for the compiler. */
function entry<Name extends string>(definition: NamedImportance<Name>): NamedImportance<Name> {
  return definition;
}

/** As `entry`, of an importance that weighs each pair by its own distance alone. */
function separable<Name extends string>(definition: SeparableImportance<Name>): SeparableImportance<Name> {
  return definition;
}

/** Weights divided by their sum + slack·n; slack 0 gives sum 1. Weights of sum 0 stay as they are. */
export function normalised(weights: Float64Array, slack = 0): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, slack * weights.length);
  return total > 0 ? weights.map((weight) => weight / total) : weights;
}

function entropyMinimiser(temperature: number): Importance {
  return (distances) => {
    const logits = distances.map((r) => -r / temperature);
    const logTotal = logSumExp(logits);
    return logits.map((logit) => Math.exp(logit - logTotal));
  };
}

/** r ↦ exp(−r^exponent / τ). */
function exponentialOfPower(exponent: number, temperature: number): Importance {
  const weight =
    exponent === 2
      ? (r: number): number => Math.exp(-(r * r) / temperature)
      : (r: number): number => Math.exp(-(r ** exponent) / temperature);
  return pairwise(weight, (r) => -(exponent / temperature) * r ** (exponent - 1) * weight(r));
}

function shiftedPower(exponent: number, temperature: number, inverseExponent: number): Importance {
  const shifted = (r: number): number => r ** exponent + temperature;
  return pairwise(
    (r) => shifted(r) ** -inverseExponent,
    (r) => -inverseExponent * shifted(r) ** (-inverseExponent - 1) * exponent * r ** (exponent - 1),
  );
}

/** Weighs each pair by its own distance. The authors clamp nothing; rounding can make r = 1 − cosine negative, so we do. */
function pairwise(weight: (r: number) => number, slope: (r: number) => number): Importance {
  return Object.assign((distances: Float64Array) => distances.map((r) => weight(Math.max(0, r))), {
    slopes: (distances: Float64Array) => distances.map((r) => slope(Math.max(0, r))),
  });
}

function squareMinimiser(temperature: number): Importance {
  return (distances) => simplexProjection(distances.map((r) => -r / temperature));
}

/**
 * With distances in ascending order and m_k = (τ + r_0 + … + r_k) / (k + 1), the projection's μ is the m_k of the last
 * k with r_k < m_k. The authors read m at the first k that fails this, and m_0 where none fails.
 */
function squareAsCoded(exponent: number, temperature: number): Importance {
  return (distances) => {
    const powers = distances.map((r) => Math.max(0, r) ** exponent);
    const ascending = powers.toSorted((a, b) => a - b);
    let sum = temperature;
    let level = (ascending[0] as number) + temperature;
    for (let k = 0; k < ascending.length; k++) {
      sum += ascending[k] as number;
      if ((ascending[k] as number) < sum / (k + 1)) continue;
      level = sum / (k + 1);
      break;
    }
    return powers.map((r) => Math.max(0, level - r) / temperature);
  };
}

/** Newton on the convex, decreasing t ↦ Σ (r_j − min r + t)^(−1/γ) − 1 from t = 1, where it is ≥ 0: monotone, no overshoot. */
function powerMinimiser(gamma: number): Importance {
  return (distances) => {
    const smallest = distances.reduce((least, r) => Math.min(least, r), Infinity);
    const weightsAt = (t: number): Float64Array => distances.map((r) => (r - smallest + t) ** (-1 / gamma));
    let t = 1;
    for (let step = 0; step < NEWTON_STEPS; step++) {
      const weights = weightsAt(t);
      let excess = -1;
      let slope = 0;
      weights.forEach((weight, j) => {
        excess += weight;
        slope += weight / (gamma * ((distances[j] as number) - smallest + t));
      });
      const next = t + excess / slope;
      if (!(next > t * (1 + Number.EPSILON))) break;
      t = next;
    }
    return normalised(weightsAt(t));
  };
}

/** Far above what convergence takes; Newton's error squares each step once it is near. */
const NEWTON_STEPS = 1000;
