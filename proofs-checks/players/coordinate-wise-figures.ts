/** The game on the landscape of a linear encoder with two inputs, where M = WᵀW has two free numbers. */
import type { Figure } from '../../src/claims/figure.js';
import { category, layered, logarithmic, mark, quantitative, view } from '../../src/claims/marks.js';
import type { Verdict } from '../../src/claims/verdict.js';
import { coordinateWiseLoop } from '../../src/theory/landscape/coordinate-wise-loop.js';
import { jointDescent, type InputViews } from '../../src/theory/landscape/joint-descent.js';
import { add, at, fromNested, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiplyTransposed, transposedMultiply } from '../../src/theory/algebra/multiply.js';
import { lossValue } from '../../src/theory/losses/loss.js';
import { namedLoss } from '../../src/theory/losses/named-losses.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';

/** Cells a side of the heat map. */
const CELLS = 44;
/** Rounds of the loops that are drawn. */
const DRAWN = 40;
/** Rounds whose gap is drawn. */
const ROUNDS = 200;
/** With this seed the saddle point has rank 2, so that the exact loop cannot stop. */
const SEED = 4;

const LOSS = namedLoss('infonce');
const PLAYS = [
  'gradient descent of L, two rows',
  'gradient descent of L, one row',
  'exact loop',
  'averaged loop',
] as const;

/** Trajectories on the landscape, the gap over rounds, and how often the exact loop stops. */
export function loopFigures<Instance>(verdict: Verdict<Instance>): Figure[] {
  const game = played();
  return [landscapeFigure(game), gapFigure(game, verdict)];
}

interface Game {
  readonly both: InputViews;
  /** M along the way, for each play. */
  readonly paths: Readonly<Record<(typeof PLAYS)[number], readonly Matrix[]>>;
  readonly gaps: readonly { readonly play: string; readonly round: number; readonly gap: number }[];
}

function played(): Game {
  const random = randomStream(SEED, 'landscape');
  const x = normalMatrix(random, 6, 2);
  const both = { x, xPrime: add(x, normalMatrix(random, 6, 2), 0.4) };
  const [wide, narrow] = [
    fromNested([
      [0.5, 0.1],
      [-0.1, 1],
    ]),
    fromNested([[0.4, 1]]),
  ];
  const [two, one] = [jointDescent(LOSS, both, wide), jointDescent(LOSS, both, narrow)];
  const exact = coordinateWiseLoop(LOSS, both, narrow, { rounds: ROUNDS });
  const averaged = coordinateWiseLoop(LOSS, both, wide, { minPlayer: 'averaged', rounds: ROUNDS });
  const grams = (encoders: readonly Matrix[]): Matrix[] =>
    encoders.map((encoder) => transposedMultiply(encoder, encoder));
  const gapOf = (encoder: Matrix): number => coordinateWiseLoop(LOSS, both, encoder, { rounds: 1 }).rounds[0]?.gap ?? 0;
  const course = (play: (typeof PLAYS)[number], values: readonly number[]): Game['gaps'] =>
    values.map((gap, k) => ({ play, round: k + 1, gap: Math.max(SMALLEST_GAP, gap) }));
  return {
    both,
    paths: {
      'gradient descent of L, two rows': grams(two.path),
      'gradient descent of L, one row': grams(one.path),
      'exact loop': grams(exact.rounds.slice(0, DRAWN).map(({ encoder }) => encoder)),
      'averaged loop': runningAverage(grams(averaged.rounds.slice(0, DRAWN).map(({ encoder }) => encoder))),
    },
    gaps: [
      ...course(PLAYS[0], two.path.map(gapOf)),
      ...course(PLAYS[1], one.path.map(gapOf)),
      ...course(
        PLAYS[2],
        exact.rounds.map(({ gap }) => gap),
      ),
      ...course(
        PLAYS[3],
        averaged.rounds.map(({ gap }) => gap),
      ),
    ],
  };
}

/** Below this a gap is rounding. */
const SMALLEST_GAP = 1e-12;

/** M̄ₖ₊₁ = M̄ₖ + 2/(k + 2)·(Mₖ₊₁ − M̄ₖ), as the averaged loop moves. */
function runningAverage(grams: readonly Matrix[]): Matrix[] {
  const averages: Matrix[] = [];
  for (const [k, gram] of grams.entries()) {
    const before = averages.at(-1);
    averages.push(before === undefined ? gram : add(before, add(gram, before, -1), 2 / (k + 1)));
  }
  return averages;
}

