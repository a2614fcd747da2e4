/** Table of the engines of this machine, for the terminal. */
import type { EngineProbe } from '../../training/engines/probe-engine.js';
import { formatNumber } from '../../base/format-number.js';
import { left, right, textTable } from './text-table.js';

export type EngineFinding = EngineProbe & { readonly name: string };

/** Writes a table of all engines, then the obstacles of those that do not work or are slow, and commands that help. */
export function engineTable(findings: readonly EngineFinding[]): string {
  const table = textTable(
    [left('engine'), left('works'), right('speed', 'images/s'), left('device')],
    findings.map((finding) => ({
      engine: finding.name,
      works: finding.works ? '✔ yes' : '✘ no',
      speed: finding.works ? formatNumber(finding.imagesPerSecond) : '–',
      device: finding.works ? finding.device : '–',
    })),
  );
  return `${table}\n${findings.map(advice).join('')}`;
}

function advice(finding: EngineFinding): string {
  if (!finding.works) return `\n${finding.name}: ${finding.reason}\n  to mend it: ${finding.remedy}\n`;
  return finding.hint === undefined ? '' : `\n${finding.name}: ${finding.hint}\n`;
}
