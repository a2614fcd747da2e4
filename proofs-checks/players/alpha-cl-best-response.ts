import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { row } from '../../src/theory/algebra/matrix.js';
import { namedImportance, normalised } from '../../src/theory/losses/importances.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';
import { unitRows } from '../../src/theory/losses/unit-rows.js';
import { TIAN_2022 } from '../papers.js';
import { mirrorDescent } from '../oracles/mirror-descent.js';
import { simplexBisection } from '../oracles/simplex-bisection.js';
import { realViews } from '../real-views.js';
import { tightnessFigure } from '../tightness-figure.js';
import {
  alphaProblems,
  costsOf,
  leastCurvature,
  PROBLEM_KINDS,
  regulariserSlope,
  type AlphaProblem,
} from './alpha-cl-problems.js';
import { squareFigure } from './alpha-cl-figures.js';

/** The weights that an importance chooses for a problem, [n]. */
type BestResponse = (problem: AlphaProblem) => Float64Array;

export const alphaClBestResponse = defineClaim<AlphaProblem, BestResponse>({
  id: 'alpha-cl-best-response',
  title: 'Each chosen importance solves a min player’s problem of its own',
  source: TIAN_2022,
  place: 'α-CL; direct and shifted power derived here',
  statement: String.raw`For one anchor with distances $r_j=d_{ij}^2$, over $\alpha\ge0$, $\sum_j\alpha_j=1$: $$r_H:\ \min\textstyle\sum_j\alpha_jr_j+\tau\sum_j\alpha_j\log\alpha_j\ \Rightarrow\ \alpha_j\propto e^{-r_j/\tau};\qquad r_\gamma:\ \min\sum_j\alpha_jr_j-\tfrac1{1-\gamma}\sum_j\alpha_j^{1-\gamma}\ \Rightarrow\ \alpha_j=(r_j+\lambda)^{-1/\gamma};$$ $$r_s:\ \min\textstyle\sum_j\alpha_jr_j+\tfrac\tau2\sum_j\alpha_j^2\ \Rightarrow\ \alpha_j=[\mu-r_j]_+/\tau,$$ with $\lambda$, $\mu$ from $\sum_j\alpha_j=1$ and $-\sum_j\log\alpha_j$ for $\gamma=1$. Direct, $\alpha_j\propto e^{-d^p/\tau}$, is $r_H$ for the distances $r^{p/2}$. The authors’ $(r_j+t)^{-1/\gamma}$, normalised by its sum $Z$, solves $r_\gamma$ with its regulariser weighted by $Z^{-\gamma}$, and so $r_\gamma$ itself exactly when $t=\lambda$.`,
  method: String.raw`The KKT conditions (slopes $r_j+h'(\alpha_j)$ equal on the support and no lower off it, sum 1) and two solvers: mirror descent for the entropies, and for all of them bisection on the multiplier and on each weight, which knows $h'$ alone. The problems are strongly convex, so weights are off by the rounding of the slopes over the curvature.`,
  grade: {
    kind: 'sampled',
    reason:
      'The multiplier that makes the weights sum to 1 is the root of an equation with real powers: it has no closed form that a field could hold, and what Newton’s method returns is compared within rounding.',
  },
  instances: alphaProblems(),
  subject: bestResponse,
  check: (problem, respond) => {
    const costs = costsOf(problem);
    const weights = respond(problem);
    const regulariser = regulariserSlope(problem);
    const slope = (weight: number, j: number): number => (costs[j] as number) + regulariser(weight);
    const { weights: solution, multiplier } = simplexBisection({ size: costs.length, slope });

    const largest = Math.max(...costs);
    // Exponents r/τ carry ε r/τ; the slopes are as large as ν and r, and h″ turns their rounding into that of weights.
    const relative = 8 * Number.EPSILON * (costs.length + 8 + largest / problem.parameter);
    const bound = relative * (1 + (Math.abs(multiplier) + largest + 1) / leastCurvature(problem));
    const apart = (others: Float64Array): number =>
      Math.max(...weights.map((weight, j) => Math.abs(weight - (others[j] as number))));
    const entropic = problem.kind === 'entropy' || problem.kind === 'direct';
    return decide(
      {
        sum: { residual: Math.abs(total(weights) - 1), bound },
        KKT: { residual: kktResidual(weights, slope), bound: 4 * relative },
        bisection: { residual: apart(solution), bound },
        ...(entropic && {
          'mirror descent': {
            residual: apart(mirrorDescent({ distances: costs, temperature: problem.parameter, mass: 1 })),
            bound,
          },
        }),
      },
      { kind: problem.kind, sum: total(weights), support: weights.filter((weight) => weight > 0).length },
    );
  },
  counterfeits: [
    {
      id: 'square-as-coded',
      description: 'reads the threshold μ one place too late, as the authors’ released code does',
      subject: (problem) => namedImportance('square-as-coded', { temperature: problem.parameter })(problem.distances),
      instances: alphaProblems(['square']),
      drops: {
        condition: String.raw`$\mu$ is taken inside the support: with ascending distances and $m_k=(\tau+r_0+\dots+r_k)/(k+1)$, $\mu=m_k$ of the last $k$ with $r_k<m_k$`,
        statedBy: 'paper',
        explanation: String.raw`The authors’ code (alpha_type quadratic) takes $m$ of the first $k$ that fails the test, and $m_0$ where none fails. Its row sums are not 1: 1.8 for distances 0, 0.3, 1 at $\tau=0.5$. Normalising afterwards (dual2) repairs the sum but not the proportions: there 2 : 1 instead of 4 : 1.`,
      },
    },
    {
      id: 'fixed-temperature',
      description: 'takes a fixed temperature for λ, as the authors’ inverse importance does',
      subject: (problem) => shiftedPower(problem, problem.shift),
      instances: alphaProblems(['matched-power']),
      drops: {
        condition: String.raw`the temperature of the authors’ $(r_j+t)^{-1/\gamma}$ is $t=\lambda$, the multiplier of $\sum_j\alpha_j=1$`,
        statedBy: 'here',
        explanation: String.raw`With a fixed $t$ the weights, divided by their sum $Z$, solve the problem with the regulariser times $Z^{-\gamma}$ instead: the strength of the regulariser then depends on the distances.`,
      },
    },
    {
      id: 'temperature-inverted',
      description: 'multiplies by τ where it should divide',
      subject: changed(['entropy', 'direct'], (problem) =>
        bestResponse({ ...problem, parameter: 1 / problem.parameter }),
      ),
    },
    {
      id: 'exponent-inverted',
      description: 'raises to −γ instead of −1/γ in the power’s weights',
      subject: changed(['power'], (problem) => bestResponse({ ...problem, parameter: 1 / problem.parameter })),
    },
    {
      id: 'clipped-and-normalised',
      description: 'solves the square without α ≥ 0, cuts negative weights off and normalises',
      subject: changed(['square'], ({ distances, parameter }) => {
        const mean = total(distances) / distances.length;
        return normalised(distances.map((r) => Math.max(0, 1 / distances.length + (mean - r) / parameter)));
      }),
    },
    {
      id: 'distance-for-its-square',
      description: 'takes p for p/2 in direct: exp(−rᵖ/τ)',
      subject: changed(['direct'], (problem) => bestResponse({ ...problem, power: 2 * problem.power })),
    },
  ],
  real: function* (images) {
    for (const { label, instance: views } of realViews(images)) {
      const { unit } = unitRows(views.z);
      const distances = row(pairMargins(unit, unit), 0)
        .slice(1)
        .map((margin) => -margin);
      for (const kind of PROBLEM_KINDS) {
        const instance = { kind, distances, parameter: 0.5, power: 4, shift: 0.5 };
        yield { label: `${label}, ${kind}`, instance };
      }
    }
  },
  figures: (verdict) => [
    squareFigure(),
    tightnessFigure(verdict, 'the largest of KKT residual, error of the sum and distance to the solvers'),
  ],
});

