/** `alpha-cl engines`: the engines that work on this machine, their device and speed, and the reasons why others do not work. */
import { Command } from 'commander';
import { formatNumber } from '../../base/format-number.js';
import { ENGINES } from '../../training/engines/available-engines.js';
import type { EngineOptions } from '../../training/engines/engine-kind.js';
import { probeEngine, type EngineProbe } from '../../training/engines/probe-engine.js';
import { withHelp, type HelpPage } from './command-help.js';
import { left, right, textTable } from './text-table.js';

interface EnginesOptions extends EngineOptions {
  readonly json?: true;
}

type EngineFinding = EngineProbe & { readonly name: string };

export function enginesCommand(): Command {
  return withHelp(
    new Command('engines')
      .option('--device <name>', 'device of the engine pytorch: auto, cpu, mps, cuda:0')
      .option('--python <path>', 'path of the Python of the engine pytorch')
      .option('--json', 'print the list as JSON on standard output')
      .action(engines),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'Each engine is tried in a process of its own: a small step is checked, then timed. That takes some seconds. The speed is ' +
      'that of a small convolutional step, to compare engines with each other; --engine auto takes the first that works, unless a later one is at least twice as fast.',
  ],
  examples: [
    'alpha-cl engines',
    'alpha-cl engines --json',
    'alpha-cl engines --python venv/bin/python --device cuda:0',
  ],
  exitCodes: { 0: 'listed', 2: 'bad usage' },
};

async function engines({ json, ...options }: EnginesOptions): Promise<void> {
  const findings: EngineFinding[] = [];
  // One after the other: they would slow each other down.
  for (const kind of ENGINES) findings.push({ name: kind.name, ...(await probeEngine(kind, options)) });
  process.stdout.write(json === true ? `${JSON.stringify({ engines: findings })}\n` : engineTable(findings));
}

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
