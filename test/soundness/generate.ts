/**
 * Losses at random: φ and ψ as text with values of their parameters. Each depends on a seed and its index alone.
 *
 * ψ grows by rules that keep it defined on all of ℝ or on the margins; most of it is built to increase, and much of it to be
 * convex, so that statements are true about as often as false. Corners lie at dyadic places, at decimal ones, at the ends of
 * the domain, and several at one place.
 */
import { RandomStream } from './random-stream.js';
import { binary, name, num, textOf, unary, X, type Tree } from './tree.js';

export interface GivenLoss {
  readonly phi: string;
  readonly psi: string;
  readonly parameters: Readonly<Record<string, number | { readonly lower: number; readonly upper: number }>>;
  /** Whether it was built without max, min and abs. */
  readonly smooth: boolean;
}

/** What is drawn of a loss before its formulae. */
interface Draft {
  readonly random: RandomStream;
  readonly smooth: boolean;
  readonly parameters: Record<string, number | { lower: number; upper: number }>;
  /** Places of corners so far: two may share one. */
  readonly places: Tree[];
}

/** The loss of that index. */
export function lossAt(seed: number, index: number): GivenLoss {
  const random = new RandomStream(seed, index);
  const draft: Draft = { random, smooth: random.chance(0.3), parameters: {}, places: [] };
  const psi = psiOf(draft);
  const phi = phiOf(draft);
  return { phi: textOf(phi), psi: textOf(psi), parameters: draft.parameters, smooth: draft.smooth };
}

function parameter(draft: Draft, called: string, values: readonly number[], range?: readonly [number, number]): Tree {
  if (draft.parameters[called] === undefined) {
    const { random } = draft;
    if (range !== undefined && random.chance(0.12)) {
      const [a, b] = [random.between(...range), random.between(...range)].map((x) => Number(x.toPrecision(3)));
      draft.parameters[called] = {
        lower: Math.min(a as number, b as number),
        upper: Math.max(a as number, b as number),
      };
    } else draft.parameters[called] = random.pick(values);
  }
  return name(called);
}

const tau = (draft: Draft): Tree =>
  parameter(draft, 'tau', [0.001, 0.0028, 0.02, 0.0235, 0.05, 0.07, 0.1, 0.2, 0.25, 0.5, 0.5, 1, 1, 2, 10], [0.1, 2]);
const eps = (draft: Draft): Tree => parameter(draft, 'eps', [0, 0, 0.001, 0.1, 0.25, 0.5, 1, 1, 1, 2, 10], [0, 2]);
const margin = (draft: Draft): Tree => parameter(draft, 'm', [-1, -0.5, 0, 0.25, 0.3, 0.5, 1, 1.5, 2], [-1, 2]);

const SCALES = [
  '0.001',
  '0.01',
  '0.1',
  '0.125',
  '0.2',
  '0.25',
  '0.3',
  '0.5',
  '0.7',
  '1',
  '1',
  '1.5',
  '2',
  '3',
  '5',
  '10',
  '100',
  '1000',
];
const FACTORS = ['0.1', '0.25', '0.3', '0.5', '0.5', '0.9', '2', '2', '3', '4', '5'];

function scale({ random }: Draft): Tree {
  return num(random.chance(0.25) ? random.pick(SCALES) : random.pick(FACTORS));
}

/** c·of, of as it is for 1. */
function scaled(draft: Draft, of: Tree): Tree {
  const by = scale(draft);
  if (by.kind === 'number' && by.text === '1') return of;
  return draft.random.chance(0.8) ? binary('mul', by, of) : binary('div', of, by);
}

/** Where a corner is put: in [−2, 2], now and then beyond. */
function place(draft: Draft): Tree {
  const { random, places } = draft;
  if (places.length > 0 && random.chance(0.3)) return random.pick(places);
  const kinds: readonly (() => number | string)[] = [
    () => random.whole(-16, 16) / 8,
    () => random.whole(-16, 16) / 8,
    () => random.whole(-20, 20) / 10,
    () => random.whole(-20, 20) / 10,
    () => random.pick([-2, 2, 0]),
    () => random.pick([-2, 2, 0]),
    () => Number(random.between(-2, 2).toPrecision(6)),
    () => random.whole(-2, 2) / 3,
    () => random.pick([-3, 2.5, 1.9999, -1.9999]),
  ];
  const found = num(random.pick(kinds)());
  places.push(found);
  return found;
}

