/**
 * The shapes of α that are searched, as data: every family with its grids. All are 1 at r = 0, so that mixtures weigh like with
 * like; those of `min-player` are those of Tian (2022), whose multiplier keeps Σα = 1.
 *
 * - uniform: 1
 * - exponent: exp(−dᵖ/τ) = exp(−r^(p/2)/τ), p = 2 of InfoNCE, p = 4 of α-CL-direct
 * - power: (1 + r^a/τ)^(−g), which is (r^a + τ)^(−g) up to a factor
 * - compact: [1 − r^a/τ]₊
 * - mixture: w of one shape and 1 − w of another
 */
import { normalised } from '../../theory/losses/importances.js';
import { formulaCandidate, powerCandidate, squareCandidate, type Candidate, type Family } from './candidate.js';

const GRIDS = {
  exponent: { p: [1, 2, 3, 4, 6, 8], tau: [0.1, 0.2, 0.5, 1, 2] },
  power: { a: [1, 2], tau: [0.1, 0.5, 1], g: [0.5, 1, 2, 4] },
  compact: { a: [1, 2], tau: [0.5, 1, 1.5, 2, 4] },
  /** Shares of the first of two different parts. */
  mixture: { w: [0.25, 0.5, 0.75] },
  'min-player': { squareTau: [0.2, 0.5, 1], powerGamma: [1, 2, 4] },
} as const;

interface Part {
  readonly id: string;
  readonly alpha: string;
}

/** Parts of mixtures, from steep to flat. */
const PARTS: readonly Part[] = [exponent(2, 0.1), exponent(4, 0.5), power(1, 0.5, 1), compact(1, 1), uniform()];

const SHAPES: Readonly<Record<Exclude<Family, 'given'>, () => Candidate[]>> = {
  uniform: () => [formula('uniform', uniform())],
  exponent: () => pairs(GRIDS.exponent.p, GRIDS.exponent.tau).map(([p, tau]) => formula('exponent', exponent(p, tau))),
  power: () =>
    pairs(GRIDS.power.a, GRIDS.power.tau).flatMap(([a, tau]) =>
      GRIDS.power.g.map((g) => formula('power', power(a, tau, g))),
    ),
  compact: () => pairs(GRIDS.compact.a, GRIDS.compact.tau).map(([a, tau]) => formula('compact', compact(a, tau))),
  mixture: () =>
    PARTS.flatMap((one, k) =>
      PARTS.slice(k + 1).flatMap((other) => GRIDS.mixture.w.map((w) => formula('mixture', mixture(w, one, other)))),
    ),
  'min-player': () => [
    ...GRIDS['min-player'].squareTau.map(squareCandidate),
    ...GRIDS['min-player'].powerGamma.map(powerCandidate),
  ],
};

/** A kind of shape that the grammar makes. */
export type GrammarFamily = keyof typeof SHAPES;
/** Every kind of shape that the grammar makes. */
export const GRAMMAR_FAMILIES = Object.keys(SHAPES) as GrammarFamily[];

/**
 * Returns all shapes of the families, in the order of the grids, without multiples of earlier ones.
 *
 * @example
 * grammarCandidates(['uniform', 'compact']).map(({ id }) => id); // ['uniform', 'compact-a1-tau0.5', 'compact-a1-tau1', …]
 */
export function grammarCandidates(families: readonly GrammarFamily[] = GRAMMAR_FAMILIES): Candidate[] {
  return distinct(families.flatMap((family) => SHAPES[family]()));
}

/**
 * Keeps the first of all shapes whose weights agree, up to a factor, at 65 distances r evenly in [0, 2].
 *
 * @example
 * const [one, twice] = [givenCandidate('exp(-r)', {}), givenCandidate('2*exp(-r)', {})];
 * distinct([one, twice]).map(({ alpha }) => alpha); // ['exp(-r)']
 */
export function distinct(candidates: readonly Candidate[]): Candidate[] {
  const kept: { readonly candidate: Candidate; readonly shares: Float64Array }[] = [];
  for (const candidate of candidates) {
    const shares = normalised(candidate.importance(DISTANCES));
    const known = kept.some((other) =>
      other.shares.every((share, k) => Math.abs(share - (shares[k] as number)) < SAME),
    );
    if (!known) kept.push({ candidate, shares });
  }
  return kept.map(({ candidate }) => candidate);
}

const DISTANCES = Float64Array.from({ length: 65 }, (_, k) => k / 32);
/** Largest difference of equal shares, whose mean is 1/65: far above rounding, far below a step of any grid. */
const SAME = 1e-12;

function formula(family: Family, { id, alpha }: Part): Candidate {
  return formulaCandidate(family, id, alpha);
}

function uniform(): Part {
  return { id: 'uniform', alpha: '1' };
}

function exponent(p: number, tau: number): Part {
  return { id: `exponent-p${p}-tau${tau}`, alpha: `exp(-${quotient(powerOfDistance(p), tau)})` };
}

function power(a: number, tau: number, g: number): Part {
  return { id: `power-a${a}-tau${tau}-g${g}`, alpha: `(1 + ${quotient(powerOfDistance(2 * a), tau)})^(-${g})` };
}

function compact(a: number, tau: number): Part {
  return { id: `compact-a${a}-tau${tau}`, alpha: `max(0, 1 - ${quotient(powerOfDistance(2 * a), tau)})` };
}

function mixture(w: number, one: Part, other: Part): Part {
  const rest = Number((1 - w).toPrecision(12));
  return {
    id: `mixture-${w}-${one.id}-${other.id}`,
    alpha: `${product(w, one.alpha)} + ${product(rest, other.alpha)}`,
  };
}

/** Writes dᵖ in the shortest form. */
function powerOfDistance(p: number): string {
  if (p === 2) return 'r';
  return p % 2 === 0 ? `r^${p / 2}` : p === 1 ? 'd' : `d^${p}`;
}

function quotient(of: string, by: number): string {
  return by === 1 ? of : `${of}/${by}`;
}

function product(factor: number, of: string): string {
  return of === '1' ? `${factor}` : `${factor}*${of}`;
}

/** Returns all pairs of a first with a second element. */
function pairs(first: readonly number[], second: readonly number[]): [number, number][] {
  return first.flatMap((a) => second.map((b): [number, number] => [a, b]));
}
