import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** From ALPHA_CL_GOLDEN; by default ../shared/golden beside the repository. */
const FOLDER = process.env['ALPHA_CL_GOLDEN'] ?? path.resolve(import.meta.dirname, '../../shared/golden');

/** The cases of one golden file. A file that is missing or empty fails, so that nothing passes for want of cases. */
export function goldenCases<Case>(file: string): Case[] {
  const full = path.join(FOLDER, file);
  if (!existsSync(full))
    throw new Error(`no golden file ${full}: set ALPHA_CL_GOLDEN to the folder that holds ${file}`);
  const cases = JSON.parse(readFileSync(full, 'utf8')) as Case[];
  if (cases.length === 0) throw new Error(`${full} holds no cases`);
  return cases;
}

/** The cases of every golden file whose name begins so, each with its file. No such file at all fails. */
export function goldenCasesOfAll<Case extends object>(start: string): (Case & { readonly file: string })[] {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.startsWith(start)) : [];
  const wanted = files.filter((name) => name.endsWith('.json')).toSorted();
  if (wanted.length === 0) {
    throw new Error(
      `no golden file ${path.join(FOLDER, `${start}*.json`)}: set ALPHA_CL_GOLDEN to the folder that has some`,
    );
  }
  return wanted.flatMap((file) => goldenCases<Case>(file).map((one) => ({ ...one, file })));
}
