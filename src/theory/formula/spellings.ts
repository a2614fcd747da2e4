/**
 * Other spellings of what a formula has, as people type them from Python and from paper: those that are read, and for the rest what
 * to write.
 */
import { call, constant, difference, extreme, sum, type Expression } from './expression.js';
import { FUNCTIONS } from './formula.js';

/** Modules before a name, as in `torch.nn.functional.relu`: they say nothing more here. */
export const MODULES =
  '(?:(?:torch|nn|functional|F|numpy|np|jax|jnp|math|Math|tensorflow|tf|scipy|special|sympy|sp|autograd|anp|cupy|cp)\\.)*';

/** Functions of one argument that are made of others, node for node: `expm1(u)` is exp(u) − 1, which is computed as expm1. */
export const SHORTHANDS: Readonly<Record<string, (u: Expression) => Expression>> = {
  ln: (u) => call('log', u),
  log1p: (u) => call('log', sum(constant(1), u)),
  expm1: (u) => difference(call('exp', u), constant(1)),
  relu: (u) => extreme('max', [constant(0), u]),
};

/** Every function that a formula may be written with. */
export const READABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  ...Object.keys(FUNCTIONS),
  'pow',
  ...Object.keys(SHORTHANDS),
]);

/** Constants by name, each the double nearest to it; a parameter of the same name goes before. */
export const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI };

/** Advises what to write for a function that is not read. */
export function functionHint(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (Object.hasOwn(FUNCTION_HINTS, lower)) return FUNCTION_HINTS[lower];
  const same = [...READABLE_FUNCTIONS].find((one) => one === lower.replaceAll('_', ''));
  return same === undefined ? undefined : `write ${same}`;
}

/** Advises what to write for a symbol that is not known. */
export function symbolHint(name: string, known: Iterable<string>): string | undefined {
  if (Object.hasOwn(SYMBOL_HINTS, name)) return SYMBOL_HINTS[name];
  const same = [...known, ...Object.keys(CONSTANTS)].find((one) => one.toLowerCase() === name.toLowerCase());
  return same === undefined ? undefined : `write ${same}`;
}

/** Advises what to write where a function has another number of arguments. */
export function argumentHint(name: string, count: number): string | undefined {
  if ((name === 'max' || name === 'min') && count === 1) return `write ${name}(0, x) for the larger or smaller of two`;
  if (name === 'log' && count === 2) return 'it is the natural logarithm: write log(x)/log(2) for base 2';
  return name === 'softplus' && count > 1 ? 'write softplus(b*x)/b for another slope' : undefined;
}

const PERIODIC = 'no periodic function and no inverse of one is read; write what you mean with';
const STEPS = 'functions with steps have no slope: write max, min or abs';
const WHOLE = 'a formula is of one number, not of a vector: ψ is of the margin x of a pair, and φ of the sum of all ψ';
const NUMBER = 'write the number alone';

