/** What an analysis says of a loss, held against dense evaluation. */
import type { LossAnalysis } from '../../src/entries/analysis.js';
import { compiled, FIRM, multiply, point, type Ball } from './ball.js';
import type { GivenLoss } from './generate.js';
import { judgeRegulariser, judgeRelations } from './judge-formulae.js';
import { preciseLogSlope, preciseWitness } from './precise.js';
import { isKnown, jumpAt, type Switch } from './profile.js';
import { RandomStream } from './random-stream.js';
import { isFalse, Scene, TRUE, UNKNOWN, type Interval, type Truth } from './scene.js';
import { parseTree } from './tree.js';
import { witnessQuantity } from './witness.js';

/** What became of one statement. */
export interface Judgement {
  readonly id: string;
  readonly said: string;
  readonly grade: string;
  readonly dense: Truth['is'];
  /** Why what was said is false. */
  readonly contradiction?: string;
}

type Statement = LossAnalysis['statements'][number];

/** @param key of the random lines that are tried, so that the same loss is always judged alike */
export function judge(
  loss: GivenLoss,
  analysis: LossAnalysis,
  key: { readonly seed: number; readonly index: number },
): Judgement[] {
  const random = new RandomStream(key.seed ^ 0x5bd1e995, key.index);
  const trees = { phi: parseTree(loss.phi), psi: parseTree(loss.psi) };
  const hints = hintsOf(analysis);
  const domain = { psi: analysis.domains.psi.certified, phi: phiDomain(analysis), points: 160 };
  const draws = drawsOf(loss, random);
  const scenes = draws.map((values) => new Scene(trees, values, domain, hints, random));
  const [middle] = scenes as [Scene];
  const wide = (statement: Statement): Scene[] => wideScenes(loss, trees, analysis, statement, hints, random);
  return [
    ...analysis.statements.map((statement) => judgeStatement(statement, scenes, wide(statement), trees)),
    ...judgeCorners(analysis, middle),
    ...judgeRanges(analysis, scenes, trees),
    ...judgeImportance(analysis, middle),
    ...judgeCurve(analysis, middle),
    ...judgeHazards(analysis, middle),
    ...judgeLimits(analysis, trees, middle),
    ...judgeRegulariser(analysis, middle, random),
    ...judgeRelations(analysis, middle, random),
  ];
}

/** Where 0 is the end of ξ > 0 by underflow alone, it is not looked at. */
function phiDomain({ domains: { phi } }: LossAnalysis): Interval {
  const { lower, upper } = phi.certified;
  return { lower: phi.whole === 'ξ > 0' ? Math.max(lower, 1e-300) : lower, upper };
}

function hintsOf({ statements, corners }: LossAnalysis): { readonly x: number[]; readonly xi: number[] } {
  const x: number[] = corners.psi.map(({ at }) => at);
  const xi: number[] = corners.phi.map(({ at }) => at);
  for (const { witness } of statements) {
    if (witness === undefined) continue;
    for (const name of ['x', 'y']) if (witness.at[name] !== undefined) x.push(witness.at[name]);
    if (witness.at['ξ'] !== undefined) xi.push(witness.at['ξ']);
    if (witness.at['log ξ'] !== undefined) xi.push(Math.exp(witness.at['log ξ']));
  }
  return { x, xi };
}

/** The middle of the parameters first, then their ends and one between. */
function drawsOf({ parameters }: GivenLoss, random: RandomStream): Record<string, number>[] {
  const at = (share: () => number): Record<string, number> =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, range]) => {
        if (typeof range === 'number') return [name, range];
        const s = share();
        return [name, s === 0.5 ? range.lower / 2 + range.upper / 2 : range.lower + s * (range.upper - range.lower)];
      }),
    );
  const isRange = Object.values(parameters).some((range) => typeof range !== 'number');
  return isRange ? [at(() => 0.5), at(() => 0), at(() => 1), at(() => random.next())] : [at(() => 0.5)];
}

