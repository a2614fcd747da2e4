/** Results of an analysis as tables, statements with their evidence and findings, for its page and the explorer. */
import { type Statement, witnessText } from '../../theory/analysis/statement.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import { GradeBadge } from '../views/badges.js';
import { TypesetLine } from '../views/typeset.js';
import { factsOf } from './analysis-facts.js';
import { SIGN_MARKS, type ConclusionRow, type ConclusionSign } from './conclusion.js';

export function StatementTable({ statements }: { readonly statements: readonly Statement[] }) {
  return (
    <table>
      <caption>Statements</caption>
      <thead>
        <tr>
          <th scope="col">Statement</th>
          <th scope="col">Outcome</th>
          <th scope="col">How it is known</th>
        </tr>
      </thead>
      <tbody>
        {statements.map((statement) => (
          <StatementRow key={statement.claim} {...statement} />
        ))}
      </tbody>
    </table>
  );
}

const OUTCOMES = { holds: ['holds', 'holds'], fails: ['refuted', 'fails'], open: ['broken', 'open'] } as const;

function StatementRow({ claim, outcome, evidence, witness }: Statement) {
  const [look, word] = OUTCOMES[outcome];
  return (
    <tr>
      <th scope="row">{claim}</th>
      <td>
        <span class={`badge ${look}`}>{word}</span>
      </td>
      <td>
        <GradeBadge grade={evidence.grade} /> {evidence.domain}: {evidence.reason}.
        {witness !== undefined && (
          <>
            <br />
            Fails at {witnessText(witness)}.
          </>
        )}
      </td>
    </tr>
  );
}

/** Shows the properties of a loss: the sign of each, what follows from a lack, and how it is known. */
export function ConclusionTable({ rows }: { readonly rows: readonly ConclusionRow[] }) {
  const hasFollowing = rows.some(({ follows }) => follows !== undefined);
  return (
    <table class="properties">
      <caption>Properties: ✓ good to have and it has it, ✗ it lacks it, · a neutral fact, ? undecided</caption>
      <thead>
        <tr>
          <th scope="col">Sign</th>
          <th scope="col">Property</th>
          {hasFollowing && <th scope="col">What follows</th>}
          <th scope="col">Known</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ sign, claim, follows, known }) => (
          <tr key={claim}>
            <td>
              <span class={`sign ${SIGN_LOOKS[sign]}`} role="img" aria-label={SIGN_NAMES[sign]}>
                {SIGN_MARKS[sign]}
              </span>
            </td>
            <th scope="row">{claim}</th>
            {hasFollowing && <td>{follows}</td>}
            <td>{known}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Colours of signs, as those of outcomes. */
export const SIGN_LOOKS: Readonly<Record<ConclusionSign, string>> = {
  has: 'holds',
  lacks: 'refuted',
  neutral: 'not-applicable',
  open: 'broken',
};

const SIGN_NAMES = { has: 'has it', lacks: 'lacks it', neutral: 'neutral', open: 'undecided' } as const;

export function FindingTable({ analysis }: { readonly analysis: LossAnalysis }) {
  return (
    <table class="facts">
      <caption>Findings</caption>
      <tbody>
        {factsOf(analysis).map(({ title, text, latex }) => (
          <tr key={`${title} ${text}`}>
            <th scope="row">{title}</th>
            <td>
              {latex === undefined ? (
                text
              ) : (
                <>
                  <TypesetLine text={`$${latex.formula}$`} />
                  {latex.rest}
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
