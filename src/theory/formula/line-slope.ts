/**
 * The derivative of a straight line, as a straight line again.
 *
 * A formula's derivative that is written out (differentiate.ts) is what a person reads; what is computed is made of the steps,
 * since these are already in the log domain: (1 + eᵘ)eᵘ − e²ᵘ overflows from u = 355 on and keeps no digit below, where
 * sigmoid(u)·sigmoid(−u) says the same.
 */
import { StepList, type LineStep, type Operand, type StepOperation, type StraightLine } from './straight-line.js';

/**
 * ∂line/∂x. Where it jumps: at the corner of max(a, b) and min(a, b) the slope of b, of max(a, 0) and max(0, a) that of 0, and
 * 0 at that of abs; the slopes that `differentiate` has.
 */
export function slopeOfLine({ steps, result }: StraightLine): StraightLine {
  const writer = new SlopeWriter();
  for (const one of steps) writer.take(one);
  return { steps: writer.steps, result: writer.slopeOf(result) };
}

/** Steps of a line, each followed by its slope. */
class SlopeWriter {
  readonly #list = new StepList();
  readonly #values: Operand[] = [];
  readonly #slopes: Operand[] = [];

  get steps(): readonly LineStep[] {
    return this.#list.steps;
  }

  take({ operation, operands }: LineStep): void {
    const values = operands.map((operand) => this.#valueOf(operand));
    const slopes = operands.map((operand) => this.slopeOf(operand));
    const value = this.#list.add(operation, ...values);
    this.#values.push(value);
    this.#slopes.push(slopes.every((slope) => slope === 0) ? 0 : this.#slope(operation, value, values, slopes));
  }

  slopeOf(operand: Operand): Operand {
    if (typeof operand === 'number') return 0;
    return operand === 'x' ? 1 : (this.#slopes[operand.step] ?? Number.NaN);
  }

  #valueOf(operand: Operand): Operand {
    return typeof operand === 'object' ? (this.#values[operand.step] ?? Number.NaN) : operand;
  }

  #slope(operation: StepOperation, value: Operand, values: readonly Operand[], slopes: readonly Operand[]): Operand {
    const [a = Number.NaN, b = Number.NaN] = values;
    const [da = 0, db = 0] = slopes;
    switch (operation) {
      case 'sum':
        return this.#sum(da, db);
      case 'difference':
        return this.#difference(da, db);
      case 'negative':
        return this.#negative(da);
      case 'product':
        return this.#sum(this.#product(da, b), this.#product(a, db));
      case 'quotient':
        return this.#slopeOfQuotient(a, b, da, db);
      case 'power':
        return this.#slopeOfPower(value, a, b, da, db);
      case 'exp':
        return this.#product(value, da);
      case 'expm1':
        return this.#product(this.#list.add('exp', a), da);
      case 'log':
        return this.#quotient(da, a);
      case 'log1p':
        return this.#quotient(da, this.#sum(1, a));
      case 'sqrt':
        return this.#quotient(da, this.#product(2, this.#list.add('sqrt', this.#withoutFloor(a))));
      case 'abs':
        return this.#product(this.#list.add('sign', a), da);
      case 'max':
      case 'min':
        return this.#slopeOfExtreme(operation, values, slopes);
      case 'tanh': {
        // 1 − tanh² keeps no digit from |a| = 20 on.
        const twice = this.#product(2, a);
        return this.#product(this.#product(4, this.#bell(twice)), da);
      }
      case 'sigmoid':
        return this.#product(this.#bell(a), da);
      case 'softplus':
        return this.#product(this.#list.add('sigmoid', a), da);
      case 'logAddExp': {
        const gap = this.#difference(a, b);
        const [share, rest] = [this.#list.add('sigmoid', gap), this.#list.add('sigmoid', this.#negative(gap))];
        return this.#sum(this.#product(share, da), this.#product(rest, db));
      }
      case 'step':
      case 'sign':
        return 0;
    }
  }

  /** σ(u)σ(−u), the slope of σ. */
  #bell(u: Operand): Operand {
    return this.#product(this.#list.add('sigmoid', u), this.#list.add('sigmoid', this.#negative(u)));
  }

  /** (a′b − ab′)/b², with b divided by twice: b² overflows sooner. */
  #slopeOfQuotient(a: Operand, b: Operand, da: Operand, db: Operand): Operand {
    if (db === 0) return this.#quotient(da, b);
    const across = this.#difference(this.#product(da, b), this.#product(a, db));
    return this.#quotient(this.#quotient(across, b), b);
  }

  #slopeOfPower(value: Operand, a: Operand, b: Operand, da: Operand, db: Operand): Operand {
    const base = typeof b === 'number' && b >= 1 ? a : this.#withoutFloor(a);
    const ofBase = da === 0 ? 0 : this.#product(this.#product(b, this.#power(base, this.#difference(b, 1))), da);
    // Only an exponent with the variable in it asks for log a, which a base below 0 has not.
    return db === 0 ? ofBase : this.#sum(ofBase, this.#product(this.#product(value, this.#list.add('log', a)), db));
  }

  /** |w| for max(0, w): the same where its slope is not 0, and where it is 0, no power of it is infinite. */
  #withoutFloor(operand: Operand): Operand {
    const made = typeof operand === 'object' ? this.#list.steps[operand.step] : undefined;
    if (made?.operation !== 'max' || made.operands.length !== 2 || !made.operands.includes(0)) return operand;
    return this.#list.add('abs', made.operands.find((other) => other !== 0) ?? 0);
  }

  /** The slope of max(a, b, …) = max(a, max(b, …)), and of min likewise. */
  #slopeOfExtreme(operation: 'max' | 'min', values: readonly Operand[], slopes: readonly Operand[]): Operand {
    const [a = Number.NaN, ...rest] = values;
    const [da = 0, ...others] = slopes;
    if (rest.length === 0) return da;
    const b = rest.length === 1 ? (rest[0] ?? Number.NaN) : this.#list.add(operation, ...rest);
    const db = this.#slopeOfExtreme(operation, rest, others);
    /** 1 where u decides against v, and 0 where they are equal. */
    const wins = (u: Operand, v: Operand): Operand =>
      this.#list.add('step', operation === 'max' ? this.#difference(u, v) : this.#difference(v, u));
    if (da === 0) return this.#product(db, wins(b, a));
    return this.#sum(db, this.#product(this.#difference(da, db), wins(a, b)));
  }

  #sum(a: Operand, b: Operand): Operand {
    return a === 0 ? b : b === 0 ? a : this.#list.add('sum', a, b);
  }

  #difference(a: Operand, b: Operand): Operand {
    return b === 0 ? a : a === 0 ? this.#negative(b) : this.#list.add('difference', a, b);
  }

  #product(a: Operand, b: Operand): Operand {
    if (a === 0 || b === 0) return 0;
    return a === 1 ? b : b === 1 ? a : this.#list.add('product', a, b);
  }

  #quotient(a: Operand, b: Operand): Operand {
    return a === 0 ? 0 : b === 1 ? a : this.#list.add('quotient', a, b);
  }

  #power(a: Operand, exponent: Operand): Operand {
    return exponent === 0 ? 1 : exponent === 1 ? a : this.#list.add('power', a, exponent);
  }

  #negative(a: Operand): Operand {
    return a === 0 ? 0 : this.#list.add('negative', a);
  }
}
