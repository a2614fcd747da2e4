/** Decides the sign of a formula's slope or curvature: by rules, else by intervals, else by points. */
import { contains, difference, product, sum, type Interval } from '../algebra/interval.js';
import { certifySign, middleOfSide, refutes, type Quantity, type WantedSign, type Witness } from './certify-sign.js';
import { VARIABLE, type CoreExpression } from './core-expression.js';
import { jetOver, pointBox, type Box } from './interval-jet.js';
import {
  boxOf,
  givenSpans,
  parameterText,
  usualParameterText,
  usualSpans,
  type Domain,
  type Parameterised,
} from './loss-expressions.js';
import { jumpOf, meet, piecesOf, seamsOf, type Seam } from './pieces.js';
import { refuteSign } from './refute-sign.js';
import { shapeOf } from './shape.js';
import { NEGATIVE, NON_NEGATIVE, NON_POSITIVE, POSITIVE, within, type Sign } from './sign.js';
import type { Evidence, FailurePoint, Statement } from './statement.js';

export interface EnclosureQuestion {
  readonly id: string;
  readonly claim: string;
  /** The enclosed quantity, in words: `ψ″(x)`. */
  readonly quantity: string;
  readonly wanted: WantedSign;
  readonly domain: Pick<Domain, 'bounded'>;
  /** Name of x in texts: `ξ`. */
  readonly variable?: string;
}

/** A question about the sign of an expression's first or second derivative by x. */
export interface SignQuestion extends EnclosureQuestion {
  readonly expression: CoreExpression;
  readonly aspect: 'slope' | 'curvature';
  readonly domain: Domain;
  /** The parameter ranges that the rules try: by default the paper's, then the given ones; with `given` those alone. */
  readonly parameters?: 'usual' | 'given';
}

const ALLOWED: Readonly<Record<WantedSign, Sign>> = {
  positive: POSITIVE,
  'non-negative': NON_NEGATIVE,
  negative: NEGATIVE,
  'non-positive': NON_POSITIVE,
};

/**
 * Proves the statement by rules on the whole domain, else by intervals on the bounded one, and tries its negation as well.
 *
 * @throws Error when both are proven: a defect of the analysis
 */
export function proveSign(given: Parameterised, question: SignQuestion): Statement {
  const fault = refuteSign(given, question);
  const fails: Statement | undefined = fault && {
    id: question.id,
    claim: question.claim,
    outcome: 'fails',
    evidence: certified(whereOf(given, question), fault.reason),
    witness: failurePoint(fault.witness, fault.quantity, question.variable ?? VARIABLE),
  };
  // What is refuted cannot be certified, since both are enclosures; the rules are another way.
  const holds = bySymbols(given, question) ?? (fails === undefined ? byPieces(given, question) : undefined);
  if (holds !== undefined && fails !== undefined) throw bothProven(holds, fails);
  return holds ?? fails ?? unsettled(given, question);
}

/** Returns the error of an analysis that has proven a statement and its opposite. */
export function bothProven(holds: Statement, fails: Statement): Error {
  const { at = {}, value } = fails.witness ?? {};
  return new Error(
    `the analysis has proven both "${holds.claim}" (${holds.evidence.reason}) and its opposite ` +
      `(${fails.evidence.reason}: ${JSON.stringify({ at, value })})`,
  );
}

/** Returns the statement if the rules prove it, for all the parameters of the paper or for those given. */
function bySymbols(given: Parameterised, question: SignQuestion): Statement | undefined {
  const { id, claim, expression, aspect, wanted, domain } = question;
  const kinds = [
    ...(question.parameters === 'given' ? [] : [{ spans: usualSpans(given), text: usualParameterText(given) }]),
    { spans: givenSpans(given), text: parameterText(given) },
  ];
  for (const { spans, text } of kinds) {
    const shape = shapeOf(expression, { ...spans, [VARIABLE]: domain.whole });
    if (!shape.defined || !within(shape[aspect], ALLOWED[wanted])) continue;
    return { id, claim, outcome: 'holds', evidence: symbolic(joined(domain.wholeText, text), RULES) };
  }
}

const RULES = 'sign rules for derivatives of sums, products, powers, exp, log and max';