/** x − c, in several spellings. */
function shifted(draft: Draft): Tree {
  const { random } = draft;
  const at = place(draft);
  if (at.kind === 'number' && Number(at.text) === 0) return X;
  if (at.kind === 'unary') return binary('add', X, at.of);
  const moved = binary('sub', X, at);
  return random.chance(0.15) ? binary('sub', binary('mul', num(2), X), binary('mul', num(2), at)) : moved;
}

function corner(draft: Draft): Tree {
  const { random } = draft;
  const inner = random.chance(0.85) ? shifted(draft) : binary('sub', rising(draft, 1), place(draft));
  return random.pick<() => Tree>([
    () => binary('max', num(0), inner),
    () => binary('max', inner, num(0)),
    () => unary('abs', inner),
    () => unary('neg', binary('min', num(0), unary('neg', inner))),
  ])();
}

/** Two corners at one place, which an evaluation with rounding sees at two; their jumps may cancel. */
function pairOfCorners(draft: Draft): Tree {
  const { random } = draft;
  const at = place(draft);
  const u = binary('sub', X, at);
  const by = num(random.pick(['0.3', '0.5', '0.7']));
  const first = random.pick<() => Tree>([
    () => binary('max', unary('exp', u), binary('add', num(1), binary('mul', by, u))),
    () => binary('max', unary('log', binary('add', num(2), unary('exp', u))), binary('mul', by, u)),
    () => binary('max', num(0), u),
    () => binary('div', binary('max', num(0), binary('mul', num(3), u)), num(3)),
    () => unary('abs', u),
  ])();
  const second = random.pick<() => Tree>([
    () => binary('max', num(0), u),
    () => unary('abs', u),
    () => binary('max', num(0), binary('sub', binary('mul', num(3), X), binary('mul', num(3), at))),
    () => unary('neg', binary('min', num(0), unary('neg', u))),
  ])();
  const joined = random.chance(0.7)
    ? binary('sub', first, binary('mul', num(random.pick(['0.3', '0.5', '0.7', '1'])), second))
    : binary('max', first, binary('add', second, binary('mul', by, u)));
  return random.chance(0.6) ? binary('add', joined, X) : joined;
}

