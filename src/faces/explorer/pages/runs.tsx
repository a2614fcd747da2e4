/** Runs: all of them with curves side by side, or one. */
import { RunList } from '../training/run-list.js';
import { RunPage } from '../training/run-page.js';
import '../training/training.css';
import type { Page, PageProps } from './page.js';

export const RUNS: Page = {
  path: 'runs',
  title: 'Runs',
  about: 'Training as it goes: curves that grow, runs side by side, configurations and evaluations.',
  needs: 'a run',
  view: Runs,
};

function Runs({ rest: [id], query }: PageProps) {
  return id === undefined ? <RunList query={query} /> : <RunPage id={id} query={query} />;
}
