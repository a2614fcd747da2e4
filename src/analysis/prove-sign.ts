/** The sign of a formula's slope or curvature: by rules, else by intervals, else by points. */
import { contains, type Interval } from '../intervals/interval.js';
import { certifySign, type Quantity, type WantedSign, type Witness } from './certify-sign.js';
import { VARIABLE, type Expression } from './expression.js';
import { jetOver, type Box } from './interval-jet.js';
import {
  boxOf,
  givenSpans,
  parameterText,
  usualParameterText,
  usualSpans,
  type Domain,
  type LossFormulae,
} from './loss-formulae.js';
import { shapeOf } from './shape.js';
import type { Shape } from './shape-rules.js';
import { NEGATIVE, NON_NEGATIVE, NON_POSITIVE, POSITIVE, within, type Sign } from './sign.js';
import type { Evidence, Statement } from './statement.js';

export type Aspect = 'value' | 'slope' | 'curvature';

export interface SignQuestion {
  readonly id: string;
  readonly claim: string;
  /** In words, of what is enclosed: `ψ″(x)`. */
  readonly quantity: string;
  readonly expression: Expression;
  readonly aspect: Aspect;
  readonly wanted: WantedSign;
  readonly domain: Domain;
  /** What stands for x in texts: `ξ`. */
  readonly variable?: string;
}

const ALLOWED: Readonly<Record<WantedSign, Sign>> = {
  positive: POSITIVE,
  'non-negative': NON_NEGATIVE,
  negative: NEGATIVE,
  'non-positive': NON_POSITIVE,
};

export function proveSign(loss: LossFormulae, question: SignQuestion): Statement {
  return bySymbols(loss, question) ?? byIntervals(loss, question);
}

/** The statement if the rules prove it, for all the parameters of the paper or for those given. */
function bySymbols(loss: LossFormulae, question: SignQuestion): Statement | undefined {
  const { id, claim, expression, aspect, wanted, domain } = question;
  const kinds = [
    { spans: usualSpans(loss), text: usualParameterText(loss) },
    { spans: givenSpans(loss), text: parameterText(loss) },
  ];
  for (const { spans, text } of kinds) {
    const shape = shapeOf(expression, { ...spans, [VARIABLE]: domain.whole });
    if (!shape.defined || !within(aspectOf(shape, aspect), ALLOWED[wanted])) continue;
    return { id, claim, outcome: 'holds', evidence: symbolic(joined(domain.wholeText, text), RULES) };
  }
}

const RULES = 'sign rules for derivatives of sums, products, powers, exp, log and max';

/** By bisection on the bounded domain; open questions are tried at points. */
export function byIntervals(loss: LossFormulae, question: SignQuestion): Statement {
  const { expression, aspect } = question;
  return byEnclosure(loss, question, (box) => {
    const jet = jetOver(expression, box);
    return jet && { value: jet.value, slope: jet.first, curvature: jet.second }[aspect];
  });
}

export interface EnclosureQuestion {
  readonly id: string;
  readonly claim: string;
  readonly quantity: string;
  readonly wanted: WantedSign;
  readonly domain: Pick<Domain, 'bounded'>;
  readonly variable?: string;
}

/** The same for any quantity that can be enclosed over a box. */
export function byEnclosure(loss: LossFormulae, question: EnclosureQuestion, enclose: Quantity): Statement {
  const { id, claim, wanted, quantity, domain, variable = VARIABLE } = question;
  const box = boxOf(loss, domain.bounded);
  const where = joined(`${variable} ∈ ${intervalText(domain.bounded)}`, parameterText(loss));
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
    const value = enclose(Object.fromEntries(Object.entries(at).map(([name, x]) => [name, { lower: x, upper: x }])));
    if (value === undefined) continue;
    defined++;
    if (refuted(wanted, value)) {
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

function refuted(wanted: WantedSign, { lower, upper }: Interval): boolean {
  if (wanted === 'positive' || wanted === 'non-negative') return upper < 0 || (wanted === 'positive' && upper <= 0);
  return lower > 0 || (wanted === 'negative' && lower >= 0);
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

function failurePoint({ at, value }: Witness, quantity: string, variable: string): Statement['witness'] & {} {
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

function aspectOf(shape: Shape, aspect: Aspect): Sign {
  return aspect === 'value' ? shape.sign : shape[aspect];
}
