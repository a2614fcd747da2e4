/**
 * Checks certificates by arithmetic that shares nothing with the intervals and decompositions that made them: every double is
 * a whole number over a power of two, sums and products of such numbers are exact, and signs decide. What is not shown is refused.
 *
 * - bounds of eigenvalues and signatures: the inertia of A − μ, by Sylvester's law and exact elimination
 * - an enclosure of an energy, or of a root: both ends, multiplied out
 * - an enclosure of eˣ: Taylor's series in fixed point, with the rest of the series as its error
 * - the field of the exact identities: 2ⁿ − 1 is prime, by Lucas and Lehmer
 */

/** n/2ᵉ. */
interface Dyadic {
  readonly n: bigint;
  readonly e: number;
}

interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly data: ArrayLike<number>;
}

/** Bounds of each eigenvalue of the symmetric part of A, the largest first. @param a [n, n] */
export function acceptsEigenvalueBounds(a: Table, bounds: readonly Bounds[]): boolean {
  return (
    bounds.length === a.rows &&
    bounds.every(({ lower, upper }, k) => {
      const [low, high] = [lower, upper].map((shift) => (Number.isFinite(shift) ? inertia(a, shift) : undefined));
      const isLow = low === undefined ? lower === -Infinity : low.positive + low.zero > k;
      const isHigh = high === undefined ? upper === Infinity : high.positive <= k;
      return isLow && isHigh;
    })
  );
}

/** Numbers of positive and negative eigenvalues of the symmetric part of A; the others are open. */
export function acceptsSignature(
  a: Table,
  { positive, negative, open }: Readonly<Record<'positive' | 'negative' | 'open', number>>,
): boolean {
  const found = inertia(a, 0);
  return positive <= found.positive && negative <= found.negative && positive + negative + open === a.rows && open >= 0;
}

/** ½ tr(P C Pᵀ)/Π‖W_l‖², P = W_L ⋯ W₁. @param layers W₁ first */
export function acceptsEnergy(layers: readonly Table[], covariance: Table, { lower, upper }: Bounds): boolean {
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return false;
  const matrices = layers.map(exactly);
  const end = matrices.reduce((below, layer) => times(layer, below));
  const pulled = times(end, exactly(covariance));
  const twice = total(pulled.flatMap((row, i) => row.map((entry, j) => product(entry, end[i]?.[j] as Dyadic))));
  const scale = matrices.map((m) => total(m.flat().map((x) => product(x, x)))).reduce(product, { n: 2n, e: 0 });
  const at = (bound: number): Dyadic => product(dyadic(bound), scale);
  return sign(sum(twice, at(-lower))) >= 0 && sign(sum(twice, at(-upper))) <= 0;
}

/** The root of this degree of a number that is not negative. */
export function acceptsRoot(value: number, degree: number, { lower, upper }: Bounds): boolean {
  const beyond = (bound: number): number => {
    const power = Array.from({ length: degree }, () => dyadic(bound)).reduce(product, { n: 1n, e: 0 });
    return sign(sum(power, dyadic(-value)));
  };
  return value >= 0 && lower >= 0 && Number.isFinite(upper) && beyond(lower) <= 0 && beyond(upper) >= 0;
}

/** Bits of the fixed point in which eˣ is summed. */
const BITS = 400n;

/** eˣ for |x| ≤ 64. */
export function acceptsExponential(x: number, { lower, upper }: Bounds): boolean {
  if (!(Math.abs(x) <= 64) || !Number.isFinite(lower) || !Number.isFinite(upper)) return false;
  const { n, e } = dyadic(x);
  const argument = shifted(n, BITS - BigInt(e));
  const one = 1n << BITS;
  let [term, so] = [one, one];
  for (let k = 1n; k <= 400n; k++) {
    term = (term * argument) / (one * k);
    so += term;
  }
  // Each of 400 terms is cut off below 1, which the next steps enlarge by e⁶⁴ < 2⁹³ at most; past the last one |x|/k < ¼.
  const error = 1n << 110n;
  const at = (bound: number): bigint => {
    const { n: top, e: down } = dyadic(bound);
    return shifted(top, BITS - BigInt(down));
  };
  return at(lower) <= so - error && at(upper) >= so + error;
}

