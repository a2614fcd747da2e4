/** docs/not-claimed.md: words by hand, and a table from the claims and the instances that they draw. */
import fc from 'fast-check';
import { CHAPTERS } from '../../proofs-checks/index.js';
import type { Claim } from '../../src/claims/claim.js';
import type { Grade } from '../../src/claims/grade.js';
import { streamsOf } from '../../src/claims/streams.js';
import type { Matrix } from '../../src/theory/algebra/matrix.js';

/** Instances that each stream of a claim draws. */
const DRAWN = 16;

/** How far a claim of each grade goes. */
const REACH: Readonly<Record<Grade['kind'], readonly [proven: string, notProven: string]>> = {
  exact: [
    'the identity at one size, up to a probability below 10⁻¹⁷⁰⁰ at 100 instances; the library’s float64 code within rounding at the sizes drawn',
    'the identity at other sizes',
  ],
  symbolic: [
    'the property of every named loss, on the whole domain that is stated; the code that computes it within rounding on the instances drawn',
    'losses that are not named',
  ],
  'interval-certified': ['the inequality on each instance that was drawn, rounding included', 'instances not drawn'],
  sampled: ['nothing: each instance that was drawn is within the derived bound', 'the statement on any instance'],
};

export function notClaimedPage(): string {
  const claims = CHAPTERS.flatMap((chapter) => chapter.claims);
  const count = (kind: Grade['kind']): number => claims.filter(({ grade }) => grade.kind === kind).length;
  const grades = Object.entries(REACH) as [Grade['kind'], readonly [string, string]][];
  return `# What is not claimed

"Holds" means that a check which can fail did not, on the instances it was given. This page says where that ends. The table of claims is
generated (\`npm run docs:not-claimed\`).

## Quantifiers

Statements begin with "for every": every loss, every α, every network, every start. A check meets them on drawn instances, all small:

| evidence | claims | proven | not proven |
| --- | --: | --- | --- |
${grades.map(([kind, [proven, notProven]]) => `| ${kind} | ${count(kind)} | ${proven} | ${notProven} |\n`).join('')}
- **For every size**: no check proves it. [The mathematics](mathematics.md) derives statements by hand for every size, and nothing checks a
  derivation but the instances. The largest matrices that are drawn stand below.
- **Almost every start, open sets**: tried by random starts, never proven by a measure.
- **A condition is needed**: there is a counterexample without it, smallest among those that shrinking found. It is not said that the condition
  is the weakest, nor that the counterexample is the smallest there is.
- **False as stated**: a counterexample to the words of the paper, as quoted on the claim's page. The authors may have meant a narrower statement.
- **All counterfeits refuted**: the check notices these mistakes. There may be others that it does not notice.

## Beyond the theory

- The statements on where ascent ends are about linear networks and networks of two layers, with α held fixed or chosen in turn. None is about
  the ResNets that \`alpha-cl train\` trains.
- Claims on real images take a few images of a data set as instances. They say nothing about the accuracy of a trained encoder.
- A property that \`alpha-cl analyse\` proves is proven for all parameters or margins that it names, by rules of calculus or in interval
  arithmetic; "sampled" properties are not proven, and where neither a proof nor a counterexample was found it says so. A loss with good properties need not train well:
  [what a ranking by theory is worth](results/discover.md).
- Tables of trained losses are of small networks, subsets, few epochs and three to five seeds. An interval that holds 0 shows no difference, and is not
  proof of equality. Nothing is said about the settings of the papers, unless a row was trained in that setting.
- \`alpha-cl inspect\` draws anchors where there are many rows, and gives error bars for what it draws. Its advice follows rules that it names; that
  the advice improves a training is not claimed.
- Generated code is compared with float64 on the cases that [development.md](development.md#speed) names.

## Claims

The largest matrix in ${DRAWN} instances of each claim (of each named loss, where losses draw their own), by its entries; "–" where an instance is numbers alone,
from which the check makes its matrices. [Findings](findings.md) were made of 1,000 instances a claim.

${CHAPTERS.map(({ title, claims: those }) => `| ${title} | evidence | largest matrix |\n| --- | --- | --: |\n${those.map(row).join('')}`).join('\n')}`;
}

function row(claim: Claim): string {
  const largest = largestMatrix(claim);
  const size = largest === undefined ? '–' : `${largest.rows} × ${largest.columns}`;
  return `| [${claim.id}](findings.md#${claim.id}) | ${claim.grade.kind} | ${size} |\n`;
}

function largestMatrix({ instances }: Claim): Matrix | undefined {
  const drawn = streamsOf(instances).flatMap((stream) => fc.sample(stream.instances, { seed: 1, numRuns: DRAWN }));
  return drawn.flatMap(matricesIn).toSorted((a, b) => b.rows * b.columns - a.rows * a.columns)[0];
}

function isMatrix(value: unknown): value is Matrix {
  return typeof value === 'object' && value !== null && 'rows' in value && 'columns' in value && 'data' in value;
}

/** Finds the matrices in an instance, at any depth. */
function matricesIn(value: unknown): Matrix[] {
  if (isMatrix(value)) return [value];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(matricesIn);
}
