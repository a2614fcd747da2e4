/** Names of folders for the readers of a site, who are not to learn where they lie on the machine that made it. */
import path from 'node:path';

/**
 * Returns a function from a path to its name: that of the given folder it lies in, and the rest of the path; of any other path the last
 * part alone. Given folders of one name are numbered.
 */
export function publishedNames(folders: readonly string[]): (place: string) => string {
  const given = [...new Set(folders.map((folder) => path.resolve(folder)))];
  const names = given.map((folder) => path.basename(folder));
  const named = given.map((folder, k): [folder: string, name: string] => {
    const name = names[k] ?? '';
    const before = names.slice(0, k).filter((other) => other === name).length;
    return [folder, before === 0 ? name : `${name}-${before + 1}`];
  });
  return (place) => {
    const [folder, name] = named.find(([one]) => place === one || place.startsWith(one + path.sep)) ?? [];
    if (folder === undefined || name === undefined) return path.basename(place);
    return [name, ...path.relative(folder, place).split(path.sep)].filter(Boolean).join('/');
  };
}
