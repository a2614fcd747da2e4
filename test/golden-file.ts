import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The cases of one golden file, from the folder in ALPHA_CL_GOLDEN (default ../shared/golden beside the repository). */
export function goldenCases<Case>(file: string): Case[] {
  const folder = process.env['ALPHA_CL_GOLDEN'] ?? path.resolve(import.meta.dirname, '../../shared/golden');
  const full = path.join(folder, file);
  if (!existsSync(full))
    throw new Error(`no golden file ${full}: set ALPHA_CL_GOLDEN to the folder that holds ${file}`);
  const cases = JSON.parse(readFileSync(full, 'utf8')) as Case[];
  if (cases.length === 0) throw new Error(`${full} holds no cases`);
  return cases;
}
