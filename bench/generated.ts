/**
 * Generated code for PyTorch on a torch of your own: half precision against float64 (N = 512, τ = 0.01), and, where torch has it,
 * `torch.compile` against the same code as it stands (float64, N = 64).
 *
 *   npm run bench:generated -- [--python PATH]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writableImportances } from '../src/theory/code/alpha-cl-formulae.js';
import { alphaSubject, namedSubject } from '../src/theory/code/chosen-subject.js';
import { generateCode } from '../src/theory/code/generate-code.js';
import { distanceLossNames } from '../src/theory/distance-losses/named-distance-losses.js';
import { spawnedJson } from './spawned.js';

const { values: options } = parseArgs({ options: { python: { type: 'string', default: '/usr/bin/python3' } } });
const SCRIPT = path.resolve(import.meta.dirname, '../../bench/generated.py');

const folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-generated-'));
try {
  const subjects = [
    ...distanceLossNames().map((name) => ({
      ...namedSubject(name, {}),
      command: `alpha-cl generate pytorch --loss ${name}`,
    })),
    ...writableImportances().map((name) => ({
      ...alphaSubject({ name }),
      name: `alpha-cl-${name}`,
      command: `alpha-cl generate pytorch --alpha ${name}`,
    })),
  ];
  for (const subject of subjects)
    writeFileSync(path.join(folder, `${subject.name}.py`), generateCode('pytorch', subject));
  const { torch, losses } = spawnedJson(options.python, [SCRIPT, folder]) as {
    readonly torch: string;
    readonly losses: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  process.stdout.write(`torch ${torch}, ${Object.keys(losses).length} losses; the largest error of each kind\n`);
  const kinds = new Set(Object.values(losses).flatMap((errors) => Object.keys(errors)));
  for (const kind of kinds) {
    const errors = Object.entries(losses).map(([name, found]) => ({ name, error: found[kind] ?? Number.NaN }));
    const { name, error } = errors.toSorted((a, b) => b.error - a.error)[0] ?? { name: '', error: Number.NaN };
    process.stdout.write(`${kind.padEnd(18)}${error.toExponential(1).padStart(8)}  ${name}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
