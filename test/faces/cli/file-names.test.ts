/** Names that we give to files and folders must be names everywhere: Windows has fewer. */
import { describe, expect, it } from 'vitest';
import { EXPERIMENTS } from '../../../experiments/index.js';
import { TABLES } from '../../../experiments/tables/index.js';
import { CLAIMS } from '../../../proofs-checks/index.js';
import { DATASETS } from '../../../src/training/data/datasets.js';
import { grammarCandidates } from '../../../src/results/discover/grammar.js';
import { tableJobs } from '../../../src/results/tables/table-jobs.js';

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

function requirePortable(name: string): void {
  expect(name).toMatch(/^[\w.,+-]{1,100}$/);
  expect(name).not.toMatch(RESERVED);
  expect(name).not.toMatch(/[. ]$/);
}

describe('names of what is written', () => {
  it('are portable: of claims, experiments, data sets and shapes, which files are named after', () => {
    const ids = [...CLAIMS, ...EXPERIMENTS, ...TABLES, ...grammarCandidates()].map(({ id }) => id);
    for (const name of [...ids, ...Object.values(DATASETS).map(({ folder }) => folder)]) requirePortable(name);
    const lower = ids.map((id) => id.toLowerCase());
    expect(new Set(lower).size).toBe(lower.length);
  });

  it('are portable: of every run of every table', () => {
    for (const table of TABLES) {
      for (const preset of Object.keys(table.presets) as (keyof typeof table.presets)[]) {
        const jobs = tableJobs(table, { folder: 'out', data: 'data', seeds: [1, 2], preset });
        for (const { id } of jobs) id.split('/').forEach(requirePortable);
      }
    }
  });
});