const FUNCTION_HINTS: Readonly<Record<string, string>> = {
  ...forAll(
    'sin cos tan sec csc cot asin acos atan atan2 arcsin arccos arctan arctan2 sinc',
    `${PERIODIC} exp, sqrt or abs`,
  ),
  ...forAll('erf erfc erfinv gelu', 'it is not read: write tanh or sigmoid for a shape like it'),
  ...forAll('lgamma gammaln digamma factorial', 'it is not read: there is no function of this kind'),
  sinh: 'write (exp(x) - exp(-x))/2',
  cosh: 'write (exp(x) + exp(-x))/2',
  ...forAll('asinh arcsinh', 'write log(x + sqrt(x^2 + 1))'),
  ...forAll('acosh arccosh', 'write log(x + sqrt(x^2 - 1))'),
  ...forAll('atanh arctanh', 'write log((1 + x)/(1 - x))/2'),
  ...forAll('clamp clip hardtanh', 'write min(b, max(a, x)) for x kept between a and b'),
  clamp_min: 'write max(a, x)',
  clamp_max: 'write min(a, x)',
  ...forAll('maximum fmax amax', 'write max(a, b)'),
  ...forAll('minimum fmin amin', 'write min(a, b)'),
  ...forAll('logsumexp logaddexp', 'write log(exp(a) + exp(b)), which does not overflow'),
  ...forAll('logsigmoid log_sigmoid log_expit', 'write -softplus(-x)'),
  ...forAll('expit logistic', 'write sigmoid(x)'),
  logit: 'write log(x/(1 - x))',
  ...forAll('loge natural_log', 'write log(x)'),
  log2: 'write log(x)/log(2)',
  ...forAll('log10 lg', 'write log(x)/log(10)'),
  exp2: 'write 2^x',
  exp10: 'write 10^x',
  ...forAll('square sqr sq', 'write x^2'),
  cube: 'write x^3',
  cbrt: 'write x^(1/3)',
  rsqrt: 'write 1/sqrt(x)',
  ...forAll('reciprocal inv', 'write 1/x'),
  ...forAll('power float_power', 'write pow(x, 2) or x^2'),
  ...forAll('neg negative', 'write -x'),
  add: 'write a + b',
  ...forAll('sub subtract', 'write a - b'),
  ...forAll('mul multiply', 'write a*b'),
  ...forAll('div divide true_divide', 'write a/b'),
  ...forAll('fabs absolute', 'write abs(x)'),
  hypot: 'write sqrt(a^2 + b^2)',
  ...forAll('leaky_relu leakyrelu', 'write max(0.01*x, x)'),
  prelu: 'write max(a*x, x)',
  relu6: 'write min(6, max(0, x))',
  elu: 'write max(0, x) + min(0, exp(x) - 1)',
  celu: 'write max(0, x) + min(0, exp(x) - 1)',
  selu: 'write 1.0507*(max(0, x) + 1.67326*min(0, exp(x) - 1))',
  ...forAll('silu swish', 'write x*sigmoid(x)'),
  mish: 'write x*tanh(softplus(x))',
  softsign: 'write x/(1 + abs(x))',
  ...forAll('hinge hinge_loss positive_part pos', 'write max(0, x)'),
  huber: 'write min(x^2/2, abs(x) - 1/2)',
  xlogy: 'write x*log(y)',
  ...forAll('sign sgn heaviside step floor ceil round trunc fmod mod remainder', STEPS),
  ...forAll('where if cond piecewise ifelse select', 'a formula has no cases: write max, min or abs'),
  ...forAll('softmax log_softmax sum mean prod norm dot matmul cross_entropy var std cumsum', WHOLE),
  ...forAll('tensor as_tensor array asarray float int constant float32 float64', NUMBER),
};

const SYMBOL_HINTS: Readonly<Record<string, string>> = {
  e: 'write exp(x) for e^x, exp(1) for the number',
  E: 'write exp(x) for E^x, exp(1) for the number',
  ...forAll('inf Inf infinity Infinity INFINITY', 'a formula has finite numbers only'),
  ...forAll('nan NaN', 'a formula has finite numbers only'),
  ...forAll('i j I', 'a formula has real numbers only'),
};

function forAll(names: string, hint: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, hint]));
}

/** Advice for characters that no formula has. */
export const CHARACTER_HINTS: Readonly<Record<string, string>> = {
  τ: 'write tau',
  ε: 'write eps',
  ϵ: 'write eps',
  α: 'write alpha',
  β: 'write beta',
  γ: 'write gamma',
  δ: 'write delta',
  λ: 'write lambda',
  μ: 'write mu',
  σ: 'write sigma',
  θ: 'write theta',
  π: 'write pi',
  ξ: 'write x: φ is a formula in x, which is ξ there',
  '·': 'write *',
  '⋅': 'write *',
  '∙': 'write *',
  '•': 'write *',
  '×': 'write *',
  '∗': 'write *',
  '÷': 'write /',
  '∕': 'write /',
  '−': 'write -',
  '–': 'write -',
  '—': 'write -',
  '²': 'write ^2',
  '³': 'write ^3',
  '⁻': 'write ^-',
  '½': 'write 1/2',
  '√': 'write sqrt(x)',
  '∞': 'a formula has finite numbers only',
  '|': 'write abs(x)',
  '[': 'write ( and )',
  ']': 'write ( and )',
  '{': 'write ( and )',
  '}': 'write ( and )',
  '\\': 'LaTeX is not read: write exp(x), sqrt(x), a/b',
  _: 'write the name or number without it: a name begins with a letter',
  '=': 'a formula assigns and compares nothing',
  '<': 'a formula compares nothing: write max, min or abs',
  '>': 'a formula compares nothing: write max, min or abs',
  '?': 'a formula has no cases: write max, min or abs',
  '%': 'a formula has no remainders and no percent: write 0.05 for 5 %',
  '!': 'a formula has no factorials',
  '\t': 'write a space',
  '\n': 'write the formula in one line',
  '\r': 'write the formula in one line',
  '\u00A0': 'write a plain space',
  '.': 'write log(x) for x.log(), and 5.0 or 5 for 5.',
};
