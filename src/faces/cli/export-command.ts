/** `alpha-cl export`: a run's encoder, or its metrics, for other programs. */
import path from 'node:path';
import { Command, Option } from 'commander';
import { InvalidInput } from '../../base/invalid-input.js';
import { withHelp, type HelpPage } from './command-help.js';
import type { Exported, ExportFormat } from '../../results/runs/export-run.js';
import { thousands } from '../../base/thousands.js';
import { wholeNumber } from './option-values.js';

interface ExportFlags {
  readonly format: ExportFormat | 'csv';
  readonly out: string;
  readonly checkpoint?: number;
  readonly force?: true;
  readonly json?: true;
}

/**
 * Names of the formats, from a record, so that the compiler misses none; the exporter itself would load TensorFlow.js for
 * `--help`.
 */
const FORMATS = [...Object.keys({ safetensors: 1, onnx: 1 } satisfies Record<ExportFormat, 1>), 'csv'];

export function exportCommand(): Command {
  return withHelp(
    new Command('export')
      .argument('<run>', 'folder of the run')
      .addOption(new Option('--format <format>', 'file format').choices(FORMATS).makeOptionMandatory())
      .requiredOption('--out <file>', 'the file to write')
      .option('--checkpoint <step>', 'the checkpoint of this step (default: the last whole one)', wholeNumber)
      .option('--force', 'replace a file that is there')
      .option('--json', 'print what was written as one JSON object on standard output')
      .action(exportNamed),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'onnx: the encoder in evaluation mode, for ONNX Runtime and others. Input "images": uint8 [N, H, W, 3], RGB, as image ' +
      'decoders give them, any N; the normalisation of training is done inside. Outputs "features" [N, width], for classifiers ' +
      'and nearest neighbours, and "embedding" of the projector. Images are computed one after the other. The metadata "loss" has the loss of the run as JSON, which ' +
      'alpha-cl embed passes on to alpha-cl inspect.',
    "safetensors: parameters and statistics of encoder and projector under torchvision's names; the projector stands at fc. " +
      'Images must be normalised as the file\'s metadata "preprocessing" says.',
    "csv: the run's metrics, a row a step, a column each by the names that TensorBoard shows; cells of what was not measured then " +
      'are empty.',
  ],
  examples: [
    'alpha-cl export runs/direct --format onnx --out encoder.onnx',
    'alpha-cl export runs/direct --format safetensors --out encoder.safetensors --checkpoint 2000',
    'alpha-cl export runs/direct --format csv --out metrics.csv',
  ],
  exitCodes: { 0: 'written', 2: 'bad usage or input; nothing was written then' },
};

async function exportNamed(folder: string, { format, out, checkpoint, force, json }: ExportFlags): Promise<void> {
  if (format === 'csv') return exportCsv(folder, { out, checkpoint, force, json });
  // Only now: TensorFlow.js takes a while to load, and --help needs none of it.
  const { exportRun } = await import('../../results/runs/export-run.js');
  const exported = await exportRun(path.resolve(folder), {
    format,
    out,
    ...(checkpoint !== undefined && { checkpoint }),
    ...(force === true && { existing: 'replace' }),
    onNotice: (text) => process.stderr.write(`${text}\n`),
  });
  process.stdout.write(json === true ? `${JSON.stringify(exported)}\n` : exportedText(exported));
}

type CsvFlags = Pick<ExportFlags, 'out'> & {
  readonly [K in 'checkpoint' | 'force' | 'json']: ExportFlags[K] | undefined;
};

async function exportCsv(folder: string, { out, checkpoint, force, json }: CsvFlags): Promise<void> {
  if (checkpoint !== undefined) {
    throw new InvalidInput('--checkpoint is for an encoder, and --format is csv: leave it out');
  }
  const { exportMetrics } = await import('../../results/runs/export-metrics.js');
  const { file, rows, columns } = await exportMetrics(path.resolve(folder), {
    out: path.resolve(out),
    existing: force === true ? 'replace' : 'keep',
  });
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ file, format: 'csv', rows, columns })}\n`
      : `${file}: ${thousands(rows)} rows, ${columns.join(', ')}\n`,
  );
}

function exportedText({ file, model, step, preprocessing }: Exported): string {
  return `${file}: ${model} after step ${thousands(step)}\nImages: ${preprocessing}\n`;
}