/** Tells if 2ⁿ − 1 is prime, n an odd prime. */
export function isMersennePrime(n: number): boolean {
  const p = (1n << BigInt(n)) - 1n;
  let s = 4n;
  for (let k = 0; k < n - 2; k++) s = (s * s - 2n) % p;
  return s === 0n;
}

/** Numbers of eigenvalues of ½(A + Aᵀ) above, below and at a shift. */
function inertia(a: Table, shift: number): Record<'positive' | 'negative' | 'zero', number> {
  const entries = exactly(a).map((row, i, all) =>
    row.map((entry, j) => {
      const both = sum(entry, all[j]?.[i] as Dyadic);
      return i === j ? sum(both, product({ n: -2n, e: 0 }, dyadic(shift))) : both;
    }),
  );
  const depth = Math.max(0, ...entries.flat().map(({ e }) => e));
  let rows = entries.map((row) => row.map(({ n, e }) => n << BigInt(depth - e)));
  const found = { positive: 0, negative: 0, zero: 0 };
  for (let turn = 1n; rows.length > 0;) {
    const size = rows.length;
    const entry = (i: number, j: number): bigint => rows[i]?.[j] as bigint;
    let k = rows.findIndex((_, i) => entry(i, i) !== 0n);
    if (k < 0) {
      const i = rows.findIndex((row) => row.some((x) => x !== 0n));
      if (i < 0) return { ...found, zero: found.zero + size };
      // All of the diagonal is 0: row and column j, added to i, put 2aᵢⱼ there.
      const j = rows[i]?.findIndex((x) => x !== 0n) as number;
      const added = rows.map((row, p) => (p === i ? row.map((x, q) => x + entry(j, q)) : row));
      rows = added.map((row) => row.map((x, q) => (q === i ? x + (row[j] as bigint) : x)));
      k = i;
    }
    const pivot = entry(k, k);
    if (pivot > 0n === turn > 0n) found.positive++;
    else found.negative++;
    const rest = [...rows.keys()].filter((i) => i !== k);
    // The complement times the pivot: signs turn where that is negative.
    const next = rest.map((i) => rest.map((j) => pivot * entry(i, j) - entry(i, k) * entry(k, j)));
    if (pivot < 0n) turn = -turn;
    rows = next;
  }
  return found;
}

function exactly({ rows, columns, data }: Table): Dyadic[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_entry, j) => dyadic(data[i * columns + j] as number)),
  );
}

/** A finite double, exactly: doubling loses nothing. */
function dyadic(x: number): Dyadic {
  let [n, e] = [x, 0];
  for (; !Number.isInteger(n); e++) n *= 2;
  return { n: BigInt(n), e };
}

function sum(a: Dyadic, b: Dyadic): Dyadic {
  const e = Math.max(a.e, b.e);
  return { n: (a.n << BigInt(e - a.e)) + (b.n << BigInt(e - b.e)), e };
}

function product(a: Dyadic, b: Dyadic): Dyadic {
  return { n: a.n * b.n, e: a.e + b.e };
}

function total(terms: readonly Dyadic[]): Dyadic {
  return terms.reduce(sum, { n: 0n, e: 0 });
}

function times(a: readonly Dyadic[][], b: readonly Dyadic[][]): Dyadic[][] {
  return a.map((row) => (b[0] ?? []).map((_, j) => total(row.map((entry, k) => product(entry, b[k]?.[j] as Dyadic)))));
}

function sign({ n }: Dyadic): number {
  return n > 0n ? 1 : n < 0n ? -1 : 0;
}

function shifted(n: bigint, by: bigint): bigint {
  return by >= 0n ? n << by : n >> -by;
}
