/**
 * `analyse` and `verify` on random losses: they never contradict each other on convexity, on the min player, and on whether
 * close pairs weigh more. ALPHA_CL_LOSSES=500 tries five hundred, ALPHA_CL_TEST_SEED=random others.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CLAIMS } from '../../../proofs-checks/index.js';
import { analyseLoss, statementOf, type StatementId } from '../../../src/theory/analysis/analyse-loss.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import type { LossFormulae } from '../../../src/theory/losses/loss-formulae.js';
import { lossFromFormulae } from '../../../src/theory/losses/loss-from-formulae.js';
import { verdictOn } from './verdict-on.js';

const ABOUT: readonly (readonly [string, readonly StatementId[]])[] = [
  ['importance-monotone', ['importance-falls']],
  ['min-player-none', ['convex', 'min-player']],
  ['energy-sandwich', ['convex', 'min-player']],
];
const COUNT = Number(process.env['ALPHA_CL_LOSSES'] ?? 15);

/** Dyadic and other places and sizes. */
const number = fc.constantFrom(0.1, 0.25, 0.3, 0.5, 1, 1.3, 2, 3);
const place = fc.constantFrom(-1.7, -1, -0.5, 0, 0, 0.3, 0.5, 1, 1.9);

function losses(): fc.Arbitrary<LossFormulae> {
  const term = fc
    .tuple(number, number, place)
    .chain(([a, s, m]) =>
      fc.constantFrom(
        `${a}*x`,
        `${a}*max(0,x-(${m}))`,
        `max(0,x-(${m}))^${s > 1 ? s : 2}`,
        `${a}*exp(${s}*x)`,
        `softplus(x/${s}-(${m}))`,
        `${a}*sigmoid(${s}*(x-(${m})))`,
        `min(${a},max(0,x-(${m})))`,
        `max(${a}*x,${s}*(x-(${m})))`,
        `min(${a}*x,${s}*(x-(${m})))`,
        `x-${Math.min(a, 1)}*abs(x-(${m}))`,
        `tanh(${s}*x)`,
        `max(x,${m})^3`,
      ),
    );
  const psi = fc.oneof(
    term,
    fc.tuple(term, term).map(([a, b]) => `${a}+${b}`),
    fc.tuple(term, term).map(([a, b]) => `max(${a},${b})`),
  );
  const phi = fc.oneof(
    fc.constantFrom('x', 'x', 'log(1+x)', '0.5*log(0.1+x)', 'sqrt(1+x)', 'x^2'),
    fc.tuple(number, number).map(([a, b]) => `max(x,${1 + a}*x-${b})`),
    fc.tuple(number, number).map(([a, b]) => `min(${a}*x,x+${b})`),
  );
  return fc.record({ phi, psi });
}

/** Whether `verify` and `analyse` take it. */
function isLoss(loss: LossFormulae): boolean {
  try {
    lossFromFormulae(loss);
    analyseLoss(loss, { outsideFamily: 'refuse' });
    return true;
  } catch (error) {
    if (error instanceof InvalidInput) return false;
    throw error;
  }
}

function contradictions(loss: LossFormulae): string[] {
  const analysis = analyseLoss(loss);
  return ABOUT.flatMap(([id, statements]) => {
    const claim = CLAIMS.find((candidate) => candidate.id === id);
    if (claim === undefined) throw new Error(`no claim ${id}`);
    const { status, reason } = verdictOn(claim, loss, 30);
    return statements.flatMap((statement) => {
      const { outcome, evidence } = statementOf(analysis, statement);
      const words = `${statement} ${outcome} (${evidence.grade}), ${id} ${status} ${reason ?? ''}`;
      const agrees = {
        holds: status === 'holds' || status === 'cannot be told',
        fails: status === 'not applicable' && isBent(loss, statement),
        open: status === 'holds' || status === 'cannot be told' || status === 'not applicable',
      }[outcome];
      return agrees ? [] : [words];
    });
  });
}

const POINTS = 4000;
const COUNTS = Array.from({ length: 25 }, (_, k) => Math.round(2 ** (k / 2))).filter((n) => n < 4096);

/** Whether plain evaluation sees what the analysis refutes: ψ, or F of equal margins, lies above a chord somewhere. */
function isBent(loss: LossFormulae, statement: StatementId): boolean {
  const { phi, psi } = lossFromFormulae(loss);
  const courses =
    statement === 'importance-falls'
      ? [psi.value]
      : [
          psi.value,
          ...COUNTS.map(
            (n) =>
              (x: number): number =>
                phi.value(n * psi.value(x)),
          ),
        ];
  return courses.some((f) => {
    const values = Array.from({ length: POINTS + 1 }, (_, k) => f(-2 + (4 * k) / POINTS));
    return [1, 10, 100].some((gap) =>
      values.some((middle, k) => {
        const [left, right] = [values[k - gap], values[k + gap]];
        if (left === undefined || right === undefined) return false;
        const size = Math.abs(left) + 2 * Math.abs(middle) + Math.abs(right);
        return left - 2 * middle + right < -16 * Number.EPSILON * size;
      }),
    );
  });
}

const { seed = 1 } = fc.readConfigureGlobal();

/** `verify` searched for ever for margins that keep off their corners. */
const FOUND: readonly LossFormulae[] = [{ phi: 'max(x,1.1*x-3)', psi: 'max(0,x-(0))^1.3' }];

it.each([...FOUND, ...fc.sample(losses().filter(isLoss), { numRuns: COUNT, seed })])(
  'do not contradict each other on φ = $phi, ψ = $psi',
  (loss) => {
    expect(contradictions(loss)).toEqual([]);
  },
  300_000,
);