/** Does not fall, as far as its making shows. */
function rising(draft: Draft, depth: number): Tree {
  const { random, smooth } = draft;
  if (depth <= 0) {
    return random.pick<() => Tree>([
      () => X,
      () => X,
      () => X,
      () => shifted(draft),
      () => binary('mul', scale(draft), X),
      () => binary('div', X, tau(draft)),
      () => binary('add', X, margin(draft)),
    ])();
  }
  const inner = (): Tree => rising(draft, depth - 1);
  const smoothOnes: readonly (() => Tree)[] = [
    () => unary('exp', inner()),
    () => unary('exp', binary('div', X, tau(draft))),
    () => unary('softplus', inner()),
    () => unary('softplus', scaled(draft, inner())),
    () => unary('sigmoid', inner()),
    () => unary('tanh', inner()),
    () => binary('add', inner(), inner()),
    () => binary('add', inner(), inner()),
    () => scaled(draft, inner()),
    () => scaled(draft, inner()),
    () => binary('add', inner(), num(random.pick(['1', '2', '0.5', '3']))),
    () => binary('pow', inner(), num(random.pick([3, 3, 5]))),
    () => unary('log', binary('add', num(random.pick(['1', '0.5', '2'])), unary('exp', inner()))),
    () => unary('neg', unary('exp', unary('neg', inner()))),
    () => binary('pow', positiveRising(draft, depth - 1), num(random.pick(['2', '0.5', '1.5', '3', '2.5']))),
    () => binary('mul', positiveRising(draft, depth - 1), positiveRising(draft, depth - 1)),
    () => unary('neg', binary('pow', positiveRising(draft, depth - 1), num(random.pick(['-1', '-2', '-0.5'])))),
    () => unary('sqrt', positiveRising(draft, depth - 1)),
    () => unary('log', positiveRising(draft, depth - 1)),
    () => binary('div', positiveRising(draft, depth - 1), binary('add', num(1), positiveRising(draft, depth - 1))),
    () => binary('mul', positiveRising(draft, depth - 1), mirrored(positiveRising(draft, depth - 1))),
    () => binary('add', scaled(draft, X), binary('mul', binary('add', num(3), X), binary('sub', num(4), X))),
    () => binary('add', X, binary('mul', num(random.pick(['0.1', '0.2', '0.05'])), binary('pow', X, num(2)))),
  ];
  if (smooth || random.chance(0.35)) return random.pick(smoothOnes)();
  const bentOnes: readonly (() => Tree)[] = [
    () => binary('max', num(0), inner()),
    () => binary('max', inner(), num(0)),
    () => binary('max', inner(), place(draft)),
    () => binary('min', inner(), place(draft)),
    () => binary('max', inner(), inner()),
    () => binary('min', inner(), inner()),
    () => binary('add', inner(), scaled(draft, binary('max', num(0), shifted(draft)))),
    () => binary('add', inner(), scaled(draft, binary('max', num(0), shifted(draft)))),
    () =>
      binary(
        'add',
        scaled(draft, binary('max', num(0), shifted(draft))),
        scaled(draft, binary('max', num(0), shifted(draft))),
      ),
    () => binary('sub', inner(), scaled(draft, corner(draft))),
    () => binary('sub', inner(), scaled(draft, corner(draft))),
    () => binary('add', inner(), scaled(draft, corner(draft))),
    () => binary('pow', binary('max', num(0), inner()), num(random.pick(['2', '3', '1.5', '0.5', '2']))),
    () => binary('min', num(random.pick(['1', '2', '0.5'])), binary('max', num(0), inner())),
    () => unary('exp', corner(draft)),
    () => binary('max', unary('exp', inner()), binary('add', num(1), inner())),
    () => binary('mul', binary('max', num(0), inner()), positiveRising(draft, depth - 1)),
    () => binary('mul', binary('max', num(0), inner()), binary('max', num(0), inner())),
    () => binary('sub', X, scaled(draft, unary('abs', unary('abs', shifted(draft))))),
    () => binary('max', corner(draft), inner()),
    () => unary('log', binary('add', num(1), binary('max', num(0), inner()))),
    () => unary('softplus', binary('add', inner(), corner(draft))),
    () => binary('add', X, unary('abs', X)),
    () => binary('min', X, binary('mul', num(2), X)),
    () => pairOfCorners(draft),
    () => pairOfCorners(draft),
    () => binary('add', inner(), binary('pow', unary('sqrt', corner(draft)), num(random.pick(['2', '2', '3', '4'])))),
    () => binary('max', num(0), binary('sub', num(1), unary('abs', shifted(draft)))),
    () => unary('abs', binary('sub', unary('abs', shifted(draft)), num(random.pick(['0.5', '1', '0.3'])))),
  ];
  return random.pick(bentOnes)();
}

/** The formula of −x. */
function mirrored(tree: Tree): Tree {
  if (tree.kind === 'unary') return unary(tree.name, mirrored(tree.of));
  if (tree.kind === 'binary') return binary(tree.name, mirrored(tree.a), mirrored(tree.b));
  return tree.kind === 'name' && tree.name === 'x' ? unary('neg', X) : tree;
}

