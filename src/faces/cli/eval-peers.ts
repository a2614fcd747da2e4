/** `alpha-cl eval RUN --peers`: the encoder of a run under the protocols of several papers. */
import { PROGRAM } from '../../base/program-name.js';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { PEER_PROTOCOLS, PEER_RESULTS } from '../../../experiments/peer-protocols.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { shellWord } from '../../base/shell-word.js';
import type { PeerScore } from '../../results/runs/peer-evaluation.js';
import { protocolsPage } from '../report/protocols-page.js';
import type { EvalFlags } from './eval-command.js';
import { requireOutputFolder } from './output-folder.js';
import { progressLine } from './progress-line.js';
import { left, right, textTable } from './text-table.js';

/** Evaluates a run by each protocol, and writes `protocols.md` where a folder is given. */
export async function evaluatePeers(folder: string, flags: EvalFlags): Promise<void> {
  const { page, test, data, engine, json } = flags;
  if (page !== undefined) await requireOutputFolder('--page', page);
  const display = progressLine('reading images');
  try {
    const { evaluateByPeers } = await import('../../results/runs/peer-evaluation.js');
    const evaluation = await evaluateByPeers(path.resolve(folder), PEER_PROTOCOLS, {
      test,
      ...(data !== undefined && { data }),
      ...(engine !== undefined && { engine }),
      onProgress: ({ what, done, total }) => display.show(`${what} ${Math.floor((100 * done) / total)} %`),
      onNotice: display.notice,
    });
    display.end();
    process.stdout.write(json === true ? `${JSON.stringify(evaluation)}\n` : scoresText(evaluation.scores));
    if (page === undefined) return;
    const command = `${PROGRAM} eval ${shellWord(path.basename(folder))} --test ${test} --peers --page DIR`;
    const file = path.join(path.resolve(page), 'protocols.md');
    await mkdir(path.dirname(file), { recursive: true });
    await writeWhole(file, protocolsPage({ protocols: PEER_PROTOCOLS, evaluation, results: PEER_RESULTS, command }));
    (json === true ? process.stderr : process.stdout).write(`Page: ${file}\n`);
  } finally {
    display.end();
  }
}

function scoresText(scores: readonly PeerScore[]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const table = textTable(
    [left('protocol'), right('linear'), right('neighbours', 'k-NN of the protocol')],
    scores.map(({ protocol, linear, neighbours }) => ({
      protocol: protocol.title,
      linear: percent(linear),
      neighbours: neighbours === undefined ? '–' : percent(neighbours),
    })),
  );
  return `${table}\n`;
}
