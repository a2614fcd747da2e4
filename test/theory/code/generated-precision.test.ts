/** Generated code in single and half precision, and with products in TF32, against float64 of the same inputs. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { distanceLossNames, namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { codeFolder, python, WITHOUT, writtenCode } from './generated-code.js';

it.skipIf(WITHOUT.pytorch)(
  'of every named loss is within 1e-5 of float64 at τ = 0.01 and 512 samples, with products in TF32 too',
  () => {
    const folder = codeFolder();
    for (const name of distanceLossNames()) {
      const file = writtenCode(folder, 'pytorch', { name, loss: namedDistanceLoss(name) });
      // Without the cut, the second part of each row is 0 and TF32 has only its first bits.
      if (name === 'nt-xent') writeFileSync(path.join(folder, 'uncut.py'), uncut(readFileSync(file, 'utf8')));
    }
    const told = python('pytorch', [path.join(import.meta.dirname, 'precision.py'), folder]);
    const { uncut: without, ...errors } = JSON.parse(told) as Record<string, number[]>;
    expect(Object.keys(errors)).toHaveLength(distanceLossNames().length);
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
