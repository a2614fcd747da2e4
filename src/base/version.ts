import { readFileSync } from 'node:fs';

/** Returns the version in package.json, from the sources or from dist; `unknown` where neither is found. */
export function packageVersion(): string {
  for (const place of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as Record<
        string,
        string
      >;
      if (name === 'alpha-cl' && version !== undefined) return version;
    } catch {
      // Not at this depth.
    }
  }
  return 'unknown';
}
