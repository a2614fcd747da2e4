/** Downloads where the environment names a proxy: a real one on 127.0.0.1, for http and, by CONNECT, for https. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { proxyOf } from '../../../../src/training/data/archive/proxy.js';
import { temporaryFolder } from '../tiny-dataset.js';
import { BYTES, download, emptyFolder, expectWhole, refusal } from './downloads.js';
import { serve } from './file-server.js';

const NAMES = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]);
const opened: (http.Server | https.Server)[] = [];

beforeEach(() => NAMES.forEach((name) => vi.stubEnv(name, '')));

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: http.Server | https.Server): Promise<number> {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

interface Proxy {
  readonly port: number;
  /** What it was asked for: `GET http://…` or `CONNECT host:port`. */
  readonly asked: string[];
}

/** Every host leads to 127.0.0.1, so that names of hosts far away are tried without a network. */
async function proxy(password?: string): Promise<Proxy> {
  const asked: string[] = [];
  const allowed = ({ headers }: http.IncomingMessage): boolean =>
    password === undefined || headers['proxy-authorization'] === `Basic ${Buffer.from(password).toString('base64')}`;
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!allowed(request)) return response.writeHead(407).end();
    const { port, pathname } = new URL(request.url ?? '');
    const options = { host: '127.0.0.1', port, path: pathname, headers: request.headers };
    http.get(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined);
    });
  });
  server.on('connect', (request: http.IncomingMessage, client: net.Socket, head: Buffer) => {
    asked.push(`${request.method} ${request.url}`);
    client.on('error', () => undefined);
    if (!allowed(request)) return client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const to = net.connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      to.write(head);
      to.pipe(client);
      client.pipe(to);
    });
    to.on('error', () => client.destroy());
  });
  return { port: await listening(server), asked };
}

describe('a download', () => {
  it.each(['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'])('of http asks the proxy of %s', async (name) => {
    const { url, requests } = await serve(() => ({ bytes: BYTES }));
    const { port, asked } = await proxy();
    vi.stubEnv(name, `http://127.0.0.1:${port}`);
    const far = url.replace('127.0.0.1', 'data.invalid');
    const data = emptyFolder();
    await download(data, { url: far });
    expectWhole(data);
    expect(asked).toEqual([`GET ${far}`]);
    expect(requests[0]?.host).toBe(new URL(far).host);
  });

  it('resumes after a dropped connection through the proxy, with user name and password', async () => {
    const { url } = await serve((n) => ({ bytes: BYTES, etag: '"a"', ...(n === 0 ? { dropAfter: 30_000 } : {}) }));
    const { port, asked } = await proxy('me:p@ss word');
    vi.stubEnv('HTTP_PROXY', `me:p%40ss%20word@127.0.0.1:${port}`);
    const data = emptyFolder();
    await download(data, { url });
    expectWhole(data);
    expect(asked).toHaveLength(2);
  });

  it('asks no proxy of a host that NO_PROXY exempts', async () => {
    const { url } = await serve(() => ({ bytes: BYTES }));
    const { port, asked } = await proxy();
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${port}`);
    vi.stubEnv('NO_PROXY', 'example.org, 127.0.0.1');
    await download(emptyFolder(), { url });
    expect(asked).toEqual([]);
  });

  it('says that the proxy is not there, or refuses, and never its password', async () => {
    const { url } = await serve(() => ({ bytes: BYTES }));
    const { port } = await proxy('me:right');
    vi.stubEnv('HTTP_PROXY', `http://me:wrong@127.0.0.1:${port}`);
    const told = await refusal(emptyFolder(), { url });
    expect(told).toContain(
      `status 407): write http://NAME:PASSWORD@HOST:PORT (through the proxy http://127.0.0.1:${port})`,
    );
    expect(told).not.toContain('wrong');
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
    expect(await refusal(emptyFolder(), { url })).toContain(
      'nothing listens there (through the proxy http://127.0.0.1:9)',
    );
    vi.stubEnv('HTTP_PROXY', 'socks5://me:secret@127.0.0.1:9');
    const socks = await refusal(emptyFolder(), { url });
    expect(socks).toContain('cannot use HTTP_PROXY: expected a proxy of http or https');
    expect(socks).not.toContain('secret');
  });
});

