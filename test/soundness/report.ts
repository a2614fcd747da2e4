/** What a run of the fuzz found, as text: counts, shares, and contradictions by kind, those with the shortest formulae first. */
import type { Contradiction, Counts } from './fuzz.js';

export function reportOf({
  seed,
  counts,
  contradictions,
  most = 12,
}: {
  readonly seed: number;
  readonly counts: Counts;
  readonly contradictions: readonly Contradiction[];
  /** Of each kind that are written out. */
  readonly most?: number;
}): string {
  const share = (part: number, whole: number): string => (whole === 0 ? '—' : `${((100 * part) / whole).toFixed(1)} %`);
  const lines = [
    `seed ${seed}: ${counts.losses} losses, ${counts.refused} refused`,
    `${counts.statements} statements: ${counts.proven} proven, ${counts.refuted} refuted, ${counts.abstained} abstained`,
    counts.decided === 0
      ? `proven or refuted: ${share(counts.proven + counts.refuted, counts.statements)}`
      : `decided by dense evaluation: ${counts.decided}, of these proven or refuted: ${counts.decidedAndSettled} (${share(counts.decidedAndSettled, counts.decided)})`,
    ...Object.entries(counts.shares).map(
      ([id, [all, settled]]) => `  ${id}: ${settled} of ${all} (${share(settled, all)})`,
    ),
    `contradictions: ${contradictions.length}`,
  ];
  const groups = new Map<string, Contradiction[]>();
  for (const one of contradictions) groups.set(kindOf(one), [...(groups.get(kindOf(one)) ?? []), one]);
  for (const [kind, all] of [...groups].toSorted(([, a], [, b]) => b.length - a.length)) {
    lines.push('', `## ${kind}: ${all.length}`);
    for (const { seed: of, index, loss, why } of all.toSorted((a, b) => a.loss.length - b.loss.length).slice(0, most)) {
      lines.push(`- ${loss} (seed ${of}, index ${index})`, `    ${why}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function kindOf({ id, said, grade }: Contradiction): string {
  return `${id} ${said.startsWith('[') ? '' : said} (${grade})`;
}
