import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type {
  CaseAgain,
  ReportOverview,
  RunDetail,
  RunEvent,
  RunLine,
  Sources,
  TableDetail,
} from '../../../src/faces/serve/api.js';
import { caseOf, type ClaimCases } from '../../../src/faces/views/claim-cases.js';
import type { ClaimDetail } from '../../../src/faces/views/claim-detail.js';
import { compareRuns } from '../../../src/results/runs/compare-runs.js';
import { comparisonOf, type ComparableRun } from '../../../src/results/runs/comparison.js';
import type { MetricsLine } from '../../../src/training/train/metrics-log.js';
import { openFolders } from '../../../src/faces/serve/given-folders.js';
import { startServer, type RunningServer } from '../../../src/faces/serve/server.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { LEFT, madeTable } from './given-table.js';
import { appendMetrics, knnLine, madeReport, madeRun, stepLines } from './given.js';

const root = temporaryFolder();
const at = (...parts: string[]): string => path.join(root, ...parts);
const SECRET = 'nobody may read this';

let server: RunningServer;
const replayed: string[] = [];

beforeAll(async () => {
  writeFileSync(at('secret.txt'), SECRET);
  mkdirSync(at('app', 'assets'), { recursive: true });
  writeFileSync(at('app', 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(at('app', 'assets', 'app.js'), '');
  await madeReport(at('report'));
  await madeRun(at('runs', 'infonce-1'));
  await madeRun(at('runs', 'direct-1'), { loss: 'alpha-cl-direct' });
  const given = openFolders([at('report'), at('runs')]);
  server = await startServer({
    given,
    app: at('app'),
    port: 0,
    replay: async ({ id }, replay) => {
      replayed.push(`${id} ${replay}`);
      return { instance: { n: 4 }, residual: 4e-14, bound: 1.1e-13 };
    },
  });
});
afterAll(() => server.close());

/** Folders are looked into once a second. */
const SOON = { timeout: 10_000 };

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** As it stands: `fetch` would tidy the path up. */
function asked(address: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(server.url);
    const sent = request({ host: '127.0.0.1', port, path: address, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (body += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.once('error', reject);
    sent.end();
  });
}

async function json<Value>(address: string): Promise<Value> {
  const { status, body } = await asked(address);
  expect([address, status, body.slice(0, 200)]).toEqual([address, 200, body.slice(0, 200)]);
  return JSON.parse(body) as Value;
}

describe('the server of the explorer', () => {
  it('listens on this machine alone', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it.each(['/', '/assets/app.js', '/vendor/vega.js', '/api/sources.json', '/api/reports/0.json', '/nothing'])(
    'sends %s with a policy that lets nothing in from elsewhere',
    async (address) => {
      const { headers } = await asked(address);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toMatch(/unsafe-eval|https?:|\*|script-src[^;]*unsafe/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    },
  );

  it('refuses any other name that leads here, and other sites that ask for data', async () => {
    expect((await asked('/', { headers: { host: 'attacker.example:80' } })).status).toBe(403);
    expect((await asked('/', { headers: { host: '127.0.0.1.attacker.example' } })).status).toBe(403);
    expect((await asked('/', { headers: { host: `localhost:${new URL(server.url).port}` } })).status).toBe(200);
    const site = { 'sec-fetch-site': 'cross-site' };
    expect((await asked('/api/sources.json', { headers: site })).status).toBe(403);
    expect((await asked('/', { headers: site })).status).toBe(200);
  });

  it('reads only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      expect(await asked('/api/sources.json', { method })).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD' },
      });
    }
    expect(await asked('/api/sources.json', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('gives nothing that lies elsewhere, whatever the address', async () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', '%2e%2e', '%2E.', '..%2f', '%2f', '..%5c', '%00', '%', '//', 'secret.txt'),
      fc.constantFrom(
        'api',
        'vendor',
        'assets',
        'reports',
        'runs',
        'figures',
        'claims',
        '0',
        '-1',
        '__proto__',
        'katex',
      ),
      fc.webSegment(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const { status, body } = await asked(`/${parts.join('/')}`);
        expect([200, 404]).toContain(status);
        expect(body).not.toContain(SECRET);
      }),
      { numRuns: 150 },
    );
  });

  it('says what was given', async () => {
    const { reports, runs } = await json<Sources>('/api/sources.json');
    expect(reports).toEqual([{ id: '0', folder: at('report') }]);
    expect(runs.map(({ folder }) => folder)).toEqual([at('runs', 'direct-1'), at('runs', 'infonce-1')]);
  });

  it('says so where a port is taken', async () => {
    const port = Number(new URL(server.url).port);
    const given = openFolders([]);
    const replay = () => Promise.reject(new Error('not asked'));
    await expect(startServer({ given, replay, app: at('app'), port })).rejects.toThrow(`port ${port} is in use`);
    await expect(startServer({ given, replay, app: at('nowhere'), port: 0 })).rejects.toThrow('npm run build');
  });
});

describe('a report', () => {
  it('is a line a claim, then a claim without instances, then one instance', async () => {
    const { claims, run } = await json<ReportOverview>('/api/reports/0.json');
    expect(run.seed).toBe(20220131);
    expect(claims.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['theorem-1-gradient', 'holds as stated'],
      ['corollary-2-minimiser', 'refuted'],
      ['lemma-3-rank-one', 'broken'],
      ['theorem-4-two-layer-relu', 'unfinished'],
    ]);
    const detail = await json<ClaimDetail>('/api/reports/0/claims/theorem-1-gradient.json');
    expect(detail.words.statement).toContain('For every loss');
    expect(detail.evidence).toHaveLength(40);
    expect(detail.worst).toEqual({ residual: 4e-14, bound: 1.1e-13 });
    expect(JSON.stringify(detail)).not.toContain('"instance"');
    const cases = await json<ClaimCases>('/api/reports/0/claims/theorem-1-gradient/cases.json');
    const worst = { instance: { n: 4 }, residual: 4e-14 };
    expect(caseOf(cases, 'worst')).toMatchObject(worst);
    expect(caseOf(cases, String(cases.evidence.findIndex(({ replay }) => replay === cases.worst?.replay)))).toBe(
      cases.worst,
    );
    expect(caseOf(cases, '3')).toMatchObject({ details: { slope: 'NaN' }, replay: '1432:3' });
    expect(caseOf(cases, 'counterfeit:wrong-sign')).toMatchObject({
      residual: 'Infinity',
      instance: { note: expect.any(String) },
    });
    for (const none of ['40', 'counterexample', 'counterfeit:toString', 'toString', ''])
      expect(caseOf(cases, none)).toBeUndefined();
  });

  it('has instances made again from their seeds, and says whether they are the same', async () => {
    const address = (which: string): string => `/api/reports/0/claims/theorem-1-gradient/again?case=${which}`;
    expect(await json<CaseAgain>(address('39'))).toMatchObject({ instance: { n: 4 }, same: true });
    expect(await json<CaseAgain>(address('2'))).toMatchObject({ same: false });
    expect(replayed).toEqual(['theorem-1-gradient 1432:39', 'theorem-1-gradient 1432:2']);
    expect((await asked(address('40'))).status).toBe(404);
    expect((await asked(address('counterfeit:wrong-sign'))).status).toBe(404);
  });

  it('shows its figures and no other file', async () => {
    expect(await asked('/api/reports/0/figures/tightness.svg')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'image/svg+xml' },
    });
    for (const name of ['..%2Findex.html', '..%2F..%2Fsecret.txt', 'tightness.gif', 'tightness', '']) {
      expect((await asked(`/api/reports/0/figures/${name}`)).status).toBe(404);
    }
  });

  it('says what to do where it was written by an earlier version', async () => {
    await madeReport(at('old'));
    writeFileSync(at('old', 'verdicts.json'), '{"format":"alpha-cl-report","verdicts":[{}]}');
    const old = await startServer({
      given: openFolders([at('old')]),
      app: at('app'),
      port: 0,
      replay: () => Promise.reject(new Error('not asked')),
    });
    const response = await fetch(`${old.url}api/reports/0.json`);
    expect([response.status, await response.text()]).toEqual([
      422,
      expect.stringContaining('run npx alpha-cl verify again'),
    ]);
    await old.close();
  });
});

