/** The files of the bundle for a machine with a graphics card and PyTorch: the built product and what it loads. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { nodeFileTrace } from '@vercel/nft';

/** Files that are loaded by paths put together when a program runs: see src/theory/formula/load-mathjs.ts. */
const LOADED = ['number.js', 'core/create.js', 'entry/dependenciesNumber/dependenciesParse.generated.js'].map(
  (file) => `node_modules/mathjs/lib/cjs/${file}`,
);

/** The built product, and what unpacks and checks it. What these import is found; the command line in one piece is left out: it goes along file by file. */
const BUILT =
  /^dist\/(src\/(?!faces\/explorer\/)|proofs-checks\/|experiments\/|bench\/gpu\/(check|restore-images)).*\.(js|py)$/;

/** What PyTorch takes the place of, what only pictures need, and all that is neither built nor a package. */
const LEFT_OUT = /onnxruntime-node\/bin\/|@resvg\/|\.map$|^(?!dist\/|node_modules\/)/;

/**
 * @param root folder of the package, built
 * @returns paths below `root`, sorted
 * @throws Error when it is not built
 */
export async function bundleFiles(root: string): Promise<string[]> {
  const built = filesBelow(root, 'dist').filter((file) => BUILT.test(file));
  if (built.length === 0) throw new Error(`${root} is not built: npm run build`);
  const { fileList } = await nodeFileTrace(
    [...built.filter((file) => file.endsWith('.js')), ...LOADED].map((file) => path.join(root, file)),
    // Imports alone: paths that are put together as a program runs would be taken for half of the checkout.
    { base: root, ignore: (file) => LEFT_OUT.test(file), analysis: { computeFileReferences: false, emitGlobs: false } },
  );
  const scripts = filesBelow(root, 'bench/gpu').filter((file) => file.endsWith('.py'));
  const files = new Set([...fileList, ...built, ...scripts, 'package.json']);
  return [...files].toSorted();
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
