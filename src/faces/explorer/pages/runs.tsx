/** Runs: all of them with curves side by side, or one. */
import { RunList } from '../training/run-list.js';
import { RunPage } from '../training/run-page.js';
import '../training/training.css';
import type { PageProps } from './page.js';

export function Runs({ rest: [id], query }: PageProps) {
  return id === undefined ? <RunList query={query} /> : <RunPage id={id} query={query} />;
}