/** Positive on [−2, 2], and rising for the most part. */
function positiveRising(draft: Draft, depth: number): Tree {
  const { random } = draft;
  const inner = (): Tree => rising(draft, depth - 1);
  const bent: readonly (() => Tree)[] = draft.smooth
    ? []
    : [
        () => binary('add', num(random.pick(['1', '0.5'])), binary('max', num(0), inner())),
        () => binary('max', num(random.pick(['1', '0.5', '0.25'])), inner()),
      ];
  return random.pick<() => Tree>([
    () => unary('exp', inner()),
    () => unary('exp', binary('div', X, tau(draft))),
    () => unary('softplus', inner()),
    () => unary('sigmoid', inner()),
    () => binary('add', num(random.pick(['3', '2.5', '4'])), X),
    () => binary('add', num(1), unary('exp', inner())),
    ...bent,
  ])();
}

/** Convex and rising by its making. */
function convexRising(draft: Draft, depth: number): Tree {
  const { random, smooth } = draft;
  const line = (): Tree => (random.chance(0.5) ? X : rising({ ...draft, smooth: true }, 0));
  if (depth <= 0) return line();
  const inner = (): Tree => convexRising(draft, depth - 1);
  const smoothOnes: readonly (() => Tree)[] = [
    () => unary('exp', inner()),
    () => unary('exp', binary('div', X, tau(draft))),
    () => unary('softplus', inner()),
    () => scaled(draft, inner()),
    () => binary('add', inner(), inner()),
    () => unary('log', binary('add', unary('exp', inner()), unary('exp', line()))),
    () => binary('mul', binary('add', num(3), X), unary('exp', line())),
    () => binary('pow', unary('exp', inner()), num(random.pick(['2', '1.5']))),
    () => binary('pow', unary('softplus', line()), num(random.pick(['2', '1.5', '3']))),
  ];
  if (smooth || random.chance(0.4)) return random.pick(smoothOnes)();
  return random.pick<() => Tree>([
    () => binary('max', num(0), inner()),
    () => binary('max', inner(), inner()),
    () => binary('add', inner(), scaled(draft, binary('max', num(0), shifted(draft)))),
    () => binary('pow', binary('max', num(0), inner()), num(random.pick(['2', '3', '1.5']))),
    () => unary('exp', binary('max', inner(), place(draft))),
    () => binary('max', unary('exp', inner()), inner()),
    () => binary('add', binary('mul', num(2), X), unary('abs', shifted(draft))),
  ])();
}

/** Anything at all that is defined. */
function anything(draft: Draft, depth: number): Tree {
  const { random } = draft;
  if (depth <= 0) return rising(draft, 0);
  const inner = (): Tree => anything(draft, depth - 1);
  return random.pick<() => Tree>([
    () => rising(draft, depth),
    () => unary('neg', inner()),
    () => binary('sub', inner(), inner()),
    () => binary('mul', inner(), inner()),
    () => binary('pow', inner(), num(2)),
    () => binary('div', inner(), binary('add', num(1), binary('pow', inner(), num(2)))),
    ...(draft.smooth
      ? []
      : [
          () => binary('max', inner(), inner()),
          () => binary('min', inner(), inner()),
          () => unary('abs', inner()),
          () => unary('sqrt', unary('abs', inner())),
        ]),
  ])();
}

function psiOf(draft: Draft): Tree {
  const { random } = draft;
  const roll = random.next();
  if (roll < 0.16) return knownPsi(draft);
  if (roll < 0.4) return convexRising(draft, random.whole(1, 3));
  if (roll < 0.9) return rising(draft, random.whole(1, 3));
  return anything(draft, random.whole(1, 3));
}

function knownPsi(draft: Draft): Tree {
  const { random, smooth } = draft;
  return random.pick<() => Tree>([
    () => unary('exp', binary('div', X, tau(draft))),
    () => unary('exp', binary('div', X, tau(draft))),
    () => unary('exp', binary('add', binary('div', X, tau(draft)), margin(draft))),
    () => unary('sigmoid', binary('mul', num(random.pick(['1', '2', '5', '10'])), X)),
    () => unary('softplus', binary('div', X, tau(draft))),
    () =>
      binary(
        'div',
        unary('exp', binary('div', X, tau(draft))),
        binary('add', num(1), unary('exp', binary('div', X, tau(draft)))),
      ),
    () => X,
    () => binary('mul', tau(draft), unary('softplus', binary('div', X, tau(draft)))),
    ...(smooth
      ? []
      : [
          () => binary('max', num(0), binary('add', X, margin(draft))),
          () => binary('pow', binary('max', num(0), binary('add', X, margin(draft))), num(2)),
        ]),
  ])();
}

