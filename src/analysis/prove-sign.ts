/** The sign of a formula's slope or curvature: by rules, else by intervals, else by points. */
import { contains, type Interval } from '../intervals/interval.js';
import { certifySign, refutes, type Quantity, type WantedSign, type Witness } from './certify-sign.js';
import { VARIABLE, type Expression } from './expression.js';
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
import { shapeOf } from './shape.js';
import { NEGATIVE, NON_NEGATIVE, NON_POSITIVE, POSITIVE, within, type Sign } from './sign.js';
import type { Evidence, FailurePoint, Statement } from './statement.js';

export interface EnclosureQuestion {
  readonly id: string;
  readonly claim: string;
  /** In words, of what is enclosed: `ψ″(x)`. */
  readonly quantity: string;
  readonly wanted: WantedSign;
  readonly domain: Pick<Domain, 'bounded'>;
  /** What stands for x in texts: `ξ`. */
  readonly variable?: string;
}

/** The sign of an expression's derivative by x, or of its second. */
export interface SignQuestion extends EnclosureQuestion {
  readonly expression: Expression;
  readonly aspect: 'slope' | 'curvature';
  readonly domain: Domain;
}

const ALLOWED: Readonly<Record<WantedSign, Sign>> = {
  positive: POSITIVE,
  'non-negative': NON_NEGATIVE,
  negative: NEGATIVE,
  'non-positive': NON_POSITIVE,
};

export function proveSign(given: Parameterised, question: SignQuestion): Statement {
  return bySymbols(given, question) ?? byIntervals(given, question);
}

/** The statement if the rules prove it, for all the parameters of the paper or for those given. */
function bySymbols(given: Parameterised, question: SignQuestion): Statement | undefined {
  const { id, claim, expression, aspect, wanted, domain } = question;
  const kinds = [
    { spans: usualSpans(given), text: usualParameterText(given) },
    { spans: givenSpans(given), text: parameterText(given) },
  ];
  for (const { spans, text } of kinds) {
    const shape = shapeOf(expression, { ...spans, [VARIABLE]: domain.whole });
    if (!shape.defined || !within(shape[aspect], ALLOWED[wanted])) continue;
    return { id, claim, outcome: 'holds', evidence: symbolic(joined(domain.wholeText, text), RULES) };
  }
}

const RULES = 'sign rules for derivatives of sums, products, powers, exp, log and max';

/** By bisection on the bounded domain; open questions are tried at points. */
export function byIntervals(given: Parameterised, question: SignQuestion): Statement {
  const { expression, aspect } = question;
  return byEnclosure(given, question, (box) => {
    const jet = jetOver(expression, box);
    return jet && { slope: jet.first, curvature: jet.second }[aspect];
  });
}

/** The same for any quantity that can be enclosed over a box. */
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

/** Points tried where nothing is proven. */
const SAMPLES = 2000;

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

/** The k-th point of a Kronecker sequence in the box; geometric where a side spans decades. */
function pointOf(box: Box, k: number): Record<string, number> {
  const shares = [0.6180339887498949, 0.7548776662466927, 0.8191725133961645, 0.8566748838545029];
  return Object.fromEntries(
    Object.entries(box).map(([name, { lower, upper }], side) => {
      const share = ((k + 0.5) * (shares[side % shares.length] as number)) % 1;
      const at = lower > 0 ? lower * (upper / lower) ** share : lower + share * (upper - lower);
      return [name, contains({ lower, upper }, at) ? at : lower];
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

/** Four significant digits: enough for a domain in words. */
function shortNumber(x: number): string {
  return Number.isFinite(x) ? String(Number(x.toPrecision(4))) : x > 0 ? '∞' : '−∞';
}