/** Proves the statement by bisection on every smooth piece, and by the jumps of the slope between them. */
function byPieces(given: Parameterised, question: SignQuestion): Statement | undefined {
  const { id, claim, expression, aspect, wanted, domain, quantity } = question;
  const pieces = piecesOf(expression, domain.bounded, given.parameters);
  if (aspect === 'curvature' && !seamsOf(pieces).every((seam) => jumps(given, seam, wanted))) return undefined;
  let boxes = 0;
  for (const piece of pieces) {
    const finding = certifySign(
      (box) => aspectOver(piece.expression, aspect, box),
      boxOf(given, piece.over),
      wanted,
      Math.max(LEAST_WORK, MOST_WORK / pieces.length),
    );
    if (finding.kind !== 'certified') return undefined;
    boxes += finding.boxes;
  }
  const corners = pieces.length === 1 ? '' : `, and the jumps of the slope between ${pieces.length} pieces`;
  const evidence = certified(
    whereOf(given, question),
    `enclosures of ${quantity} over ${boxes} ${boxes === 1 ? 'box' : 'boxes'}${corners}`,
  );
  return { id, claim, outcome: 'holds', evidence };
}

const [LEAST_WORK, MOST_WORK] = [500, 6000];

/** Tells if the slope is proven to jump the wanted way, or not at all. */
function jumps(given: Parameterised, seam: Seam, wanted: WantedSign): boolean {
  const jump = jumpOf(given.parameters, seam);
  if (jump === undefined) return false;
  return wanted === 'positive' || wanted === 'non-negative' ? jump.lower >= 0 : jump.upper <= 0;
}

/** Encloses the slope, also by its mean value form, or the curvature. */
function aspectOver(expression: CoreExpression, aspect: SignQuestion['aspect'], box: Box): Interval | undefined {
  const jet = jetOver(expression, box);
  if (jet === undefined || aspect === 'curvature') return jet?.second;
  const x = box[VARIABLE];
  if (x === undefined || x.lower === x.upper) return jet.first;
  const at = middleOfSide(x);
  const there = jetOver(expression, { ...box, [VARIABLE]: { lower: at, upper: at } });
  return there === undefined
    ? jet.first
    : meet(jet.first, sum(there.first, product(jet.second, difference(x, { lower: at, upper: at }))));
}

function whereOf(given: Parameterised, { domain, variable = VARIABLE }: EnclosureQuestion): string {
  return joined(`${variable} ∈ ${intervalText(domain.bounded)}`, parameterText(given));
}

/** Decides the sign of any quantity that can be enclosed over a box. */
export function byEnclosure(given: Parameterised, question: EnclosureQuestion, enclose: Quantity): Statement {
  const { id, claim, wanted, quantity, domain, variable = VARIABLE } = question;
  const box = boxOf(given, domain.bounded);
  const where = joined(`${variable} ∈ ${intervalText(domain.bounded)}`, parameterText(given));
  const finding = certifySign(enclose, box, wanted);
  switch (finding.kind) {
    case 'certified': {
      const reason = `enclosures of ${quantity} over ${finding.boxes} ${finding.boxes === 1 ? 'box' : 'boxes'}`;
      return { id, claim, outcome: 'holds', evidence: certified(where, reason) };
    }
    case 'fails':
      return {
        id,
        claim,
        outcome: 'fails',
        evidence: certified(where, `${quantity} is enclosed at a point`),
        witness: failurePoint(finding.witness, quantity, variable),
      };
    case 'open':
      return sampled(question, where, enclose, box);
  }
}

/** Tries points where nothing is proven; for a curvature also three in a row, on both sides of whatever is between them. */
function unsettled(given: Parameterised, question: SignQuestion): Statement {
  const { id, claim, expression, aspect, wanted, domain, variable = VARIABLE } = question;
  const [where, box] = [whereOf(given, question), boxOf(given, domain.bounded)];
  const chord = aspect === 'curvature' ? wrongChord(expression, box, wanted) : undefined;
  if (chord === undefined) return sampled(question, where, (at) => aspectOver(expression, aspect, at), box);
  const quantity = 'twice the value in the middle of x and y, minus the values there';
  const evidence = certified(where, 'the values at three points in a row are enclosed');
  return { id, claim, outcome: 'fails', evidence, witness: failurePoint(chord, quantity, variable) };
}

