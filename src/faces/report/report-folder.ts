/** The folder of a report. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WholeFolder } from '../../base/files/whole-folder.js';
import { REPORT_FORMAT } from './verdicts-json.js';

/** Folder of the report of all claims that none is named for. */
export const REPORT = 'alpha-cl-report';

/** The files of a report. */
export const REPORT_FILES = {
  page: 'index.html',
  style: 'report.css',
  claims: 'claims',
  data: 'verdicts.json',
  findings: 'findings.md',
  figures: 'figures',
} as const;

export const REPORT_FOLDER: WholeFolder = {
  noun: 'report',
  flag: '--out ',
  names: Object.values(REPORT_FILES),
  isOurs: (folder) =>
    readFile(join(folder, REPORT_FILES.data), 'utf8')
      .then((text) => (JSON.parse(text) as { format?: unknown }).format === REPORT_FORMAT)
      .catch(() => false),
};