/** The library's weights. */
function bestResponse(problem: AlphaProblem): Float64Array {
  const { kind, distances, parameter, power } = problem;
  switch (kind) {
    case 'entropy':
      return namedImportance('entropy', { temperature: parameter })(distances);
    case 'power':
      return namedImportance('power', { gamma: parameter })(distances);
    case 'square':
      return namedImportance('square', { temperature: parameter })(distances);
    case 'direct':
      return normalised(namedImportance('direct', { power, temperature: parameter })(distances));
    case 'shifted-power':
      return shiftedPower(problem, problem.shift);
    case 'matched-power': {
      // λ may lie below zero, where no temperature can; from the nearest sample on, the same problem has λ = (max α)^(−γ).
      const nearest = Math.min(...distances);
      const heaviest = Math.max(...namedImportance('power', { gamma: parameter })(distances));
      return shiftedPower({ ...problem, distances: distances.map((r) => r - nearest) }, heaviest ** -parameter);
    }
  }
}

function shiftedPower({ distances, parameter }: AlphaProblem, temperature: number): Float64Array {
  return normalised(namedImportance('shifted-power', { temperature, inverseExponent: 1 / parameter })(distances));
}

/** The library's response but for some kinds. */
function changed(kinds: readonly AlphaProblem['kind'][], response: BestResponse): BestResponse {
  return (problem) => (kinds.includes(problem.kind) ? response(problem) : bestResponse(problem));
}

/** The largest difference of slopes on the support, or shortfall off the support, relative to the slope where they are. */
function kktResidual(weights: Float64Array, slope: (weight: number, j: number) => number): number {
  const slopes = [...weights].map((weight, j) => slope(weight, j));
  const support = slopes.filter((_, j) => (weights[j] as number) > 0);
  const level = Math.min(...support);
  const size = 1 + Math.max(...support.map(Math.abs));
  const unequal = Math.max(...support) - level;
  return Math.max(unequal, level - Math.min(...slopes)) / size;
}

function total(weights: Float64Array): number {
  return weights.reduce((a, b) => a + b, 0);
}