/** Where a symbolic statement speaks of a whole domain and of every τ > 0, ε ≥ 0. */
function wideScenes(
  loss: GivenLoss,
  trees: ConstructorParameters<typeof Scene>[0],
  analysis: LossAnalysis,
  { outcome, evidence }: Statement,
  hints: ConstructorParameters<typeof Scene>[3],
  random: RandomStream,
): Scene[] {
  if (outcome !== 'holds' || evidence.grade !== 'symbolic') return [];
  const { domain: text } = evidence;
  const isWholeX = text.includes('x ∈ ℝ') || text.includes('ξ > 0') || text.includes('ξ ≥ 0') || text.includes('ξ ∈ ℝ');
  if (!isWholeX) return [];
  const draws = drawsOf(loss, random).slice(0, 1);
  const others = draws.flatMap((values) => {
    const changed = { ...values };
    if (text.includes('tau > 0')) changed['tau'] = random.pick([0.03, 0.3, 1, 4, 20]);
    if (text.includes('eps ≥ 0')) changed['eps'] = random.pick([0, 0.01, 1, 30]);
    return [values, changed];
  });
  const { whole } = analysis.domains.phi;
  const phi =
    whole === 'ξ > 0'
      ? { lower: 1e-9, upper: 1e9 }
      : whole === 'ξ ≥ 0'
        ? { lower: 0, upper: 1e6 }
        : { lower: -1e4, upper: 1e4 };
  // Statements that rest on ψ alone are about all x; where intervals took part, about their domain too.
  const psi = text.includes('[') ? analysis.domains.psi.certified : { lower: -12, upper: 12 };
  return others.map(
    (values) =>
      new Scene(trees, values, { psi, phi: text.includes('[') ? phiDomain(analysis) : phi, points: 48 }, hints, random),
  );
}

function truthOf(id: string, scene: Scene, statement: Statement): Truth {
  switch (id) {
    case 'psi-increases':
      return scene.psiIncreases();
    case 'phi-increases':
      return scene.phiIncreases();
    case 'psi-differentiable':
      return scene.psiDifferentiable();
    case 'phi-differentiable':
      return scene.phiDifferentiable();
    case 'importance-falls':
      return scene.importanceFalls();
    case 'importance-falls-strictly':
      return scene.importanceFallsStrictly();
    case 'convex':
    case 'min-player':
      return scene.convex(scene.domain.points > 100 ? 10 : 4);
    case 'row-sum-constant':
      return scene.rowSumConstant();
    case 'homogeneous':
      return scene.homogeneous(degreeIn(statement));
    default:
      return UNKNOWN;
  }
}

function degreeIn({ outcome, evidence: { reason } }: Statement): number | undefined {
  const [, text] = outcome === 'holds' ? (/p = (\S+)$/.exec(reason) ?? []) : [];
  const degree = Number(text);
  return Number.isFinite(degree) ? degree : undefined;
}

const DOUBLES: Readonly<Record<string, string>> = { 'min-player': 'convex' };

