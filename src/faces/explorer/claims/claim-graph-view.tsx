/** The claims of a report as a graph of what rests on what: the border is the statement's outcome, the fill its evidence. */
import { useMemo, useState } from 'preact/hooks';
import { EVIDENCE_GRADES, GRADE_NAMES } from '../../../base/evidence-grades.js';
import { isNotable, OUTCOMES, OUTCOME_NAMES } from '../../../claims/outcome-words.js';
import { OutcomeSign } from '../../views/badges.js';
import type { ClaimLine } from '../../views/claim-detail.js';
import { ClaimPlaces } from '../../views/claim-places.js';
import { claimGraph, type ClaimNode } from '../../views/claim-graph.js';
import { outcomeClass } from '../../views/outcome-class.js';
import { TypesetLine } from '../../views/typeset.js';
import './claim-graph.css';
import { derivationAddress } from './claim-page.js';

export interface ClaimGraphViewProps {
  readonly claims: readonly ClaimLine[];
  readonly address: (id: string) => string;
}

/** Pixels of a node and between nodes. */
const NODE = { width: 146, height: 96, across: 24, down: 10 } as const;

const px = (length: number): string => `${length}px`;

const leftOf = ({ layer }: ClaimNode): number => layer * (NODE.width + NODE.across);
const topOf = ({ row }: ClaimNode): number => row * (NODE.height + NODE.down);

export function ClaimGraphView({ claims, address }: ClaimGraphViewProps) {
  const graph = useMemo(() => claimGraph(claims), [claims]);
  const [active, setActive] = useState<string>();
  const path = useMemo(() => {
    const node = graph.nodes.find(({ claim }) => claim.id === active);
    return node && new Set([node.claim, ...node.ancestors].map(({ id }) => id));
  }, [graph, active]);
  const width = graph.layers * (NODE.width + NODE.across) - NODE.across;
  const height = graph.rows * (NODE.height + NODE.down) - NODE.down;
  return (
    <>
      {graph.nodes.length === 0 ? (
        <p class="empty">No statement of this report rests on another that it holds.</p>
      ) : (
        <>
          <p>
            An arrow leads from a statement to one whose derivation uses it. Border: the outcome of the statement; fill:
            its evidence.
          </p>
          <Key claims={claims} />
          <div class="graph" role="region" aria-label="Graph of claims" tabIndex={0}>
            <div class={path === undefined ? 'nodes' : 'nodes traced'} style={{ width: px(width), height: px(height) }}>
              <svg width={width} height={height} aria-hidden="true">
                {graph.edges.map(({ from, to }) => (
                  <path
                    key={`${from.claim.id} ${to.claim.id}`}
                    class={path?.has(from.claim.id) === true && path.has(to.claim.id) ? 'on' : undefined}
                    d={edgePath(from, to)}
                  />
                ))}
              </svg>
              {graph.nodes.map((node) => (
                <a
                  key={node.claim.id}
                  href={address(node.claim.id)}
                  class={`node ${outcomeClass(node.claim.outcome)} ${node.claim.grade}${path?.has(node.claim.id) === true ? ' on' : ''}`}
                  style={{
                    left: px(leftOf(node)),
                    top: px(topOf(node)),
                    width: px(NODE.width),
                    height: px(NODE.height),
                  }}
                  onMouseEnter={() => setActive(node.claim.id)}
                  onMouseLeave={() => setActive(undefined)}
                  onFocus={() => setActive(node.claim.id)}
                  onBlur={() => setActive(undefined)}
                >
                  <span>
                    {isNotable(node.claim.outcome) && <OutcomeSign outcome={node.claim.outcome} />}{' '}
                    <TypesetLine text={node.claim.title} />
                    <span class="hidden">
                      : {node.claim.outcome}, {node.claim.grade}
                    </span>
                  </span>
                  {node.weakest !== undefined && <small>below: {node.weakest.grade}</small>}
                </a>
              ))}
            </div>
          </div>
          <h2>In words</h2>
          <ul class="rests">
            {graph.nodes.map((node) => (
              <li key={node.claim.id}>
                <a href={address(node.claim.id)}>
                  <TypesetLine text={node.claim.title} />
                </a>
                : {node.claim.outcome}, {node.claim.grade}.{' '}
                <RestsOn claim={node.claim} claims={claims} address={address} />
                {node.weakest !== undefined && (
                  <>
                    {' '}
                    Weakest below: <a href={address(node.weakest.id)}>{node.weakest.id}</a>, {node.weakest.grade}.
                  </>
                )}
                <Places claim={node.claim} />
              </li>
            ))}
          </ul>
        </>
      )}
      {graph.alone.length > 0 && (
        <>
          <h2>On their own</h2>
          <p>These rest on no other statement, and none rests on them.</p>
          <ul class="rests">
            {graph.alone.map((claim) => (
              <li key={claim.id}>
                <a href={address(claim.id)}>
                  <TypesetLine text={claim.title} />
                </a>
                : {claim.outcome}, {claim.grade}.
                <Places claim={claim} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Places({ claim }: { readonly claim: ClaimLine }) {
  return (
    <span class="source">
      <ClaimPlaces words={claim} derivation={derivationAddress(claim.id)} />
    </span>
  );
}

interface RestsOnProps extends ClaimGraphViewProps {
  readonly claim: ClaimLine;
}

function RestsOn({ claim, claims, address }: RestsOnProps) {
  const others = claims.filter(({ id }) => claim.restsOn?.includes(id) === true);
  if (others.length === 0) return <>Rests on no other.</>;
  return (
    <>
      Rests on{' '}
      {others.map(({ id }, k) => (
        <>
          {k > 0 && (k === others.length - 1 ? ' and ' : ', ')}
          <a key={id} href={address(id)}>
            {id}
          </a>
        </>
      ))}
      .
    </>
  );
}

/** Draws an arrow from the right side of a node to the left side of another. */
function edgePath(from: ClaimNode, to: ClaimNode): string {
  const [x, y] = [leftOf(from) + NODE.width, topOf(from) + NODE.height / 2];
  const [u, v] = [leftOf(to), topOf(to) + NODE.height / 2];
  const bend = NODE.across;
  return `M${x},${y}C${x + bend},${y} ${u - bend},${v} ${u},${v}m-5,-3l5,3l-5,3`;
}

function Key({ claims }: { readonly claims: readonly ClaimLine[] }) {
  const outcomes = OUTCOME_NAMES.filter((name) => claims.some(({ outcome }) => outcome === name));
  const grades = GRADE_NAMES.filter((name) => claims.some(({ grade }) => grade === name));
  return (
    <ul class="graph-key">
      {outcomes.map((outcome) => (
        <li key={outcome} title={OUTCOMES[outcome].meaning}>
          <span class={`node ${outcomeClass(outcome)}`} aria-hidden="true" /> {outcome}
        </li>
      ))}
      {grades.map((grade) => (
        <li key={grade} title={EVIDENCE_GRADES[grade].meaning}>
          <span class={`node plain ${grade}`} aria-hidden="true" /> {grade}
        </li>
      ))}
    </ul>
  );
}
