/**
 * Finds changes that give a loss of the paper's family what it lacks. Each is tried by analysing the changed loss: it is offered if a
 * property that fails is proven for it, and no good one that was proven is lost.
 */
import { call, symbol, VARIABLE } from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import { parseFormula } from '../formula/parse-formula.js';
import type { LossFormulae } from '../losses/loss-formulae.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Interval } from '../algebra/interval.js';
import { analyseLoss, type LossAnalysis } from './analyse-loss.js';
import type { Condition } from './conditions.js';
import { lackingGood, provenGood } from './good-properties.js';
import { inPlaceOf, mendedForms } from './mended-forms.js';
import type { Statement } from './statement.js';

/** A change of a loss that proves what failed. */
export interface Change<Formulae> {
  /** The change in words: `ψ with softplus(c*x) in place of sigmoid(c*x)`. */
  readonly words: string;
  readonly formulae: Formulae;
  /** The ids of the statements that fail for the loss and are proven for the changed one. */
  readonly proves: readonly string[];
}

/** A change that is not tried yet. */
export type Candidate<Formulae> = Pick<Change<Formulae>, 'words' | 'formulae'>;

/** The options of a search for changes. */
export interface ChangeSearch {
  /** Conditions on parameters that are proven: values at which a property holds are tried first. */
  readonly conditions?: readonly Condition[];
  /** Tells if the search is to stop; what was found until then is returned. */
  readonly isOver?: () => boolean;
}

type FamilyFormulae = Required<LossFormulae<number | Interval>>;

/** Finds changes of a loss of the paper's family. */
export function changesOf(
  formulae: FamilyFormulae,
  analysis: LossAnalysis,
  { conditions = [], isOver }: ChangeSearch = {},
): Change<FamilyFormulae>[] {
  const analyse = (changed: FamilyFormulae): readonly Statement[] => analyseLoss(changed).statements;
  return provenChanges(analysis.statements, candidatesOf(formulae, conditions), analyse, isOver);
}

/** Tries candidates in order, as long as something fails that no change proves yet. */
export function provenChanges<Formulae>(
  statements: readonly Statement[],
  candidates: readonly Candidate<Formulae>[],
  analyse: (formulae: Formulae) => readonly Statement[] | undefined,
  isOver: () => boolean = () => false,
): Change<Formulae>[] {
  const left = new Set(lackingGood(statements));
  const had = provenGood(statements);
  const found: Change<Formulae>[] = [];
  for (const { words, formulae } of candidates.slice(0, MOST_TRIED)) {
    if (left.size === 0 || isOver()) break;
    const proven = provenGood(tried(() => analyse(formulae)) ?? []);
    const proves = lackingGood(statements).filter((id) => proven.has(id));
    if (!proves.some((id) => left.has(id)) || ![...had].every((id) => proven.has(id))) continue;
    found.push({ words, formulae, proves });
    for (const id of proves) left.delete(id);
  }
  return found;
}

/** An analysis takes about a tenth of a second. */
const MOST_TRIED = 10;

/** Returns undefined for what is no loss that can be analysed. */
function tried<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

/** Returns the values of parameters that conditions name, where the property fails at the given ones. */
export function valuesTried<Formulae extends { readonly parameters: Readonly<Record<string, number | Interval>> }>(
  formulae: Formulae,
  conditions: readonly Condition[],
): Candidate<Formulae>[] {
  return conditions.flatMap(({ parameter, holds }) => {
    const now = formulae.parameters[parameter];
    if (typeof now !== 'number' || (holds.lower <= now && now <= holds.upper)) return [];
    const value = now < holds.lower ? holds.lower : holds.upper;
    const words = `${parameter} = ${value} in place of ${now}`;
    return [{ words, formulae: { ...formulae, parameters: { ...formulae.parameters, [parameter]: value } } }];
  });
}

function candidatesOf(formulae: FamilyFormulae, conditions: readonly Condition[]): Candidate<FamilyFormulae>[] {
  const names = Object.keys(formulae.parameters);
  const [phi, psi] = [parseFormula(formulae.phi, names, 'φ'), parseFormula(formulae.psi, names, 'ψ')].map(
    ({ expression }) => expression,
  ) as [Parameters<typeof mendedForms>[0], Parameters<typeof mendedForms>[0]];
  const raised = call('exp', psi);
  const ofPsi = [
    ...mendedForms(psi).map((mended) => ({ words: `ψ with ${mended.words}`, expression: mended.expression })),
    { words: `ψ with ${inPlaceOf(raised, psi)}`, expression: raised },
  ].map(({ words, expression }) => ({ words, formulae: { ...formulae, psi: formulaOf(expression).text } }));
  const straight = symbol(VARIABLE);
  const isStraight = phi.kind === 'symbol';
  const ofPhi = [
    ...mendedForms(phi).map((mended) => ({ words: `φ with ${mended.words}`, expression: mended.expression })),
    ...(isStraight ? [] : [{ words: `φ(ξ) = ξ in place of ${formulae.phi}`, expression: straight }]),
  ].map(({ words, expression }) => ({ words, formulae: { ...formulae, phi: formulaOf(expression).text } }));
  const both = isStraight
    ? []
    : ofPsi.map(({ words, formulae: changed }) => ({
        words: `φ(ξ) = ξ, and ${words}`,
        formulae: { ...changed, phi: VARIABLE },
      }));
  return [...valuesTried(formulae, conditions), ...ofPsi, ...ofPhi, ...both].map(withUsedParameters);
}

/** Leaves out the parameters that no formula uses any more. */
function withUsedParameters({ words, formulae }: Candidate<FamilyFormulae>): Candidate<FamilyFormulae> {
  const { phi, psi, parameters } = formulae;
  const isUsed = (name: string): boolean => new RegExp(String.raw`\b${name}\b`).test(`${phi} ${psi}`);
  return {
    words,
    formulae: { phi, psi, parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => isUsed(name))) },
  };
}