describe('a download of https', () => {
  const folder = temporaryFolder();
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];

  beforeAll(() => {
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
    execFileSync('openssl', [...made, '-subj', '/CN=data.invalid'], { stdio: 'ignore' });
  });

  async function served(): Promise<string> {
    const tls = { key: readFileSync(key), cert: readFileSync(cert) };
    const server = https.createServer(tls, (_request, response) => response.end(BYTES));
    return `https://data.invalid:${await listening(server)}/tiny.tar.gz`;
  }

  it.each(['https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'])('asks the proxy of %s for a connection', async (name) => {
    const url = await served();
    const { port, asked } = await proxy('me:secret');
    vi.stubEnv(name, `http://me:secret@127.0.0.1:${port}`);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const data = emptyFolder();
    await download(data, { url });
    expectWhole(data);
    expect(asked).toEqual([`CONNECT ${new URL(url).host}`]);
  });

  it('trusts nobody whose certificate does not fit, through a proxy too', async () => {
    const url = await served();
    const { port } = await proxy();
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    expect(await refusal(emptyFolder(), { url })).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
  });

  it('says that the proxy refuses', async () => {
    const { port } = await proxy('me:right');
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    expect(await refusal(emptyFolder(), { url: 'https://data.invalid/a' })).toContain('asks for a name and password');
  });
});

describe('proxyOf', () => {
  const of = (address: string, environment: Record<string, string>): string | undefined =>
    proxyOf(new URL(address), environment)?.href;

  it('takes lower case before upper case, each scheme its own, and nothing from empty values', () => {
    expect(of('http://a.org', { http_proxy: 'http://low:1', HTTP_PROXY: 'http://up:1' })).toBe('http://low:1/');
    expect(of('http://a.org', { http_proxy: ' ', HTTP_PROXY: 'up:1' })).toBe('http://up:1/');
    expect(of('https://a.org', { HTTP_PROXY: 'http://up:1' })).toBeUndefined();
    expect(of('https://a.org', { HTTPS_PROXY: 'https://up', ALL_PROXY: 'http://all:1' })).toBe('https://up/');
    expect(of('http://a.org', {})).toBeUndefined();
  });

  it.each<[address: string, exempt: string, isExempt: boolean]>([
    ['http://a.org', 'a.org', true],
    ['http://A.ORG', 'b.org a.org', true],
    ['http://www.a.org', 'a.org', true],
    ['http://www.a.org', '.a.org', true],
    ['http://www.a.org', '*.a.org', true],
    ['http://ba.org', 'a.org', false],
    ['http://a.org.evil.org', 'a.org', false],
    ['http://a.org', '*', true],
    ['http://a.org', ',, ', false],
    ['http://a.org:8080', 'a.org:8080', true],
    ['http://a.org', 'a.org:80', true],
    ['https://a.org', 'a.org:80', false],
    ['http://10.1.2.3', '10.1.2.3', true],
    ['http://10.1.2.3', '2.3', false],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.0.0.0/99', false],
    ['http://[::1]:3000', '::1', true],
    ['http://[::1]:3000', '[::1]:3000', true],
    ['http://[fd00::1]', 'fd00::/8', true],
    ['http://localhost', '', false],
  ])('of %s with NO_PROXY=%s: exempt %s', (address, exempt, isExempt) => {
    const environment = { ALL_PROXY: 'http://p:1', NO_PROXY: exempt };
    expect(of(address, environment)).toBe(isExempt ? undefined : 'http://p:1/');
  });
});