function judgeStatement(
  statement: Statement,
  scenes: readonly Scene[],
  wide: readonly Scene[],
  trees: ConstructorParameters<typeof Scene>[0],
): Judgement {
  const { id, outcome, evidence, witness } = statement;
  const [middle] = scenes as [Scene];
  const about = { id, said: outcome, grade: evidence.grade };
  if (id === 'temperature-scale') return judgeTemperature(statement, middle, trees);
  const asked = DOUBLES[id] ?? id;
  let truth: Truth = TRUE;
  for (const scene of scenes) {
    const here = remembered(scene, asked, () => truthOf(asked, scene, statement));
    if (here.is === 'false' || (here.is === 'unknown' && truth.is === 'true')) truth = here;
    if (truth.is === 'false') break;
  }
  const isProven = evidence.grade !== 'sampled';
  if (outcome === 'holds' && isProven) {
    if (truth.is === 'false') return { ...about, dense: 'false', contradiction: truth.where ?? '' };
    for (const scene of wide) {
      const beyond = truthOf(asked, scene, statement);
      if (beyond.is === 'false') {
        return {
          ...about,
          dense: 'false',
          contradiction: `on the whole domain, ${parametersText(scene)}: ${beyond.where ?? ''}`,
        };
      }
    }
  }
  if (outcome === 'fails' && isProven) {
    const seen = witness && witnessQuantity(statement, trees);
    if (witness !== undefined && seen !== undefined && isKnown(seen.value, seen.error)) {
      const slack = FIRM * seen.error + 1e-9 * Math.abs(seen.value);
      const isOutside = seen.value - slack > witness.value.upper || seen.value + slack < witness.value.lower;
      if (isOutside && preciseWitness(statement, trees) !== 'fails') {
        return {
          ...about,
          dense: truth.is,
          contradiction: `at the witness ${JSON.stringify(witness.at)} ${witness.quantity} is ${seen.value} ± ${seen.error}, not in [${witness.value.lower}, ${witness.value.upper}]`,
        };
      }
      // The witness itself is what dense evaluation may miss: a narrow place.
      if (truth.is === 'true' && id !== 'importance-falls-strictly' && seen.isViolated) truth = isFalse('the witness');
    }
    // Consistent with the witness, whose value is too small to be told from rounding here.
    if (seen !== undefined && isKnown(seen.value, seen.error) && !seen.isViolated) truth = UNKNOWN;
    if (truth.is === 'true')
      truth = { fails: isFalse('the witness'), unknown: UNKNOWN, holds: TRUE }[preciseWitness(statement, trees)];
    if (truth.is === 'true') {
      return {
        ...about,
        dense: 'true',
        contradiction: `no failure is found${witness ? `, nor at ${JSON.stringify(witness.at)}: ${witness.quantity} ∈ [${witness.value.lower}, ${witness.value.upper}]` : ''}`,
      };
    }
  }
  return { ...about, dense: truth.is };
}

const MEMORY = new WeakMap<Scene, Map<string, Truth>>();

function remembered(scene: Scene, id: string, find: () => Truth): Truth {
  const known = MEMORY.get(scene) ?? new Map<string, Truth>();
  MEMORY.set(scene, known);
  const before = known.get(id);
  if (before !== undefined) return before;
  const found = find();
  known.set(id, found);
  return found;
}

function parametersText({ values }: Scene): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}

function judgeTemperature(
  statement: Statement,
  middle: Scene,
  trees: ConstructorParameters<typeof Scene>[0],
): Judgement {
  const { outcome, evidence, id } = statement;
  const tau = middle.values['tau'] ?? 1;
  const truth = middle.homogeneous(
    degreeIn(statement),
    (by) =>
      new Scene(trees, { ...middle.values, tau: by * tau }, middle.domain, { x: [], xi: [] }, new RandomStream(1, 1)),
  );
  const about = { id, said: outcome, grade: evidence.grade, dense: truth.is };
  return truth.is === 'false' ? { ...about, contradiction: truth.where ?? '' } : about;
}

