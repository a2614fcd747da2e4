/**
 * A GET request whose body comes as it was sent, byte for byte: `fetch` would unpack what a server labels as `Content-Encoding:
 * gzip`, and neither checksum nor range would fit.
 */
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { urlToHttpOptions } from 'node:url';
import { InvalidInput, quoted } from '../../../base/invalid-input.js';
import { hostOf, proxyHeaders, proxyName, proxyOf, refusal, tunnel, TunnelRefusal } from './proxy.js';

/** Error of a server that is not reached, or of a connection that ends early or stalls: another try may help. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body as it was sent; throws ConnectionFailure if the connection ends early or stalls. */
  readonly body: AsyncIterable<Buffer>;
  /** Gives up the body and closes the connection. */
  readonly close: () => void;
}

export interface HttpGetOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds without a byte after which the connection counts as lost. */
  readonly patience: number;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of this name, or no network',
  EAI_AGAIN: 'its name cannot be looked up: there is no network, or the name server does not answer',
  ECONNREFUSED: 'nothing listens there',
  ENETUNREACH: 'there is no network',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'the connection was dropped',
  EPIPE: 'the connection was dropped',
};

/**
 * Sends a GET request and follows redirects. Nothing waits longer than `patience`. Each address is requested through the proxy
 * that the environment names for it.
 *
 * @throws ConnectionFailure when no answer comes; InvalidInput for an address that is neither http nor https
 */
export async function httpGet(address: string, options: HttpGetOptions): Promise<HttpAnswer> {
  let url = httpUrl(address);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const message = await request(url, options);
    const { statusCode: status = 0, headers } = message;
    if (!REDIRECTS.has(status) || headers.location === undefined) {
      return { status, headers, body: bodyOf(message), close: () => message.destroy() };
    }
    message.destroy();
    url = httpUrl(headers.location, url);
  }
  throw new InvalidInput(`${address} is redirected more than ${MOST_REDIRECTS} times: give another --url`);
}

/** Parses an address. @throws InvalidInput unless it is one of http or https */
export function httpUrl(address: string, base?: URL): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new InvalidInput(
      `cannot download from ${quoted(address)}: expected an address that begins with http:// or https://`,
    );
  }
  return url;
}

async function request(url: URL, options: HttpGetOptions): Promise<IncomingMessage> {
  const proxy = proxyOf(url, process.env);
  if (proxy === undefined) return answerTo(directly(url), options);
  try {
    const message = await answerTo(await through(proxy, url, options.patience), options);
    if (message.statusCode !== 407) return message;
    message.destroy();
    throw new ConnectionFailure(refusal(407));
  } catch (error) {
    throw new ConnectionFailure(`${connectionFailure(error).message} (through ${proxyName(proxy)})`, { cause: error });
  }
}

/** Options and headers of a request to an address. */
interface Asked {
  readonly options: RequestOptions;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns the request on a connection of its own, so that an abandoned one never serves the next request. */
function directly(url: URL): Asked {
  return { options: { ...urlToHttpOptions(url), agent: false } };
}

/** Returns the request to a proxy: for http the whole address, for https a tunnel to the host, into which it cannot look. */
async function through(proxy: URL, url: URL, patience: number): Promise<Asked> {
  if (url.protocol === 'http:') {
    const { auth, path } = urlToHttpOptions(url);
    return {
      // The host's name and password, not the proxy's.
      options: {
        ...directly(proxy).options,
        auth: auth ?? null,
        path: `http://${url.host}${path ?? '/'}`,
      },
      headers: { host: url.host, ...proxyHeaders(proxy) },
    };
  }
  const socket = await tunnel(proxy, url, patience);
  const host = hostOf(url);
  return {
    options: {
      ...urlToHttpOptions(url),
      createConnection: () => connect({ socket, ...(isIP(host) === 0 && { servername: host }) }).setTimeout(patience),
    },
  };
}

function answerTo({ options, headers: ofWay }: Asked, { headers, patience }: HttpGetOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = (options.protocol === 'https:' ? https : http).get({
      ...options,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'alpha-cl', ...ofWay, ...headers },
      timeout: patience,
    });
    let answered: IncomingMessage | undefined;
    // An error given to the request after its answer would not reach the reader of the body.
    sent.once('timeout', () => (answered ?? sent).destroy(stalled(patience)));
    // Both listeners stay: an error may follow the first one, and one that nobody hears would end the process.
    sent.on('error', (error) => reject(connectionFailure(error)));
    sent.once('response', (message) => {
      answered = message;
      message.on('error', () => undefined);
      resolve(message);
    });
  });
}

async function* bodyOf(message: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* message as AsyncIterable<Buffer>;
  } catch (error) {
    throw connectionFailure(error);
  }
}

function stalled(patience: number): ConnectionFailure {
  return new ConnectionFailure(`nothing came for ${patience / 1000} s`);
}

function connectionFailure(error: unknown): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error;
  if (error instanceof TunnelRefusal) return new ConnectionFailure(error.message, { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new ConnectionFailure(REASONS[code] ?? `the connection failed (${code})`, { cause: error });
}
