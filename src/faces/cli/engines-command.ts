/** `alpha-cl engines`: the engines that work on this machine, their device and speed, and the reasons why others do not work. */
import { Command } from 'commander';
import { withHelp, type HelpPage } from './command-help.js';
import { ENGINES } from '../../training/engines/available-engines.js';
import { probeEngine } from '../../training/engines/probe-engine.js';
import { engineTable, type EngineFinding } from './engine-table.js';

interface EnginesOptions {
  readonly json?: true;
}

export function enginesCommand(): Command {
  return withHelp(
    new Command('engines').option('--json', 'print the list as JSON on standard output').action(engines),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'Each engine is tried in a process of its own: a small step is checked, then timed. That takes some seconds. The speed is ' +
      'that of a small convolutional step, to compare engines with each other; --engine auto takes the fastest.',
  ],
  examples: ['alpha-cl engines', 'alpha-cl engines --json'],
  exitCodes: { 0: 'listed', 2: 'bad usage' },
};

async function engines({ json }: EnginesOptions): Promise<void> {
  const findings: EngineFinding[] = [];
  // One after the other: they would slow each other down.
  for (const kind of ENGINES) findings.push({ name: kind.name, ...(await probeEngine(kind)) });
  process.stdout.write(json === true ? `${JSON.stringify({ engines: findings })}\n` : engineTable(findings));
}
