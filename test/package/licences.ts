/** The packages that an installation brings along, from package-lock.json, and what may be among them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './packed.js';

/** SPDX names. All allow use, change and sale in closed programs too, and ask for no more than a notice. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'Unlicense'];

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

/**
 * The first version without what is known against a package, for those against which something is: looked up by hand,
 * most lately on 2026-11-28, in GitHub's advisories, which the identifiers name. Not all that there is: `npm audit` has that.
 */
export const MENDED_IN: Readonly<Record<string, { readonly version: string; readonly advisories: readonly string[] }>> =
  {
    'adm-zip': { version: '0.6.0', advisories: ['GHSA-xcpc-8h2w-3j85'] },
    mathjs: { version: '15.2.0', advisories: ['GHSA-5v89-rwgr-qj6g', 'GHSA-29qv-4j9f-fjw5', 'GHSA-jvff-x2qm-6286'] },
    protobufjs: { version: '8.6.6', advisories: ['GHSA-j3f2-48v5-ccww', 'GHSA-xq3m-2v4x-88gg', 'GHSA-wcpc-wj8m-hjx6'] },
    tar: { version: '7.5.21', advisories: ['GHSA-r292-9mhp-454m', 'GHSA-23hp-3jrh-7fpw', 'GHSA-8x88-c5mf-7j5w'] },
    vega: { version: '6.2.0', advisories: ['GHSA-7f2v-3qq3-vvjf'] },
    'vega-expression': { version: '6.1.0', advisories: ['GHSA-7f2v-3qq3-vvjf'] },
    'vega-interpreter': { version: '2.2.1', advisories: ['GHSA-7f2v-3qq3-vvjf'] },
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
  /** Processors that it is for. */
  readonly cpu?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
}

/** Those that alpha-cl needs when it runs, by name and version. */
export function installedPackages(): InstalledPackage[] {
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  const found = [...neededPlaces(lock.packages)]
    .map((place) => [place, lock.packages[place] as LockEntry] as const)
    .map(([place, entry]) => ({
      name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      licence: entry.license ?? 'none named',
      optional: entry.cpu !== undefined,
      installScript: entry.hasInstallScript === true,
    }));
  const one = new Map(found.map((entry) => [`${entry.name} ${entry.version}`, entry]));
  return [...one.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The places of packages that alpha-cl depends on, directly or not, in a lock file. */
function neededPlaces(packages: Readonly<Record<string, LockEntry>>): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (from: string): void => {
    const { dependencies, optionalDependencies } = packages[from] ?? { version: '' };
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = placeOf(packages, from, name);
      if (place === undefined || found.has(place)) continue;
      found.add(place);
      add(place);
    }
  };
  add('');
  return found;
}

/** Finds a package as Node.js does: beside the one that needs it, or in a folder above. */
function placeOf(packages: Readonly<Record<string, LockEntry>>, from: string, name: string): string | undefined {
  const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (packages[place] !== undefined || from === '') return packages[place] === undefined ? undefined : place;
  return placeOf(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

export function licencesPage(packages: readonly InstalledPackage[]): string {
  return `# Licences of dependencies

Written by \`npm run licences\` from package-lock.json: the ${packages.length} packages that an installation of alpha-cl can bring along, with
those that are for one platform alone (marked ¹). \`npm run sbom\` prints the same as a bill of materials in CycloneDX's format.

Allowed are ${PERMISSIVE.join(', ')}; a test refuses any other but these:

${Object.entries(EXCEPTIONS)
  .map(([name, { licence, reason }]) => `- \`${name}\`, ${licence}. ${reason}`)
  .join('\n')}

**Install scripts.** alpha-cl has none. Of its dependencies onnxruntime-node has one, which downloads the library for CUDA
([engines](engines.md)); it is not needed, and \`npm install --ignore-scripts\` leaves it out.

**Advisories.** \`npm audit --omit dev\` asks the registry what is known against these versions. The answer changes from day to day
and not every mirror of the registry gives it, so it is no test here; ask before you deploy. A test holds that none is older than the
version in which these were mended (looked up by hand, 2026-11-28):

${Object.entries(MENDED_IN)
  .map(([name, { version, advisories }]) => `- \`${name}\` ${version}: ${advisories.map(advisoryLink).join(', ')}`)
  .join('\n')}

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

/** Why a version may not be used; nothing where nothing is known against it. */
export function knownAgainst({ name, version }: Pick<InstalledPackage, 'name' | 'version'>): string | undefined {
  const mended = MENDED_IN[name];
  if (mended === undefined || version.localeCompare(mended.version, 'en', { numeric: true }) >= 0) return undefined;
  return `${name} ${version}: ${mended.advisories.join(', ')}, mended in ${mended.version}`;
}

function advisoryLink(id: string): string {
  return `[${id}](https://github.com/advisories/${id})`;
}

function key({ name, version }: InstalledPackage): string {
  return `${name} ${version}`;
}
