/** `alpha-cl atlas`: the named losses of both families and the four chosen importances through one analysis, side by side. */
import path from 'node:path';
import { Command } from 'commander';
import { requireOutputFolder } from './output-folder.js';
import { withHelp, type HelpPage } from './command-help.js';
import { lossEntry, lossNames, namedFormulae } from '../../theory/losses/named-losses.js';

interface AtlasOptions {
  readonly out: string;
  readonly json?: true;
}

export function atlasCommand(): Command {
  return withHelp(
    new Command('atlas')
      .option('--out <dir>', 'folder of loss-atlas.md and its figures; other files in it stay', '.')
      .option('--json', 'print the path of the page as JSON on standard output')
      .action(atlas),
    HELP,
  );
}

const HELP: HelpPage = {
  examples: [
    ['alpha-cl atlas', 'loss-atlas.md here'],
    ['alpha-cl atlas --out docs', 'as it stands in this project'],
  ],
  exitCodes: { 0: 'written', 2: 'bad usage or input' },
};

async function atlas({ out, json }: AtlasOptions): Promise<void> {
  await requireOutputFolder('--out', out);
  // Loaded here: the formulae's parser takes longer to load than the help text should.
  const { analyseLoss } = await import('../../theory/analysis/analyse-loss.js');
  const { analyseChosen, CHOSEN_NAMES } = await import('../../theory/analysis/chosen-importance.js');
  const { analyseDistances } = await import('../../theory/analysis/analyse-distances.js');
  const { largerLossNames, namedDistanceLoss } = await import('../../theory/distance-losses/named-distance-losses.js');
  const { writeAtlas } = await import('../report/write-atlas.js');
  const losses = lossNames().map((loss) => ({
    name: lossEntry(loss).title,
    analysis: analyseLoss(namedFormulae(loss)),
  }));
  const distances = largerLossNames().map((name) => analyseDistances(namedDistanceLoss(name)));
  const page = path.resolve(await writeAtlas(out, losses, CHOSEN_NAMES.map(analyseChosen), distances));
  process.stdout.write(json === true ? `${JSON.stringify({ page })}\n` : `${page}\n`);
}
