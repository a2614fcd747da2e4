/** Proof rules of the analysis, each broken on purpose: what the fuzz must catch. */

/** A text of a module of src/theory/analysis, which stands once in its source, and what it becomes. */
export interface Patch {
  readonly module: string;
  readonly from: string;
  readonly to: string;
}

export interface BrokenTwin extends Patch {
  readonly rule:
    | 'sign'
    | 'shape'
    | 'jet'
    | 'bisection'
    | 'convexity'
    | 'row sum'
    | 'homogeneity'
    | 'limits'
    | 'hazards'
    | 'corners'
    | 'distance signs'
    | 'distance ranges'
    | 'distance curvature'
    | 'distance convexity'
    | 'distance shift'
    | 'distance enclosure';
  readonly what: string;
  /** True if the search for the opposite is taken out too: it comes first and hides what the proof would say. */
  readonly isUnopposed?: true;
}

/** The patch that every unopposed twin has beside its own. */
export const NO_REFUTATION: Patch = {
  module: 'refute-sign',
  from: 'return fault(question.expression, { parameters, question });',
  to: 'return undefined;',
};

/** The same of losses of distances. */
export const NO_COUNTEREXAMPLE: Patch = {
  module: 'analyse-distances',
  from: 'const fails = found &&',
  to: 'const fails = undefined && found &&',
};

