/**
 * What is known of losses without a person's help: the named losses of the family and random ones, 200 in all, put to our analysis, to
 * CVXPY's rules of disciplined convex programming and to SymPy's `is_convex`. Two questions of each: is F(x) = φ(Σψ(xⱼ)) convex on
 * margins in [−2, 2], and is ψ (the sign of ψ″)? Wrong is an answer that dense evaluation in float64 contradicts.
 *
 *   npm run bench:analyse -- [--losses 200] [--seed 1] [--seconds 1] [--python FILE] [--json]
 *
 * CVXPY is asked about three negatives and is given log-sum-exp where the sum is one of exponentials, SymPy about two; an answer of theirs
 * counts as settled whatever the number of negatives. `--seconds` is the processor time that SymPy has for a question.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { InvalidInput } from '../src/base/invalid-input.js';
import { analyseLoss } from '../src/theory/analysis/analyse-loss.js';
import { convexity } from '../src/theory/analysis/convexity.js';
import { lossExpressions, MARGINS, xiDomain } from '../src/theory/analysis/loss-expressions.js';
import { phiIncreases } from '../src/theory/analysis/monotonicity.js';
import { proveSign } from '../src/theory/analysis/prove-sign.js';
import type { Statement } from '../src/theory/analysis/statement.js';
import { lossNames, namedFormulae } from '../src/theory/losses/named-losses.js';
import { FIRM } from '../test/soundness/ball.js';
import { outcomeOf } from '../test/soundness/fuzz.js';
import { lossAt } from '../test/soundness/generate.js';
import { fallOfSlope, isKnown } from '../test/soundness/profile.js';
import { RandomStream } from '../test/soundness/random-stream.js';
import { Scene } from '../test/soundness/scene.js';
import { parseTree } from '../test/soundness/tree.js';
import { median } from './median.js';

const { values: options } = parseArgs({
  options: {
    losses: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '1' },
    python: { type: 'string', default: '/usr/bin/python3' },
    json: { type: 'boolean', default: false },
  },
});

/** A loss with a value for each parameter. */
interface Asked {
  readonly phi: string;
  readonly psi: string;
  readonly values: Readonly<Record<string, number>>;
}

type Answer = boolean | null;

/** What somebody says of a loss, and the milliseconds that it takes. */
interface Answers {
  readonly F: Answer;
  readonly psi: Answer;
  readonly ms: number;
}

const script = fileURLToPath(new URL('../../bench/analyse.py', import.meta.url));
const versions = spawnSync(options.python, [script, 'versions'], { encoding: 'utf8' });
if (versions.status !== 0) {
  process.stderr.write(
    `${options.python} has no cvxpy and sympy: python3 -m venv /tmp/peers && /tmp/peers/bin/pip install cvxpy sympy, then --python /tmp/peers/bin/python\n`,
  );
  process.exit(2);
}
const { cvxpy, sympy } = JSON.parse(versions.stdout) as { readonly cvxpy: string; readonly sympy: string };
const seed = Number(options.seed);
const losses = asked(Number(options.losses));
const truths = losses.map(truthOf);
const rows = [
  rowOf('alpha-cl', losses.map(ours)),
  rowOf(`CVXPY ${cvxpy}`, answersOf('cvxpy')),
  rowOf(`SymPy ${sympy}`, answersOf('sympy')),
];
if (options.json) print(JSON.stringify(rows));
else {
  print(`${losses.length} losses, 2 questions each: is F convex, is ψ convex`);
  for (const { who, settled, proved, refuted, wrong, ms } of rows) {
    const share = ((100 * settled) / (2 * losses.length)).toFixed(1);
    print(
      `${who.padEnd(14)} ${share.padStart(5)} % settled (F ${proved.F} proved, ${refuted.F} refuted; ψ ${proved.psi} proved, ${refuted.psi} refuted), ` +
        `${wrong} wrong, median ${ms.toFixed(1)} ms a loss`,
    );
  }
  const together = losses.flatMap((_, k) =>
    (['F', 'psi'] as const).filter((what) =>
      rows.slice(1).some(({ answers }) => (answers[k]?.[what] ?? null) !== null),
    ),
  ).length;
  print(`CVXPY and SymPy together: ${((100 * together) / (2 * losses.length)).toFixed(1)} % settled`);
}

/** The named losses of the family, and random ones whose parameters have values and which have a value at all margins. */
function asked(count: number): Asked[] {
  const named = lossNames().map((name): Asked => {
    const { phi, psi, parameters } = namedFormulae(name);
    return { phi, psi, values: parameters };
  });
  const found = [...named];
  for (let index = 0; found.length < count; index++) {
    const { phi, psi, parameters } = lossAt(seed, index);
    const values = Object.entries(parameters).flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, value] as const] : [],
    );
    if (values.length < Object.keys(parameters).length) continue;
    const loss: Asked = { phi, psi, values: Object.fromEntries(values) };
    if (hasValues(loss)) found.push(loss);
  }
  return found.slice(0, count);
}

