/**
 * `npm run test:soundness:twins`: the fuzz with each proof rule broken on purpose. A twin is caught by a contradiction that the
 * analysis as it is does not have on the same loss.
 *
 *     npm run test:soundness:twins -- [--losses 4000] [--seed 1] [--only WORD]
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { BROKEN_TWINS, NO_REFUTATION, type BrokenTwin, type Patch } from './broken-twins.js';
import { outcomeOf, type Analyse } from './fuzz.js';
import { lossAt } from './generate.js';

const DIST = path.resolve(import.meta.dirname, '..', '..');
const SOURCES = path.join(DIST, 'src');
const ANALYSIS = path.join('theory', 'analysis');
const FOLDER = path.join(DIST, '..', 'reports', 'soundness-twins');

const { values: given } = parseArgs({
  options: {
    losses: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});

const analyseOf = async (folder: string): Promise<Analyse> => {
  const module = path.join(folder, ANALYSIS, 'analyse-loss.js');
  return ((await import(pathToFileURL(module).href)) as { readonly analyseLoss: Analyse }).analyseLoss;
};

/** The JavaScript of the module with the text replaced. @throws Error where it does not stand there once */
function patched({ module, from, to }: Patch): string {
  const text = readFileSync(path.join(SOURCES, ANALYSIS, `${module}.js`), 'utf8');
  const times = text.split(from).length - 1;
  if (times !== 1) throw new Error(`${module}.js has "${from}" ${times} times: mend broken-twins.ts`);
  return text.replace(from, () => to);
}

function patchesOf(twin: BrokenTwin): Patch[] {
  return twin.isUnopposed === true ? [twin, NO_REFUTATION] : [twin];
}

/** A copy of src/theory/analysis with its patches; all else is linked. */
function madeTwin(twin: BrokenTwin, name: string): string {
  const folder = path.join(FOLDER, name);
  mkdirSync(path.join(folder, 'theory'), { recursive: true });
  for (const entry of entriesOf('.').filter((one) => one !== 'theory')) link(entry);
  for (const entry of entriesOf('theory').filter((one) => one !== ANALYSIS)) link(entry);
  cpSync(path.join(SOURCES, ANALYSIS), path.join(folder, ANALYSIS), { recursive: true });
  for (const patch of patchesOf(twin)) writeFileSync(path.join(folder, ANALYSIS, `${patch.module}.js`), patched(patch));
  return folder;

  function entriesOf(place: string): string[] {
    return readdirSync(path.join(SOURCES, place)).map((entry) => path.join(place, entry));
  }
  function link(entry: string): void {
    symlinkSync(path.join(SOURCES, entry), path.join(folder, entry));
  }
}

function contradictionsOf(seed: number, index: number, analyse: Analyse): Map<string, string> {
  const found = new Map<string, string>();
  try {
    for (const { id, contradiction } of outcomeOf(lossAt(seed, index), { seed, index }, analyse).judgements) {
      if (contradiction !== undefined) found.set(id, contradiction);
    }
  } catch (error) {
    // A twin may fail in other ways, which is not what it is tried for.
    found.clear();
    if (!(error instanceof Error)) throw error;
  }
  return found;
}

rmSync(FOLDER, { recursive: true, force: true });
const [losses, seed] = [Number(given.losses), Number(given.seed)];
const sound = await analyseOf(SOURCES);
// All at once, so that a text that changed is told before the long run.
for (const twin of BROKEN_TWINS) patchesOf(twin).forEach(patched);
let isMissed = false;
for (const [k, twin] of BROKEN_TWINS.entries()) {
  if (!`${twin.rule} ${twin.what}`.includes(given.only)) continue;
  const broken = await analyseOf(madeTwin(twin, String(k)));
  let caught: string | undefined;
  for (let index = 0; index < losses && caught === undefined; index++) {
    const found = contradictionsOf(seed, index, broken);
    if (found.size === 0) continue;
    const before = contradictionsOf(seed, index, sound);
    const fresh = [...found].find(([id]) => !before.has(id));
    if (fresh === undefined) continue;
    const { phi, psi } = lossAt(seed, index);
    caught = `index ${index}, φ = ${phi}, ψ = ${psi}: ${fresh.join(': ')}`;
  }
  if (caught === undefined) isMissed = true;
  process.stdout.write(
    `${caught === undefined ? 'NOT CAUGHT' : 'caught'}  ${twin.rule}: ${twin.what}\n${caught === undefined ? '' : `        ${caught}\n`}`,
  );
}
rmSync(FOLDER, { recursive: true, force: true });
process.exitCode = isMissed ? 1 : 0;
