/** The files of the bundle for a machine with a graphics card and nothing else: the built product and what it loads. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { nodeFileTrace } from '@vercel/nft';

/** Packages of which files are read, not imported: no trace of imports finds those. */
const READ_FILES = ['node_modules/dejavu-fonts-ttf/ttf', 'node_modules/katex/dist'];

/** Files that are loaded by paths put together when a program runs: see src/theory/formula/load-mathjs.ts. */
const LOADED = ['number.js', 'core/create.js', 'entry/dependenciesNumber/dependenciesParse.generated.js'].map(
  (file) => `node_modules/mathjs/lib/cjs/${file}`,
);

/** Native parts for other machines. */
const ELSEWHERE = /onnxruntime-node\/bin\/[^/]+\/(?!linux\/x64\/)/;

/**
 * @param root folder of the package, built
 * @returns paths below `root`, sorted
 * @throws Error when a native part that must be there is not
 */
export async function bundleFiles(root: string): Promise<string[]> {
  const built = filesBelow(root, 'dist').filter((file) => file.endsWith('.js'));
  if (built.length === 0) throw new Error(`${root} is not built: npm run build`);
  const { fileList } = await nodeFileTrace(
    [...built, ...LOADED].map((file) => path.join(root, file)),
    { base: root },
  );
  const read = READ_FILES.flatMap((folder) => filesBelow(root, folder)).filter((file) =>
    /\.(css|woff2|ttf)$/.test(file),
  );
  const files = [...new Set([...fileList, ...read, ...built, 'package.json'])].filter((file) => !ELSEWHERE.test(file));
  for (const native of [/onnxruntime_binding\.node$/, /libonnxruntime\.so/, /resvgjs\.linux-x64-gnu\.node$/]) {
    if (!files.some((file) => native.test(file))) throw new Error(`no installed package has ${native.source}: npm ci`);
  }
  return files.toSorted();
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
