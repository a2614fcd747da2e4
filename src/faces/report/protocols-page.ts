/** The page of evaluation protocols: one encoder under each, and published results with the protocol that each was made by. */
import type { PeerEvaluation, PeerProtocol } from '../../results/runs/peer-evaluation.js';
import { markdownTable } from './markdown-table.js';

/** A published accuracy of linear evaluation, in per cent; a field that its source does not say is absent. */
export interface PeerResult {
  /** The loss with its parameters. */
  readonly method: string;
  readonly dataset: string;
  readonly accuracy: number;
  readonly deviation?: number;
  readonly n?: number;
  readonly encoder: string;
  readonly batch?: number;
  readonly epochs?: number;
  readonly optimiser?: string;
  readonly schedule?: string;
  /** Id of the protocol of its evaluation. */
  readonly evaluation?: string;
  readonly source: string;
}

/** Holds all that the page shows. */
export interface ProtocolsPage {
  readonly protocols: readonly PeerProtocol[];
  readonly evaluation: PeerEvaluation;
  readonly results: readonly PeerResult[];
  readonly command: string;
}

/** Writes the page in Markdown. */
export function protocolsPage({ protocols, evaluation, results, command }: ProtocolsPage): string {
  const { run, train, test, scores } = evaluation;
  return [
    '# One encoder under the protocols of several papers\n',
    `\`${run.model}\` after ${run.epochs} epochs of ${run.loss}, seed ${run.seed}. Learnt from: ${train}. Measured on: ${test}. Again: \`${command}\`\n`,
    'The accuracies of one encoder differ by protocol alone, so published figures of different protocols are not comparable even on the same images.\n',
    markdownTable(
      ['protocol', 'linear, %', 'k-NN, %', 'classifier', 'neighbours', 'source', 'differs from it here'],
      scores.map(({ protocol, linear, neighbours }) => [
        protocol.title,
        percent(linear),
        neighbours === undefined ? '–' : percent(neighbours),
        classifierText(protocol),
        protocol.neighbours === undefined
          ? '–'
          : `k = ${protocol.neighbours.count}, τ = ${protocol.neighbours.temperature}`,
        protocol.source,
        protocol.differences ?? '–',
      ]),
    ),
    '## Published results\n',
    'A field that a source does not say is empty.\n',
    markdownTable(
      ['method', 'data', 'accuracy, %', 'encoder', 'batch', 'epochs', 'optimiser', 'schedule', 'evaluation', 'source'],
      results.map((one) => [
        one.method,
        one.dataset,
        accuracyText(one),
        one.encoder,
        ...[one.batch, one.epochs, one.optimiser, one.schedule].map((value) => String(value ?? '')),
        protocols.find(({ id }) => id === one.evaluation)?.title ?? '',
        one.source,
      ]),
    ),
  ].join('\n');
}

function classifierText({ linear, epoch }: PeerProtocol): string {
  const { learningRate, weightDecay, batchSize, epochs, features } = linear;
  return `Adam ${learningRate}, weight decay ${weightDecay}, batch ${batchSize}, ${epoch} of ${epochs} epochs, features ${features}`;
}

function accuracyText({ accuracy, deviation, n }: PeerResult): string {
  const mean = accuracy.toFixed(2);
  return deviation === undefined ? mean : `${mean} ± ${deviation.toFixed(2)}${n === undefined ? '' : ` (${n})`}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