function landscapeFigure({ both, paths }: Game): Figure {
  const size = 2 / CELLS;
  const centres = Array.from({ length: CELLS }, (_, k) => -1 + (k + 0.5) * size);
  const cells = centres.flatMap((a) =>
    centres.filter((b) => Math.hypot(a, b) <= 1).map((b) => ({ a, b, loss: lossAt(both, a, b) })),
  );
  const points = Object.entries(paths).flatMap(([play, grams]) =>
    grams.map((gram, order) => ({ play, order, a: at(gram, 0, 0) - at(gram, 1, 1), b: 2 * at(gram, 0, 1) })),
  );
  const edges = [
    { calculate: `datum.a - ${size / 2}`, as: 'a1' },
    { calculate: `datum.a + ${size / 2}`, as: 'a2' },
    { calculate: `datum.b - ${size / 2}`, as: 'b1' },
    { calculate: `datum.b + ${size / 2}`, as: 'b2' },
  ];
  const along = (field: 'a' | 'b' | 'a1' | 'b1', title: string) =>
    quantitative(field, title, { scale: { domain: [-1.05, 1.05], nice: false } });
  return {
    id: 'coordinate-wise-loop-landscape',
    title: 'Joint descent and the coordinate-wise loop',
    caption:
      'L of InfoNCE for z = Wx with two inputs. It depends on M = WᵀW alone, a point of the disc; encoders with one row lie on its rim, and L is convex inside. Descent with two rows reaches the saddle point of the game in the interior; with one row it ends on the rim, higher up. Exact answers jump to and fro along the rim and never stop; averaged, they approach the saddle point.',
    spec: {
      ...layered({ width: 420, height: 420 }, [
        view({ values: cells, transform: edges }, mark('rect', { strokeWidth: 0 }), {
          x: along('a1', 'M₁₁ − M₂₂, M = WᵀW'),
          x2: { field: 'a2' },
          y: along('b1', '2 M₁₂'),
          y2: { field: 'b2' },
          color: quantitative('loss', 'loss L', { scale: { scheme: 'greys', reverse: true } }),
        }),
        view({ values: points }, mark('line', { strokeWidth: 1.5, opacity: 0.9, point: { size: 16, filled: true } }), {
          x: along('a', 'M₁₁ − M₂₂, M = WᵀW'),
          y: along('b', '2 M₁₂'),
          order: { field: 'order' },
          color: PLAY,
        }),
      ]),
      resolve: { scale: { color: 'independent' } },
    },
  };
}

const PLAY = category('play', {
  sort: [...PLAYS],
  scale: { domain: [...PLAYS], range: ['#0072b2', '#009e73', '#d55e00', '#cc79a7'] },
});

function gapFigure<Instance>({ gaps }: Game, { evidence }: Verdict<Instance>): Figure {
  const stopped = evidence.filter(({ details }) => details['stopped'] === true).length;
  return {
    id: 'coordinate-wise-loop-gap',
    title: 'The gap between the players',
    caption: `½λ_max(C_α) − E_α, how far L lies above its minimum at most, on the same landscape. Only with two rows does descent close it; the averaged loop closes it like 1/k, the exact one keeps it open. Of the ${evidence.length} generated instances the exact loop stopped in ${stopped}.`,
    spec: view({ width: 460, height: 260, values: gaps }, mark('line', { strokeWidth: 1.8 }), {
      x: quantitative('round', 'round or step', { scale: { type: 'log', nice: false } }),
      y: logarithmic('gap', 'gap, ½λ_max(C_α) − E_α', { ticks: 7 }),
      color: PLAY,
    }),
  };
}

/** L at the M of a point of the disc: eigenvalues (1 ± r)/2, the first eigenvector at half the angle. */
function lossAt({ x, xPrime }: InputViews, a: number, b: number): number {
  const [r, angle] = [Math.min(1, Math.hypot(a, b)), Math.atan2(b, a) / 2];
  const [long, short] = [Math.sqrt((1 + r) / 2), Math.sqrt((1 - r) / 2)];
  const encoder = fromNested([
    [long * Math.cos(angle), long * Math.sin(angle)],
    [-short * Math.sin(angle), short * Math.cos(angle)],
  ]);
  return lossValue(LOSS, multiplyTransposed(x, encoder), multiplyTransposed(xPrime, encoder));
}