/** No φ of the family, and still to be told the truth about. */
function fallingPhi({ random }: Draft): Tree {
  return random.pick<() => Tree>([
    () => binary('pow', X, num(-1)),
    () => binary('pow', binary('add', num(1), X), num(-2)),
    () => unary('exp', unary('neg', X)),
    () => unary('neg', X),
    () => unary('neg', unary('log', X)),
  ])();
}

function phiOf(draft: Draft): Tree {
  const { random, smooth } = draft;
  const roll = random.next();
  if (roll < 0.04) return fallingPhi(draft);
  if (roll < 0.25) return X;
  if (roll < 0.5) {
    return random.pick<() => Tree>([
      () => unary('log', X),
      () => unary('log', binary('add', num(1), X)),
      () => binary('mul', tau(draft), unary('log', binary('add', eps(draft), X))),
      () => binary('mul', tau(draft), unary('log', binary('add', eps(draft), X))),
      () => unary('log', binary('add', eps(draft), X)),
      () => unary('sqrt', X),
      () => binary('pow', X, num(2)),
    ])();
  }
  const log = (): Tree => unary('log', binary('add', num(random.pick(['1', '0.5', '2'])), X));
  const smoothOnes: readonly (() => Tree)[] = [
    () => scaled(draft, X),
    () => binary('add', scaled(draft, X), num(random.pick(['1', '-1', '0.5']))),
    () => unary('log', binary('add', num(1), log())),
    () => binary('div', X, binary('add', num(1), X)),
    () => binary('pow', binary('add', num(1), X), num(random.pick(['0.5', '1.5', '2', '0.3', '3']))),
    () => binary('add', log(), scaled(draft, X)),
    () => binary('sub', X, binary('mul', num(random.pick(['0.00001', '0.001', '0.1'])), binary('pow', X, num(2)))),
    () => unary('softplus', scaled(draft, X)),
    () => unary('tanh', X),
    () => unary('neg', unary('exp', unary('neg', X))),
    () => binary('pow', X, num(random.pick(['1.5', '0.5', '3', '0.9']))),
    () => unary('log', unary('log', binary('add', num(2), X))),
    () => binary('pow', log(), num(2)),
    () => unary('neg', binary('pow', binary('add', num(1), X), num(random.pick(['-1', '-0.5', '-2'])))),
    () => scaled(draft, log()),
  ];
  if (smooth || random.chance(0.35)) return random.pick(smoothOnes)();
  const at = (): Tree => num(random.pick(['0.5', '1', '2', '3', '1.3', '10', '0.1', '100', '0.75']));
  const hinge = (): Tree => binary('max', num(0), binary('sub', X, at()));
  return random.pick<() => Tree>([
    () => binary('max', X, at()),
    () => binary('min', X, at()),
    () => binary('max', num(0), X),
    () => binary('add', X, scaled(draft, hinge())),
    () => binary('sub', X, binary('mul', num(random.pick(['0.5', '0.9', '0.25', '2'])), hinge())),
    () => binary('pow', binary('max', num(0), unary('log', X)), num(2)),
    () => binary('max', num(0), unary('log', X)),
    () => unary('abs', unary('log', X)),
    () => binary('sub', X, binary('mul', num('0.5'), unary('abs', binary('sub', X, at())))),
    () => binary('add', X, unary('abs', binary('sub', X, at()))),
    () => unary('log', binary('add', num(1), hinge())),
    () => binary('max', log(), scaled(draft, X)),
    () => binary('min', log(), scaled(draft, X)),
    () => binary('pow', hinge(), num(random.pick(['2', '1.5', '3']))),
    () => binary('min', binary('mul', num(2), X), binary('add', X, at())),
    () => unary('log', binary('max', at(), X)),
    () => unary('abs', X),
  ])();
}
