/** What the server answers, as types: the explorer reads nothing else. Infinite numbers come as text, as in `verdicts.json`. */

/** `GET /api/sources`: what was given, in the order in which it was given. */
export interface Sources {
  /** Of alpha-cl. */
  readonly version: string;
  readonly reports: readonly ReportSource[];
  readonly runs: readonly RunSource[];
}

export interface ReportSource {
  /** Its number among the reports, as addresses name it. */
  readonly id: string;
  readonly folder: string;
}

export interface RunSource {
  /** As addresses name it; stays the same while the server runs. */
  readonly id: string;
  readonly folder: string;
}
