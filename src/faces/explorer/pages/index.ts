/** The pages, in the order of the navigation; the script of each is loaded when it is opened. */
import type { Page } from './page.js';

export const PAGES: readonly Page[] = [
  {
    path: 'claims',
    title: 'Claims',
    about: 'Every statement with its evidence, from the verdict down to the single instance that decides it.',
    needs: 'a report',
    load: async () => (await import('./claims.js')).Claims,
  },
  {
    path: 'runs',
    title: 'Runs',
    about: 'Training as it goes: curves that grow, runs side by side, configurations and evaluations.',
    needs: 'a run',
    load: async () => (await import('./runs.js')).Runs,
  },
  {
    path: 'tables',
    title: 'Tables',
    about:
      'Losses by data sets over several seeds, beside what was published, what is left to do, and the way to each run.',
    needs: 'a table',
    load: async () => (await import('./tables.js')).Tables,
  },
  {
    path: 'atlas',
    title: 'Loss atlas',
    about:
      'How the weight of a pair falls with its distance, for any loss, with its parameters to move and its theory.',
    needs: 'nothing',
    load: async () => (await import('./atlas.js')).Atlas,
  },
  {
    path: 'inspect',
    title: 'Inspect',
    about: 'Your embeddings, read in the browser: collapse, hard negatives, and where each loss would put its weight.',
    needs: 'nothing',
    load: async () => (await import('./inspect.js')).Inspect,
  },
  {
    path: 'landscape',
    title: 'Energy landscape',
    about: 'The two players at work: one climbs the energy, the other answers with weights and changes the landscape.',
    needs: 'nothing',
    load: async () => (await import('./landscape.js')).Landscape,
  },
  {
    path: 'docs',
    title: 'Documentation',
    about: 'The tutorial, guides for losses, embeddings and claims of your own, the mathematics, and every command.',
    needs: 'nothing',
    load: async () => (await import('./docs.js')).Documents,
  },
];
