/** Generated code in single and half precision, and with products in TF32, against float64 of the same inputs. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { alphaClFormulae } from '../../../src/theory/code/alpha-cl-formulae.js';
import { distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { distanceLossNames, namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { codeFolder, python, WITHOUT, writtenCode } from './generated-code.js';

/** α of which a search by halves makes the sum 1. */
const LEVELLED = ['power', 'square'] as const;

it.skipIf(WITHOUT.pytorch)(
  'of every named loss is within 1e-5 of float64 at τ = 0.01 and 512 samples, with products in TF32 too',
  () => {
    const folder = codeFolder();
    const losses = Object.fromEntries([
      ...distanceLossNames().map((name) => [name, namedDistanceLoss(name)] as const),
      ...LEVELLED.map((name) => [`alpha-${name}`, distanceLoss(alphaClFormulae({ name }))] as const),
    ]);
    for (const [name, loss] of Object.entries(losses)) {
      const file = writtenCode(folder, 'pytorch', { name, loss });
      // Without the cut, the second part of each row is 0 and TF32 has only its first bits.
      if (name === 'nt-xent') writeFileSync(path.join(folder, 'uncut.py'), uncut(readFileSync(file, 'utf8')));
    }
    const told = python('pytorch', [path.join(import.meta.dirname, 'precision.py'), folder]);
    const { uncut: without, ...errors } = JSON.parse(told) as Record<string, number[]>;
    expect(Object.keys(errors)).toHaveLength(Object.keys(losses).length);
    for (const [name, all] of Object.entries(errors)) for (const one of all) expect(one, name).toBeLessThan(1e-5);
    const [lost = 0] = without ?? [];
    expect(lost / (errors['nt-xent']?.[0] ?? Number.NaN)).toBeGreaterThan(20);
  },
  300_000,
);

function uncut(code: string): string {
  expect(code).toContain('& -8192');
  return code.replace('& -8192', '& -1');
}
