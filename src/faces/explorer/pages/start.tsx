/** The start page: the given sources, the pages, and the way to add more sources. */
import type { Sources } from '../../serve/api.js';
import { addressOf } from '../state/address.js';
import { PAGES } from './index.js';
import { hasWhatItNeeds, type Need } from './page.js';

/** The command that makes what a page needs, and the folder it is in. */
const ADD: Readonly<Record<Need, readonly [command: string, folder: string]>> = {
  'a report': ['npx alpha-cl verify', 'alpha-cl-report'],
  'a run': ['npx alpha-cl train --preset smoke --out RUN', 'RUN'],
  'a table': ['npx alpha-cl reproduce losses --preset smoke', 'alpha-cl-runs'],
};

/** Largest number of runs that are listed here; all are on their own page. */
const SHOWN = 10;

export function Start({ sources }: { readonly sources: Sources }) {
  const { reports, runs, tables, inspections, waiting, live, version } = sources;
  const missing = (Object.keys(ADD) as Need[]).filter((needs) => !hasWhatItNeeds({ needs }, sources));
  return (
    <>
      <p class="eyebrow">alpha-cl explorer</p>
      <h1>Contrastive learning as a game of two players</h1>
      <p class="lead">Claims down to single instances, training as it goes, and the mathematics to play with.</p>
      <ul class="cards">
        {PAGES.filter((page) => hasWhatItNeeds(page, sources)).map(({ path, title, about }) => (
          <li key={path}>
            <a href={addressOf([path])}>{title}</a>
            <p>{about}</p>
          </li>
        ))}
      </ul>
      <h2>{live ? 'What was given' : 'What is published here'}</h2>
      {reports.length + runs.length + tables.length + inspections.length + waiting.length === 0 ? (
        <p>Nothing: the pages above need no data.</p>
      ) : (
        <ul class="given">
          {reports.map(({ id, folder }) => (
            <li key={folder}>
              <a href={addressOf(['claims', id])}>
                Report <code>{folder}</code>
              </a>
            </li>
          ))}
          {tables.map(({ id, file }) => (
            <li key={file}>
              <a href={addressOf(['tables', id])}>
                Table <code>{file}</code>
              </a>
            </li>
          ))}
          {inspections.map(({ id, folder }) => (
            <li key={folder}>
              <a href={addressOf(['inspect', id])}>
                Inspection <code>{folder}</code>
              </a>
            </li>
          ))}
          {runs.slice(0, SHOWN).map(({ id, folder }) => (
            <li key={folder}>
              <a href={addressOf(['runs', id])}>
                Run <code>{folder}</code>
              </a>
            </li>
          ))}
          {runs.length > SHOWN && (
            <li>
              <a href={addressOf(['runs'])}>{runs.length - SHOWN} more runs</a>
            </li>
          )}
          {waiting.map((folder) => (
            <li key={folder} class="empty">
              <code>{folder}</code>: nothing yet; what appears there is shown here
            </li>
          ))}
        </ul>
      )}
      {live ? (
        missing.map((need) => {
          const [command, folder] = ADD[need];
          return (
            <p key={need}>
              To add {need}:{' '}
              <code class="command">
                {command} && npx alpha-cl serve {folder}
              </code>
            </p>
          );
        })
      ) : (
        <p>
          Written by alpha-cl {version}. Nothing here changes, and nothing that you enter leaves your browser. With your
          own results: <code class="command">npx alpha-cl site DIR REPORT RUN …</code>
        </p>
      )}
    </>
  );
}