export const BROKEN_TWINS: readonly BrokenTwin[] = [
  {
    rule: 'sign',
    what: 'a sum of a positive and a negative number has the sign of the first',
    module: 'sign',
    from: 'p === q ? p : ANY',
    to: 'p === q ? p : p',
  },
  {
    rule: 'sign',
    what: 'a product of numbers of different signs is positive',
    module: 'sign',
    from: 'p === q ? POSITIVE : NEGATIVE',
    to: 'p === q ? POSITIVE : POSITIVE',
  },
  {
    rule: 'shape',
    what: 'the curvature of a product lacks the product of the slopes',
    module: 'shape-rules',
    from: 'times(a.curvature, b.sign), times(a.slope, b.slope), times(a.sign, b.curvature)',
    to: 'times(a.curvature, b.sign), times(a.sign, b.curvature)',
  },
  {
    rule: 'shape',
    what: 'exp of anything is convex',
    module: 'shape-rules',
    from: 'curvature: plus(squared(of.slope), of.curvature)',
    to: 'curvature: squared(of.slope)',
  },
  {
    rule: 'shape',
    what: 'a larger of two is convex whatever they are',
    module: 'shape-rules',
    from: 'curvature: a.curvature | b.curvature | POSITIVE',
    to: 'curvature: POSITIVE',
  },
  {
    rule: 'jet',
    what: 'the second derivative of a product lacks 2a′b′',
    module: 'jet-rules',
    from: 'times(exactly(2), times(a.first, b.first))',
    to: 'NOUGHT',
  },
  {
    rule: 'jet',
    what: 'the second derivative of a composition lacks g′a″',
    module: 'jet-rules',
    from: 'sum(times(curvature, square(a.first)), times(slope, a.second))',
    to: 'times(curvature, square(a.first))',
  },
  {
    rule: 'jet',
    what: 'the slope of the larger of two at their corner is that of the first',
    module: 'jet-rules',
    from: 'const first = hull(a.first, b.first);',
    to: 'const first = a.first;',
  },
  {
    rule: 'jet',
    what: '0 times a slope without bound is 0',
    module: 'jet-rules',
    from: 'return isOpen ? WHOLE_LINE : product(a, b);',
    to: 'return product(a, b);',
  },
  {
    rule: 'corners',
    what: 'of two corners at one place each is one of its own',
    module: 'refute-sign',
    from: 'of certainSeams(pieces)',
    to: 'of pieces.slice(1).map((right, k) => ({ zone: { lower: right.over.lower, upper: pieces[k].over.upper }, left: pieces[k].expression, right: right.expression }))',
  },
  {
    rule: 'corners',
    what: 'the jumps of the slope between pieces are not looked at',
    isUnopposed: true,
    module: 'prove-sign',
    from: "aspect === 'curvature' && !seamsOf",
    to: "aspect !== 'curvature' && !seamsOf",
  },
  {
    rule: 'corners',
    what: 'a switch goes to the smaller branch',
    module: 'pieces',
    from: "(at.kind === 'max') === (side === 'above')",
    to: "(at.kind === 'max') !== (side === 'above')",
  },
  {
    rule: 'convexity',
    what: 'the sign of φ′ is not asked for',
    module: 'hard-negatives',
    from: 'sign > 0 ? slope.lower > 0 : slope.upper < 0',
    to: 'true',
  },
  {
    rule: 'bisection',
    what: 'an enclosure that reaches below 0 by little is taken as ≥ 0',
    isUnopposed: true,
    module: 'certify-sign',
    from: "'non-negative': ({ lower }) => lower >= 0,",
    to: "'non-negative': ({ lower }) => lower >= -0.3,",
  },
  {
    rule: 'bisection',
    what: 'of the smaller boxes only every second is looked at',
    isUnopposed: true,
    module: 'certify-sign',
    from: 'boxes++;',
    to: 'if (++boxes > 2 && boxes % 2 === 1) continue;',
  },
  {
    rule: 'convexity',
    what: 'φ need not be convex for a composition',
    module: 'convexity',
    from: 'for (const part of parts) {',
    to: 'for (const part of parts.slice(0, 1)) {',
  },
  {
    rule: 'convexity',
    what: 'ψ need not be convex for a composition',
    module: 'convexity',
    from: 'for (const part of parts) {',
    to: 'for (const part of parts.slice(1)) {',
  },
  {
    rule: 'convexity',
    what: 'φ of a log-sum-exp need not increase',
    module: 'convexity',
    from: "if (phiRises.outcome !== 'holds' || curvature",
    to: 'if (curvature',
  },
  {
    rule: 'convexity',
    what: 'the bound of ψ′²/(ψψ″) is a quarter of what it is',
    module: 'convexity',
    from: 'const kappa = exactly(ratio.upper);',
    to: 'const kappa = exactly(ratio.upper / 4);',
  },
  {
    rule: 'row sum',
    what: 'a sum that does not fall is constant',
    module: 'row-sum',
    from: "signs.every(({ outcome }) => outcome === 'holds')",
    to: "signs.some(({ outcome }) => outcome === 'holds')",
  },
  {
    rule: 'row sum',
    what: 'the range of the sum is that of one negative',
    module: 'row-sum',
    from: 'upper: MOST_NEGATIVES',
    to: 'upper: 1',
  },
  {
    rule: 'homogeneity',
    what: 'a sum has the degree of its first term',
    module: 'homogeneity',
    from: 'Number.isNaN(b) || a === b ? a : undefined',
    to: 'a',
  },
  {
    rule: 'homogeneity',
    what: 'exp and log keep the degree of what they are of',
    module: 'homogeneity',
    from: 'return of === 0 ? 0 : undefined',
    to: 'return of',
  },
  {
    rule: 'limits',
    what: 'the ends of τ are taken for each other',
    module: 'limits',
    from: "degree > 0 === (towards === '∞')",
    to: "degree > 0 === (towards === '0')",
  },
  {
    rule: 'limits',
    what: 'the degree of a quotient is that of a product',
    module: 'limits',
    from: 'a + b : a - b',
    to: 'a + b : a + b',
  },
  {
    rule: 'hazards',
    what: 'the number of terms of ξ is forgotten',
    module: 'hazards',
    from: ' + Math.log(MOST_NEGATIVES) > largest',
    to: ' > largest',
  },
  {
    rule: 'hazards',
    what: 'an underflow begins where numbers are subnormal',
    module: 'hazards',
    from: '-150 * Math.LN2',
    to: '-126 * Math.LN2',
  },
  {
    rule: 'hazards',
    what: 'without an exponential ψ nothing overflows',
    module: 'hazards',
    from: 'largest > RANGES[precision].largest',
    to: 'false',
  },
  {
    rule: 'corners',
    what: 'a larger of two that cross is called smooth',
    module: 'smoothness',
    from: 'crossing.length === 0',
    to: 'crossing.length <= 1',
  },
  {
    rule: 'corners',
    what: 'the jump of a slope has the other sign',
    module: 'smoothness',
    from: 'value: sharp.jump',
    to: 'value: { lower: -sharp.jump.upper, upper: -sharp.jump.lower }',
  },
];