/** Finds two points whose chord lies on the wrong side of the value halfway between them. */
function wrongChord(expression: CoreExpression, box: Box, wanted: WantedSign): Witness | undefined {
  const isUp = wanted === 'positive' || wanted === 'non-negative';
  const valueAt = (at: Readonly<Record<string, number>>): Interval | undefined =>
    jetOver(expression, pointBox(at))?.value;
  for (let k = 0; k < SAMPLES / 2; k++) {
    const at = pointOf(box, k);
    const [x, y] = [at[VARIABLE], pointOf(box, k + SAMPLES)[VARIABLE]] as [number, number];
    // A dyadic share of both, so that the middle is exact.
    const [left, right] = [Math.fround(Math.min(x, y)), Math.fround(Math.max(x, y))];
    if (!Number.isFinite(left + right)) continue;
    const [one, middleOne, other] = [left, left / 2 + right / 2, right].map((place) =>
      valueAt({ ...at, [VARIABLE]: place }),
    );
    const range = box[VARIABLE] as Interval;
    if (one === undefined || middleOne === undefined || other === undefined) continue;
    if (!contains(range, left) || !contains(range, right)) continue;
    const excess = difference(product({ lower: 2, upper: 2 }, middleOne), sum(one, other));
    if (isUp ? excess.lower > 0 : excess.upper < 0) return { at: { ...at, [VARIABLE]: left, y: right }, value: excess };
  }
  return undefined;
}

/** Number of points tried where nothing is proven. */
const SAMPLES = 1000;

function sampled(question: EnclosureQuestion, where: string, enclose: Quantity, box: Box): Statement {
  const { id, claim, wanted, quantity, variable = VARIABLE } = question;
  let defined = 0;
  for (let k = 0; k < SAMPLES; k++) {
    const at = pointOf(box, k);
    const value = enclose(pointBox(at));
    if (value === undefined) continue;
    defined++;
    if (refutes(wanted, value)) {
      const witness = failurePoint({ at, value }, quantity, variable);
      return { id, claim, outcome: 'fails', evidence: certified(where, `${quantity} is enclosed at a point`), witness };
    }
  }
  const reason = `no contradiction at ${defined} points; intervals prove it on part of the domain only`;
  return {
    id,
    claim,
    outcome: defined === SAMPLES ? 'holds' : 'open',
    evidence: { grade: 'sampled', domain: where, reason },
  };
}

/** Returns the k-th point of a Kronecker sequence in the box; geometric on a side of positive numbers. */
function pointOf(box: Box, k: number): Record<string, number> {
  const shares = [0.6180339887498949, 0.7548776662466927, 0.8191725133961645, 0.8566748838545029];
  return Object.fromEntries(
    Object.entries(box).map(([name, { lower, upper }], side) => {
      const share = ((k + 0.5) * (shares[side % shares.length] as number)) % 1;
      const [least, most] = [Math.max(-Number.MAX_VALUE, lower), Math.min(Number.MAX_VALUE, upper)];
      const at = least > 0 ? least ** (1 - share) * most ** share : least + share * (most / 2 - least / 2) * 2;
      return [name, Number.isFinite(at) && contains({ lower, upper }, at) ? at : least];
    }),
  );
}

function failurePoint({ at, value }: Witness, quantity: string, variable: string): FailurePoint {
  const { [VARIABLE]: x = Number.NaN, ...parameters } = at;
  return { at: { [variable]: x, ...parameters }, quantity, value };
}

export function symbolic(domain: string, reason: string): Evidence {
  return { grade: 'symbolic', domain, reason };
}

export function certified(domain: string, reason: string): Evidence {
  return { grade: 'interval-certified', domain, reason };
}

export function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(', ');
}

export function intervalText({ lower, upper }: Interval): string {
  return `[${shortNumber(lower)}, ${shortNumber(upper)}]`;
}

/** Writes a number with four significant digits, enough for a domain in words. */
function shortNumber(x: number): string {
  return Number.isFinite(x) ? String(Number(x.toPrecision(4))) : x > 0 ? '∞' : '−∞';
}
