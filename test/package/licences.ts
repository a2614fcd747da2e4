/** The packages that an installation brings along, from package-lock.json, and what may be among them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './packed.js';

/** SPDX names. All allow use, change and sale in closed programs too, and ask for no more than a notice. */
export const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
];

/** What is in use under other words, by a beginning of the package's name, and why it may be. */
export const EXCEPTIONS: Readonly<Record<string, { readonly licence: string; readonly reason: string }>> = {
  '@resvg/resvg-js': {
    licence: 'MPL-2.0',
    reason:
      'The Mozilla licence binds the files of that package alone: it is used as published, unchanged, and puts no condition on programs that call it.',
  },
  'dejavu-fonts-ttf': {
    licence: 'SEE LICENSE IN README.md AND LICENSE',
    reason:
      'The Bitstream Vera licence, with changes in the public domain: the fonts may be used, changed, embedded and sold with programs, though not sold by themselves.',
  },
  'type-fest': { licence: '(MIT OR CC0-1.0)', reason: 'A choice of two; MIT is taken.' },
  '@tensorflow/tfjs-layers': { licence: 'Apache-2.0 AND MIT', reason: 'Both at once; each is permissive.' },
};

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Installed on some platforms alone. */
  readonly optional: boolean;
  readonly installScript: boolean;
}

interface LockEntry {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Those that alpha-cl needs when it runs, by name and version. */
export function installedPackages(): InstalledPackage[] {
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  const found = Object.entries(lock.packages)
    .filter(([place, { dev, devOptional }]) => place !== '' && dev !== true && devOptional !== true)
    .map(([place, entry]) => ({
      name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      licence: entry.license ?? 'none named',
      optional: entry.optional === true,
      installScript: entry.hasInstallScript === true,
    }));
  const one = new Map(found.map((entry) => [`${entry.name} ${entry.version}`, entry]));
  return [...one.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

export function licencesPage(packages: readonly InstalledPackage[]): string {
  const scripts = packages.filter(({ installScript }) => installScript).map(({ name }) => `\`${name}\``);
  return `# Licences of dependencies

Written by \`npm run licences\` from package-lock.json: the ${packages.length} packages that an installation of alpha-cl can bring along, with
those that are for one platform alone (marked ¹). \`npm run sbom\` prints the same as a bill of materials in CycloneDX's format.

Allowed are ${PERMISSIVE.join(', ')}; a test refuses any other but these:

${Object.entries(EXCEPTIONS)
  .map(([name, { licence, reason }]) => `- \`${name}\`, ${licence}. ${reason}`)
  .join('\n')}

**Install scripts.** alpha-cl has none. Of its dependencies ${scripts.join(' and ')} have one; neither is needed, and
\`npm install --ignore-scripts\` leaves them out. That of onnxruntime-node downloads the library for CUDA
([engines](engines.md)), that of core-js prints a request for donations.

**Advisories.** \`npm audit --omit dev\` asks the registry what is known against these versions. The answer changes from day to day
and not every mirror of the registry gives it, so it is no test here; ask before you deploy.

| package | version | licence |
| ------- | ------- | ------- |
${packages.map(({ name, version, licence, optional }) => `| ${name}${optional ? ' ¹' : ''} | ${version} | ${licence} |`).join('\n')}
`;
}

/** Why a package may not be used; nothing where it may. */
export function objection({ name, licence }: InstalledPackage): string | undefined {
  if (PERMISSIVE.includes(licence)) return undefined;
  const [, exception] = Object.entries(EXCEPTIONS).find(([beginning]) => name.startsWith(beginning)) ?? [];
  return exception?.licence === licence ? undefined : `${name}: ${licence}`;
}

function key({ name, version }: InstalledPackage): string {
  return `${name} ${version}`;
}