/** The corners that are listed are there, of the order that is said, and no corner whose slope jumps is left out. */
function judgeCorners(analysis: LossAnalysis, scene: Scene): Judgement[] {
  const judgements: Judgement[] = [];
  for (const [name, listed, { switches }] of [
    ['psi', analysis.corners.psi, scene.psiProfile],
    ['phi', analysis.corners.phi, scene.phiProfile],
  ] as const) {
    const about = { id: `${name}-corners`, said: listed.length === 0 ? 'none' : 'listed', grade: 'certified' };
    const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-7 * Math.max(1e-3, Math.abs(a), Math.abs(b));
    const found: string[] = [];
    for (const { at, order, jump: said } of listed) {
      const one = switches.filter(({ left }) => near(left, at));
      if (one.length === 0) {
        // A corner at the very end, or where branches touch without crossing, is not looked for.
        continue;
      }
      const jumps = one.map(jumpAt);
      if (jumps.some((jump) => jump === undefined)) continue;
      const isJump = jumps.some((jump) => jump && Math.abs(jump.jump) > jump.error);
      if (order === 2 && isJump)
        found.push(`the corner at ${at} is said to be of order 2, and the slope jumps by ${jumps[0]?.jump}`);
      const isAlone = one.length === 1 && listed.filter((other) => near(other.at, at)).length === 1;
      const slack = 1e-9 * (Math.abs(said.lower) + Math.abs(said.upper));
      const isOutside = ({ jump, error }: { jump: number; error: number }): boolean =>
        jump + error < said.lower - slack || jump - error > said.upper + slack;
      if (order === 1 && isAlone && jumps.every((jump) => jump && isOutside(jump)))
        found.push(
          `the jump of the slope at ${at} is ${jumps[0]?.jump} ± ${jumps[0]?.error}, not ${said.lower} to ${said.upper}`,
        );
    }
    const isOpen = analysis.statements.some(({ id, outcome }) => id === `${name}-differentiable` && outcome === 'open');
    // Where a root is of 0 the analysis decides nothing, and it says where it could not tell corners apart.
    const hasRoot = /sqrt|\^ \(?0?\.\d/.test(analysis[name].text);
    const isUndecided = ({ left, right }: Switch): boolean =>
      analysis.undecidedCorners[name].some(({ lower, upper }) => left <= upper + 1e-9 && right >= lower - 1e-9);
    // Where two branches are one within the evaluator's rounding, it sees the corner beside its place.
    const isListed = ({ left }: Switch): boolean =>
      listed.some(({ at }) => Math.abs(at - left) <= 1e-6 * Math.max(1e-2, Math.abs(at)));
    const missed =
      isOpen || hasRoot ? [] : switches.filter((one) => isJumpFirm(one) && !isListed(one) && !isUndecided(one));
    for (const one of missed) {
      const { lower, upper } = name === 'psi' ? analysis.domains.psi.certified : analysis.domains.phi.certified;
      const isAtEnd =
        one.left - lower < 1e-9 * Math.max(1, Math.abs(lower)) ||
        upper - one.right < 1e-9 * Math.max(1, Math.abs(upper));
      if (!isAtEnd)
        found.push(`the corner at ${one.left}, where the slope jumps by ${jumpAt(one)?.jump}, is not listed`);
    }
    const dense = switches.length > 0 ? (found.length > 0 ? 'false' : 'true') : 'true';
    judgements.push(found.length > 0 ? { ...about, dense, contradiction: found.join('; ') } : { ...about, dense });
  }
  return judgements;
}

function isJumpFirm(one: Switch): boolean {
  const found = jumpAt(one);
  return found !== undefined && Math.abs(found.jump) > found.error && Math.abs(found.jump) > 1e-9 * slopeAround(one);
}

function slopeAround({ before, after }: Switch): number {
  return Math.max(...[...before, ...after].map(({ d }) => (Number.isFinite(d) ? Math.abs(d) : 0)));
}

/** Ranges that are printed hold every value that occurs. */
function judgeRanges(
  analysis: LossAnalysis,
  scenes: readonly Scene[],
  trees: ConstructorParameters<typeof Scene>[0],
): Judgement[] {
  const [middle] = scenes as [Scene];
  const judgements: Judgement[] = [];
  const outside = (ball: number, error: number, { lower, upper }: Interval): boolean =>
    isKnown(ball, error) &&
    (ball + FIRM * error + 1e-12 * Math.abs(ball) < lower || ball - FIRM * error - 1e-12 * Math.abs(ball) > upper);
  const range = (
    id: string,
    grade: string,
    said: Interval,
    values: readonly { at: string; value: number; error: number; again?: () => number }[],
  ): void => {
    const bad = values.find(
      ({ value, error, again }) => outside(value, error, said) && (again === undefined || outside(again(), 0, said)),
    );
    const about = { id, said: `[${said.lower}, ${said.upper}]`, grade };
    judgements.push(
      bad === undefined
        ? { ...about, dense: 'true' }
        : {
            ...about,
            dense: 'false',
            contradiction: `${bad.value} at ${bad.at} lies outside [${said.lower}, ${said.upper}]`,
          },
    );
  };
  const counts = [1, 2, 100, 4095];
  range(
    'xi-domain',
    'certified',
    analysis.domains.phi.certified,
    scenes.flatMap(({ psiProfile }) =>
      psiProfile.samples.flatMap(({ t, v, ev }) =>
        counts.map((count) => ({ at: `${count} × ψ(${t})`, value: count * v, error: count * ev })),
      ),
    ),
  );
  const { rowSumRange, preference } = analysis;
  if (rowSumRange !== undefined) {
    range(
      'row-sum-range',
      'certified',
      rowSumRange,
      scenes.flatMap((scene) =>
        scene.psiProfile.samples
          .filter((_, k) => k % 3 === 0)
          .flatMap(({ t }) =>
            counts.map((count) => {
              const sum = scene.rowSum([{ count, x: t, speed: 1 }]);
              return { at: `${count} margins ${t}`, value: sum.d, error: sum.ed };
            }),
          ),
      ),
    );
    const least = rowSumRange.lower;
    const isIncreasing = ['psi-increases', 'phi-increases'].every((id) =>
      analysis.statements.some((one) => one.id === id && one.outcome === 'holds' && one.evidence.grade !== 'sampled'),
    );
    if (isIncreasing && least < 0)
      judgements.push({
        id: 'row-sum-range',
        said: `from ${least}`,
        grade: 'certified',
        dense: 'false',
        contradiction: 'α ≥ 0 is proven, and the range of Σα begins below 0',
      });
  }
  const { grade } = preference.evidence;
  const isExponential = preference.evidence.reason.startsWith('ψ = exp');
  if (grade !== 'sampled') {
    const { logSlope } = preference;
    range(
      'log-slope',
      grade,
      {
        lower: logSlope.lower - 1e-9 * Math.abs(logSlope.lower),
        upper: logSlope.upper + 1e-9 * Math.abs(logSlope.upper),
      },
      (isExponential ? [middle] : scenes).flatMap(({ psiProfile, values }) =>
        psiProfile.samples
          .filter(({ d, ed, s, es }) => isKnown(s, es) && Math.abs(d) > Math.max(1e-140, 1e3 * ed))
          .map(({ t, d, ed, s, es }) => ({
            at: `x = ${t}`,
            value: s / d,
            error: (es + Math.abs(s / d) * ed) / Math.abs(d),
            again: () => preciseLogSlope(trees.psi, t, values),
          })),
      ),
    );
  }
  return judgements;
}

/** The formula that is printed for α is φ′(ξ)ψ′(x). */
function judgeImportance({ importance: { text } }: LossAnalysis, scene: Scene): Judgement[] {
  const about = { id: 'importance-formula', said: 'formula', grade: 'symbolic' };
  if (/step|sign/.test(text)) return [];
  const formula = compiled(parseTree(text.replaceAll(/\bx\b/g, 'margin').replaceAll(/\bxi\b/g, 'x')));
  let known = 0;
  for (const { t, d, ed } of scene.psiProfile.samples.filter((_, k) => k % 11 === 5)) {
    if (!isKnown(d, ed)) continue;
    const xi = scene.xi([{ count: 2, x: t, speed: 0 }], 0);
    const slope = scene.phi({ ...xi, d: 1, ed: 0, s: 0, es: 0, degree: 1 });
    const right = multiply({ ...point(slope.d, 0), ev: slope.ed }, { ...point(d, 0), ev: ed });
    const said = formula({ ...xi, d: 0, s: 0, ed: 0, es: 0, degree: 0 }, { ...scene.values, margin: t });
    if (!isKnown(said.v, said.ev) || !isKnown(right.v, right.ev)) continue;
    known++;
    const apart = Math.abs(said.v - right.v);
    if (apart > FIRM * (said.ev + right.ev) + 1e-7 * Math.abs(right.v) + 1e-300) {
      return [
        {
          ...about,
          dense: 'false',
          contradiction: `${text} is ${said.v} at x = ${t}, xi = ${xi.v}; φ′ψ′ is ${right.v} ± ${right.ev}`,
        },
      ];
    }
  }
  return known > 3 ? [{ ...about, dense: 'true' }] : [];
}

/** Weights of the curve are to each other as ψ′(½ − d²). */
function judgeCurve({ curve, statements }: LossAnalysis, scene: Scene): Judgement[] {
  const about = { id: 'curve', said: 'values', grade: 'computed' };
  const values = curve.map(({ distance, weight }) => ({ distance, weight, slope: scene.psi(point(0.5 - distance)) }));
  // At a corner either slope may be meant.
  const isCorner = (x: number): boolean =>
    scene.psiProfile.switches.some(({ left, right }) => left - 1e-9 <= x && x <= right + 1e-9);
  const known = values.filter(
    ({ distance, slope }) =>
      !isCorner(0.5 - distance) && isKnown(slope.d, slope.ed) && slope.ed <= 1e-9 * Math.abs(slope.d),
  );
  const [top] = known.toSorted((a, b) => Math.abs(b.slope.d) - Math.abs(a.slope.d));
  if (known.length < 100 || top === undefined || top.slope.d === 0) return [];
  const unit = top.weight / top.slope.d;
  const bad = known.find(({ weight, slope }) => Math.abs(weight - slope.d * unit) > 1e-6);
  if (bad !== undefined || !(unit > 0)) {
    const { distance, weight, slope } = bad ?? top;
    return [
      {
        ...about,
        dense: 'false',
        contradiction: `the weight at d² = ${distance} is ${weight}, not ${slope.d * unit} as beside that at ${top.distance}`,
      },
    ];
  }
  const isIncreasing = statements.some(
    ({ id, outcome, evidence }) => id === 'psi-increases' && outcome === 'holds' && evidence.grade !== 'sampled',
  );
  const below = isIncreasing ? curve.find(({ weight }) => weight < 0) : undefined;
  if (below !== undefined)
    return [
      {
        ...about,
        dense: 'false',
        contradiction: `the weight at d² = ${below.distance} is ${below.weight}, and ψ is proven not to fall`,
      },
    ];
  return [{ ...about, dense: 'true' }];
}

/** Overflow and underflow begin where they are said to; where none is said to be, what is computed plainly is finite. */
function judgeHazards({ numerics, parameters }: LossAnalysis, scene: Scene): Judgement[] {
  const judgements: Judgement[] = [];
  const { samples } = scene.psiProfile;
  const finite = samples.filter(({ v, ev }) => isKnown(v, ev));
  const isComplete = finite.length === samples.length;
  const isRange = Object.values(parameters).some(({ lower, upper }) => lower < upper);
  const atMost = isComplete && !isRange ? 4095 * Math.max(...finite.map(({ v, ev }) => Math.abs(v) + ev)) : Number.NaN;
  const most = 4095 * Math.max(...finite.map(({ v, ev }) => Math.abs(v) - FIRM * ev));
  const isExponential = numerics.safeForm.startsWith('l =');
  if (!isExponential) {
    const about = { id: 'hazards', said: numerics.hazards.length === 0 ? 'none' : 'overflow', grade: 'certified' };
    const says = (precision: string): boolean =>
      numerics.hazards.some((one) => one.precision === precision && one.kind === 'overflow');
    for (const [precision, largest] of [
      ['float32', 3.4e38],
      ['float64', 1.79e308],
    ] as const) {
      if (says(precision) && atMost < largest * 0.99)
        judgements.push({
          ...about,
          dense: 'false',
          contradiction: `an overflow in ${precision} is said to be possible; sums of ψ are at most ${atMost}`,
        });
      else if (!says(precision) && most > largest * 1.01)
        judgements.push({
          ...about,
          dense: 'false',
          contradiction: `sums of ψ reach ${most} and no overflow in ${precision} is named`,
        });
      else judgements.push({ ...about, dense: Number.isNaN(atMost) ? 'unknown' : 'true' });
    }
    return judgements;
  }
  for (const { precision, kind, beyond, reached } of numerics.hazards) {
    const about = { id: 'hazards', said: `${kind} ${reached ? 'reached' : 'not reached'}`, grade: 'symbolic' };
    const rate = scene.psi(point(0)).d / scene.psi(point(0)).v;
    const away = kind === 'overflow' ? 1 : -1;
    const at = (side: number): number => beyond + (side * away * 0.02) / rate;
    // log ψ is a line: its value is taken where ψ is finite.
    const base = scene.psi(point(0)).v;
    if (!Number.isFinite(rate) || !(base > 0) || !Number.isFinite(base)) continue;
    const logPsi = (x: number): number => Math.log(base) + rate * x;
    const limit = {
      float32: { overflow: Math.log(3.4028235677973366e38), underflow: -150 * Math.LN2 },
      float64: { overflow: Math.log(Number.MAX_VALUE), underflow: -1075 * Math.LN2 },
    }[precision][kind];
    const [outside, inside] = [logPsi(at(1)), logPsi(at(-1))];
    const isRight = kind === 'overflow' ? outside > limit && inside < limit : outside < limit && inside > limit;
    const extreme =
      kind === 'overflow' ? Math.max(logPsi(-2), logPsi(2)) + Math.log(4095) : Math.min(logPsi(-2), logPsi(2));
    const isReached = kind === 'overflow' ? extreme > limit : extreme < limit;
    const isClose = Math.abs(extreme - limit) < 1e-6 * Math.abs(limit);
    if (!isRight)
      judgements.push({
        ...about,
        dense: 'false',
        contradiction: `${kind} in ${precision} beyond ${beyond}: log ψ is ${outside} outside and ${inside} inside, the limit ${limit}`,
      });
    else if (isReached !== reached && !isClose)
      judgements.push({
        ...about,
        dense: 'false',
        contradiction: `${kind} in ${precision} is said to be ${reached ? '' : 'not '}reached: log is ${extreme}, the limit ${limit}`,
      });
    else judgements.push({ ...about, dense: 'true' });
  }
  return judgements;
}

/** Shares at the ends of τ, where they are said to be known. */
function judgeLimits(
  { limits }: LossAnalysis,
  trees: ConstructorParameters<typeof Scene>[0],
  middle: Scene,
): Judgement[] {
  return limits
    .filter(({ sharesGrade }) => sharesGrade !== 'sampled')
    .map(({ parameter, towards, shares }) => {
      const about = { id: 'limit-shares', said: shares, grade: 'symbolic' };
      const psi = compiled(trees.psi);
      // Far enough for rates of 0.001/τ; where ψ is beyond the doubles nothing is known, and the value before counts.
      const sequence = towards === '0' ? [0.1, 0.03, 0.01, 0.004, 1e-3, 1e-4, 1e-5] : [1e2, 1e4, 1e6, 1e8];
      const margins = [-1.2, 0.1, 0.3].map((x) => x);
      const hardest = sequence.map((value) => {
        const slopes = margins.map((x) => psi(point(x), { ...middle.values, [parameter]: value }));
        const sum = slopes.reduce((so, { d }) => so + d, 0);
        return slopes.every((ball: Ball) => isKnown(ball.d, ball.ed)) && Number.isFinite(sum) && sum !== 0
          ? (slopes[2]?.d as number) / sum
          : Number.NaN;
      });
      const last = hardest.findLast((share) => !Number.isNaN(share));
      if (last === undefined) return { ...about, dense: 'unknown' as const };
      const goal = shares.startsWith('the hardest') ? 1 : shares.startsWith('all') ? 1 / 3 : undefined;
      if (goal === undefined) return { ...about, dense: 'unknown' as const };
      const first = hardest.find((share) => !Number.isNaN(share)) as number;
      const isNearing = Math.abs(last - goal) < 0.05 || Math.abs(last - goal) < 0.9 * Math.abs(first - goal);
      if (!isNearing)
        return {
          ...about,
          dense: 'false' as const,
          contradiction: `as ${parameter} → ${towards} the share of the hardest goes ${hardest.join(', ')}`,
        };
      return { ...about, dense: 'true' as const };
    });
}
