/**
 * `npm run test:soundness:twins`: the fuzz with each proof rule broken on purpose, of φ and ψ and of losses of distances. A twin is
 * caught by a contradiction that the analysis as it is does not have on the same loss.
 *
 *     npm run test:soundness:twins -- [--losses 4000] [--seed 1] [--only WORD]
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { transformWithOxc } from 'vite';
import { BROKEN_DISTANCE_TWINS } from './broken-distance-twins.js';
import { BROKEN_TWINS, NO_COUNTEREXAMPLE, NO_REFUTATION, type BrokenTwin, type Patch } from './broken-twins.js';
import { fuzzDistances, type AnalyseDistances } from './distances/fuzz.js';
import { fuzz, type Analyse, type Findings } from './fuzz.js';

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

/** The fuzz of one loss. */
type Fuzz = (seed: number, index: number) => Findings;

/** A fuzz of the analysis in a folder. */
type FuzzOf = (folder: string) => Promise<Fuzz>;

const ofFamily: FuzzOf = async (folder) => {
  const { analyseLoss } = (await imported(folder, 'analyse-loss.js')) as { readonly analyseLoss: Analyse };
  return (of, index) => fuzz(of, [index], analyseLoss);
};

const ofDistances: FuzzOf = async (folder) => {
  const { analyseDistances } = (await imported(folder, 'analyse-distances.js')) as {
    readonly analyseDistances: AnalyseDistances;
  };
  return (of, index) => fuzzDistances(of, [index], analyseDistances);
};

async function imported(folder: string, module: string): Promise<unknown> {
  return (await import(pathToFileURL(path.join(folder, ANALYSIS, module)).href)) as unknown;
}

/** Twins with the fuzz that is to catch them, and what takes out the search for the opposite. */
const KINDS = [
  { twins: BROKEN_TWINS, fuzzOf: ofFamily, unopposed: NO_REFUTATION },
  { twins: BROKEN_DISTANCE_TWINS, fuzzOf: ofDistances, unopposed: NO_COUNTEREXAMPLE },
] as const;

/** The source of the module with the text replaced. @throws Error where it does not stand there once */
function patched({ module, from, to }: Patch): string {
  const text = readFileSync(sourceOf(module), 'utf8');
  const times = text.split(from).length - 1;
  if (times !== 1) throw new Error(`${module}.ts has "${from}" ${times} times: mend broken-twins.ts`);
  return text.replace(from, () => to);
}

function sourceOf(module: string): string {
  return path.join(DIST, '..', 'src', ANALYSIS, `${module}.ts`);
}

function patchesOf(twin: BrokenTwin, unopposed: Patch): Patch[] {
  return twin.isUnopposed === true ? [twin, unopposed] : [twin];
}

/** A copy of src/theory/analysis with its patches; all else is linked. */
async function madeTwin(patches: readonly Patch[], name: string): Promise<string> {
  const folder = path.join(FOLDER, name);
  mkdirSync(path.join(folder, 'theory'), { recursive: true });
  for (const entry of entriesOf('.').filter((one) => one !== 'theory')) link(entry);
  for (const entry of entriesOf('theory').filter((one) => one !== ANALYSIS)) link(entry);
  cpSync(path.join(SOURCES, ANALYSIS), path.join(folder, ANALYSIS), { recursive: true });
  for (const patch of patches) {
    const { code } = await transformWithOxc(patched(patch), sourceOf(patch.module));
    writeFileSync(path.join(folder, ANALYSIS, `${patch.module}.js`), code);
  }
  return folder;

  function entriesOf(place: string): string[] {
    return readdirSync(path.join(SOURCES, place)).map((entry) => path.join(place, entry));
  }
  function link(entry: string): void {
    symlinkSync(path.join(SOURCES, entry), path.join(folder, entry));
  }
}

function contradictionsOf(seed: number, index: number, fuzzOne: Fuzz): Map<string, string> {
  try {
    return new Map(fuzzOne(seed, index).contradictions.map(({ id, loss, why }) => [id, `${loss}: ${id}: ${why}`]));
  } catch (error) {
    // A twin may fail in other ways, which is not what it is tried for.
    if (!(error instanceof Error)) throw error;
    return new Map();
  }
}

/** What a broken analysis is caught at, of the losses from 0. */
function caughtAt(losses: number, seed: number, broken: Fuzz, sound: Fuzz): string | undefined {
  for (let index = 0; index < losses; index++) {
    const found = contradictionsOf(seed, index, broken);
    if (found.size === 0) continue;
    const before = contradictionsOf(seed, index, sound);
    const fresh = [...found].find(([id]) => !before.has(id));
    if (fresh !== undefined) return `index ${index}, ${fresh[1]}`;
  }
}

rmSync(FOLDER, { recursive: true, force: true });
const [losses, seed] = [Number(given.losses), Number(given.seed)];
// All at once, so that a text that changed is told before the long run.
for (const { twins, unopposed } of KINDS) for (const twin of twins) patchesOf(twin, unopposed).forEach(patched);
let isMissed = false;
for (const { twins, fuzzOf, unopposed } of KINDS) {
  const sound = await fuzzOf(SOURCES);
  for (const [k, twin] of twins.entries()) {
    if (!`${twin.rule} ${twin.what}`.includes(given.only)) continue;
    const broken = await fuzzOf(await madeTwin(patchesOf(twin, unopposed), `${unopposed.module}-${k}`));
    const caught = caughtAt(losses, seed, broken, sound);
    if (caught === undefined) isMissed = true;
    process.stdout.write(
      `${caught === undefined ? 'NOT CAUGHT' : 'caught'}  ${twin.rule}: ${twin.what}\n${caught === undefined ? '' : `        ${caught}\n`}`,
    );
  }
}
rmSync(FOLDER, { recursive: true, force: true });
process.exitCode = isMissed ? 1 : 0;
