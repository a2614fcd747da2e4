/** A file on 127.0.0.1, served well or badly. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

export interface Served {
  /** Where the file is. */
  readonly url: string;
  /** Headers of the requests so far. */
  readonly requests: http.IncomingHttpHeaders[];
}

export interface Behaviour {
  readonly bytes: Buffer;
  readonly etag?: string;
  /** The connection breaks after so many bytes of this answer. */
  readonly dropAfter?: number;
  /** No more comes after so many bytes of this answer, but the connection stays. */
  readonly stallAfter?: number;
  /** `honoured` by default; `ignored`: the whole every time; `forced`: the part without a look at If-Range. */
  readonly range?: 'honoured' | 'ignored' | 'forced';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer does not tell how long it is. */
  readonly chunked?: true;
  /** Bytes a millisecond, roughly; all at once by default. */
  readonly speed?: number;
}

// It is asked directly, whatever proxy the machine has.
process.env['no_proxy'] = '127.0.0.1';

const open: http.Server[] = [];

/** @param behaviour of the n-th request, from 0 */
export async function serve(behaviour: (request: number) => Behaviour): Promise<Served> {
  const requests: http.IncomingHttpHeaders[] = [];
  const server = http.createServer((request, response) => {
    const how = behaviour(requests.length);
    requests.push(request.headers);
    const first = firstByte(request.headers, how);
    const part = how.bytes.subarray(first);
    const status = how.status ?? (first > 0 ? 206 : 200);
    response.writeHead(status, {
      ...(how.chunked ? {} : { 'content-length': String(status >= 300 ? 0 : part.length) }),
      ...(how.etag === undefined ? {} : { etag: how.etag }),
      ...(first > 0 ? { 'content-range': `bytes ${first}-${how.bytes.length - 1}/${how.bytes.length}` } : {}),
      ...how.headers,
    });
    if (status >= 300) return response.end();
    const cut = part.subarray(0, how.dropAfter ?? how.stallAfter);
    const finish = (): void => {
      // Later than the bytes, which the reader would lose with the connection.
      if (how.dropAfter !== undefined) setTimeout(() => response.destroy(), 120);
      else if (how.stallAfter === undefined) response.end();
    };
    response.flushHeaders();
    if (how.speed === undefined) response.write(cut, finish);
    else trickle(response, cut, how.speed, finish);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tiny.tar.gz`, requests };
}

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

function firstByte(headers: http.IncomingHttpHeaders, { etag, range = 'honoured' }: Behaviour): number {
  const asked = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  if (range === 'ignored') return 0;
  const condition = headers['if-range'];
  return range === 'forced' || condition === undefined || condition === etag ? asked : 0;
}

function trickle(response: http.ServerResponse, bytes: Buffer, speed: number, finish: () => void): void {
  if (response.destroyed) return;
  if (bytes.length === 0) return finish();
  response.write(bytes.subarray(0, speed));
  setTimeout(() => trickle(response, bytes.subarray(speed), speed, finish), 1);
}