describe('runs', () => {
  it('are listed with how far they are; a damaged one says so and hides no other', async () => {
    await madeRun(at('runs', 'zz-damaged'));
    writeFileSync(at('runs', 'zz-damaged', 'run.json'), '{');
    const runs = await vi.waitUntil(async () => {
      const found = await json<readonly RunLine[]>('/api/runs.json');
      return found.length > 2 && found;
    }, SOON);
    expect(runs.map(({ known }) => known && [known.objective, known.step, known.steps, known.training])).toEqual([
      ['α-CL-direct, τ = 0.5', 4, 12, false],
      ['NT-Xent, τ = 0.5', 4, 12, false],
      undefined,
    ]);
    expect(runs[2]?.fault).toContain('is damaged');
  });

  it('that begin later come last, so that an address goes on meaning the same', async () => {
    await madeRun(at('runs', 'a-later-one'));
    const runs = await vi.waitUntil(async () => {
      const found = (await json<Sources>('/api/sources.json')).runs;
      return found.length > 3 && found;
    }, SOON);
    expect(runs.slice(0, 2).map(({ folder }) => path.basename(folder))).toEqual(['direct-1', 'infonce-1']);
    expect(runs.at(-1)).toEqual({ id: String(runs.length - 1), folder: at('runs', 'a-later-one') });
  });

  it('are compared as alpha-cl compare does', async () => {
    const summaries = await Promise.all([0, 1].map((id) => json<ComparableRun>(`/api/runs/${id}/summary.json`)));
    expect(comparisonOf(summaries).groups.map(({ label }) => label)).toEqual([
      'α-CL-direct, τ = 0.5',
      'NT-Xent, τ = 0.5',
    ]);
    expect(comparisonOf(summaries)).toEqual(
      JSON.parse(JSON.stringify(compareRuns(['direct-1', 'infonce-1'].map((run) => at('runs', run))).comparison)),
    );
    expect((await asked('/api/runs/17/summary.json')).status).toBe(404);
    expect(await json<RunDetail>('/api/runs/1.json')).toMatchObject({ record: { steps: 12 }, evaluations: [] });
    expect(await json<MetricsLine[]>('/api/runs/1/metrics.json')).toEqual([knnLine(0), ...stepLines(1, 4)]);
  });

  it('are followed: what is there comes first, and then what is written', async () => {
    const left = new AbortController();
    const response = await fetch(`${server.url}api/runs/events?run=0&run=1`, { signal: left.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = eventsOf(response);
    const until = async (wanted: (event: RunEvent) => boolean): Promise<RunEvent> => {
      for (;;) {
        const { value, done } = await events.next();
        if (done === true) throw new Error('the events ended');
        if (wanted(value)) return value;
      }
    };
    expect(await until(({ kind, run }) => kind === 'lines' && run === '1')).toMatchObject({
      lines: [knnLine(0), ...stepLines(1, 4)],
    });
    appendMetrics(at('runs', 'infonce-1'), stepLines(5, 6));
    expect(await until(({ kind }) => kind === 'lines')).toEqual({ run: '1', kind: 'lines', lines: stepLines(5, 6) });
    left.abort();
  });
});

async function* eventsOf(response: Response): AsyncGenerator<RunEvent> {
  let rest = '';
  for await (const piece of response.body ?? []) {
    const events = (rest + Buffer.from(piece as Uint8Array).toString('utf8')).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) yield JSON.parse(event.replace(/^data: /, '')) as RunEvent;
  }
}

describe('a table of results', () => {
  it('is told with what is left and the runs of each cell, also where it has been moved', async () => {
    await madeTable(at('made'));
    renameSync(at('made'), at('tables'));
    const given = openFolders([at('runs'), at('tables')]);
    const replay = () => Promise.reject(new Error('not asked'));
    const own = await startServer({ given, app: at('app'), port: 0, replay });
    const sources = (await (await fetch(`${own.url}api/sources.json`)).json()) as Sources;
    expect(sources.tables).toEqual([{ id: '0', file: at('tables', 'small-paper.json') }]);
    const { summary, runs } = (await (await fetch(`${own.url}api/tables/0.json`)).json()) as TableDetail;
    expect(summary).toMatchObject({ asked: 12, finished: 12 - LEFT.length });
    expect(summary.missing).toContain('α-CL-direct on All images, seed 3');
    const folders = runs
      .filter(({ row, column }) => row === 'direct' && column === 'all')
      .map(({ run }) => sources.runs.find(({ id }) => id === run)?.folder);
    expect(folders).toEqual([1, 2].map((seed) => at('tables', 'small', 'paper', 'all', `direct-seed-${seed}`)));
    expect((await fetch(`${own.url}api/tables/1.json`)).status).toBe(404);
    for (const [text, words] of [
      ['{}', /small-paper\.json is of an earlier alpha-cl: .*--collect/],
      ['{ ', /small-paper\.json is damaged: .* write it again/],
    ] as const) {
      writeFileSync(at('tables', 'small-paper.json'), text);
      const damaged = await fetch(`${own.url}api/tables/0.json`);
      expect([damaged.status, await damaged.text()]).toEqual([422, expect.stringMatching(words)]);
    }
    rmSync(at('tables', 'small-paper.json'));
    expect(await (await fetch(`${own.url}api/tables/0.json`)).text()).toMatch(
      /cannot be read: there is no such file .*ENOENT/,
    );
    await own.close();
  });
});

describe('folders that are given', () => {
  it('are looked into once a second at most', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    mkdirSync(at('looked'));
    writeFileSync(at('looked', 'run.json'), '{}');
    const { runs } = openFolders([at('looked')]);
    expect(runs()).toEqual([at('looked')]);
    renameSync(at('looked', 'run.json'), at('looked', 'other.json'));
    mkdirSync(at('looked', 'later'));
    writeFileSync(at('looked', 'later', 'run.json'), '{}');
    vi.advanceTimersByTime(900);
    expect(runs()).toEqual([at('looked')]);
    vi.advanceTimersByTime(200);
    expect(runs()).toEqual([at('looked'), at('looked', 'later')]);
    vi.useRealTimers();
  });

  it('may be empty or not there, and are shown once there is a report or a run; a file is refused', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    mkdirSync(at('empty'), { recursive: true });
    const given = openFolders([at('empty'), at('nowhere')]);
    expect([given.reports(), given.runs(), given.waiting()]).toEqual([[], [], [at('empty'), at('nowhere')]]);
    await madeRun(at('nowhere', 'later'));
    cpSync(at('report'), at('empty'), { recursive: true });
    vi.advanceTimersByTime(1100);
    expect([given.reports(), given.runs(), given.waiting()]).toEqual([[at('empty')], [at('nowhere', 'later')], []]);
    vi.useRealTimers();
    expect(() => openFolders([at('secret.txt')])).toThrow('secret.txt is not a folder: give a folder');
  });

  it('are found through those above them, each once', () => {
    expect(
      openFolders([root, at('runs', 'infonce-1')])
        .runs()
        .filter((run) => run.endsWith('infonce-1')),
    ).toHaveLength(1);
  });
});