function ours({ phi, psi, values }: Asked): Answers {
  const before = process.cpuUsage();
  const loss = lossExpressions({ phi, psi }, values);
  const certain = ({ outcome, evidence: { grade } }: Statement): Answer =>
    grade === 'sampled' || outcome === 'open' ? null : outcome === 'holds';
  const bends = proveSign(loss, {
    id: 'psi',
    claim: 'ψ is convex',
    quantity: 'ψ″(x)',
    expression: loss.psi,
    aspect: 'curvature',
    wanted: 'non-negative',
    domain: MARGINS,
  });
  let convex: Answer = null;
  try {
    const xi = xiDomain(loss);
    convex = certain(convexity(loss, xi, phiIncreases(loss, xi)));
  } catch (error) {
    // A loss that has no value somewhere is refused.
    if (!(error instanceof InvalidInput)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return { F: convex, psi: certain(bends), ms: (user + system) / 1000 };
}

function answersOf(peer: 'cvxpy' | 'sympy'): Answers[] {
  const input = JSON.stringify(
    losses.map(({ phi, psi, values }) => ({ phi: parseTree(phi), psi: parseTree(psi), values })),
  );
  const { status, stdout, stderr } = spawnSync(options.python, [script, peer, options.seconds], {
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  });
  if (status !== 0)
    throw new Error(`${peer} ended with status ${status}:\n${stderr.trim().split('\n').slice(-5).join('\n')}`);
  return JSON.parse(stdout) as Answers[];
}

/** What dense evaluation contradicts: that F is convex at up to two negatives and at any number, and that ψ is. */
interface Truth {
  readonly isFewConvex: boolean;
  readonly isConvex: boolean;
  readonly isPsiConvex: boolean;
}

function sceneOf({ phi, psi, values }: Asked, random: RandomStream): Scene {
  const trees = { phi: parseTree(phi), psi: parseTree(psi) };
  const domain = { psi: { lower: -2, upper: 2 }, phi: { lower: -1e4, upper: 1e4 }, points: 257 };
  return new Scene(trees, values, domain, { x: [], xi: [] }, random);
}

/** Tells by dense evaluation at equal margins, few or many, if a loss has a value there: elsewhere there is no answer. */
function hasValues(loss: Asked): boolean {
  const scene = sceneOf(loss, new RandomStream(seed, 7));
  const places = Array.from({ length: 65 }, (_, k) => -2 + k / 16);
  return [1, 2, 32, 4095].every((count) => places.every((x) => !scene.along([{ count, x, speed: 0 }], 0).undefined));
}

function truthOf(loss: Asked): Truth {
  const { phi, psi, values } = loss;
  const random = new RandomStream(seed, 7);
  const scene = sceneOf(loss, random);
  const { samples } = scene.psiProfile;
  const isBent = ({ s, es }: { readonly s: number; readonly es: number }): boolean => isKnown(s, es) && s < -FIRM * es;
  const isFewBent = Array.from({ length: 400 }, () => {
    const groups = Array.from({ length: random.whole(1, 2) }, () => ({
      count: 1,
      x: random.between(-2, 2),
      speed: random.pick([-1, -0.5, 0.25, 1]),
    }));
    return isBent(scene.along(groups, 0));
  }).includes(true);
  // Dense evaluation looks where our analysis says that F bends down, too.
  const judged = outcomeOf(
    { phi, psi, parameters: values, smooth: false },
    { seed, index: 0 },
    analyseLoss,
  ).judgements.find(({ id }) => id === 'convex');
  return {
    isFewConvex: !isFewBent,
    isConvex: !isFewBent && scene.convex(40).is !== 'false' && judged?.dense !== 'false',
    isPsiConvex: fallOfSlope(samples) === undefined && !samples.some(isBent),
  };
}

function rowOf(
  who: string,
  answers: readonly Answers[],
): {
  readonly who: string;
  readonly settled: number;
  readonly proved: Readonly<Record<'F' | 'psi', number>>;
  readonly refuted: Readonly<Record<'F' | 'psi', number>>;
  readonly wrong: number;
  readonly ms: number;
  readonly answers: readonly Answers[];
} {
  const count = (what: 'F' | 'psi', answer: boolean): number => answers.filter((one) => one[what] === answer).length;
  const [proved, refuted] = [true, false].map((answer) => ({ F: count('F', answer), psi: count('psi', answer) })) as [
    Record<'F' | 'psi', number>,
    Record<'F' | 'psi', number>,
  ];
  const wrong = answers.flatMap(({ F, psi }, k) => {
    const { isFewConvex, isConvex, isPsiConvex } = truths[k] as Truth;
    const isOurs = who === 'alpha-cl';
    // A peer speaks of few negatives alone.
    const isWrongF = F === true ? !(isOurs ? isConvex : isFewConvex) : F === false && isConvex;
    return [...(isWrongF ? ['F'] : []), ...(psi !== null && psi !== isPsiConvex ? ['psi'] : [])].map(
      (what) => `${who}: ${what} of ${JSON.stringify(losses[k])}`,
    );
  });
  for (const text of wrong) process.stderr.write(`wrong, ${text}\n`);
  const settled = proved.F + proved.psi + refuted.F + refuted.psi;
  return { who, settled, proved, refuted, wrong: wrong.length, ms: median(answers.map(({ ms }) => ms)), answers };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
