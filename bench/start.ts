/**
 * Processor time that commands take to start, above that of bare Node.js: the least of some runs, so that other work on the machine
 * counts little.
 *
 *   npm run bench:start -- [--runs 7] [--json]
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { wholeProgram } from '../src/faces/cli/program.js';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } },
});
const MAIN = path.resolve(import.meta.dirname, '../cli/alpha-cl.js');

interface Start {
  readonly command: string;
  /** Milliseconds of processor time above bare Node.js. */
  readonly above: number;
  readonly required: number;
}

const bare = least(['--eval', '0']);
const commands: readonly (readonly [args: readonly string[], required: number])[] = [
  [['--version'], 150],
  [['--help'], 150],
  ...(await wholeProgram()).commands.map((command) => [[command.name(), '--help'], 200] as const),
  [['analyse', '--loss', 'infonce'], 400],
];
const starts: Start[] = commands.map(([args, required]) => {
  const above = Math.round(least([MAIN, ...args]) - bare);
  return { command: ['alpha-cl', ...args].join(' '), above, required };
});
if (options.json) process.stdout.write(`${JSON.stringify({ bare, starts })}\n`);
else {
  process.stdout.write(`bare Node.js: ${Math.round(bare)} ms\n`);
  for (const { command, above, required } of starts) {
    process.stdout.write(`${command.padEnd(32)}${`+${above}`.padStart(6)} ms, at most ${required} are asked for\n`);
  }
}
if (starts.some(({ above, required }) => above > required)) process.exitCode = 1;

/** Returns the least milliseconds of processor time of some runs of Node.js, its threads included, as bash counts it. */
function least(args: readonly string[]): number {
  const timed = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2>&1';
  const times = Array.from({ length: Number(options.runs) }, () => {
    const { stderr } = spawnSync('bash', ['-c', timed, 'bash', process.execPath, ...args], { encoding: 'utf8' });
    const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
    return 1000 * (user + system);
  });
  return Math.min(...times);
}
