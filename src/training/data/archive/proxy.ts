/**
 * The proxy through which an address is requested, as the environment names it: https_proxy, http_proxy, all_proxy and no_proxy,
 * or the same in upper case, as curl and Python read them. Node.js reads them itself only from version 22.21 on.
 */
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type Socket } from 'node:net';
import { InvalidInput } from '../../../base/invalid-input.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the proxy for an address; undefined if it is requested directly.
 *
 * @throws InvalidInput when the proxy is not an address of http or https
 */
export function proxyOf(url: URL, environment: Environment): URL | undefined {
  const scheme = url.protocol.slice(0, -1);
  const given = valueOf(`${scheme}_proxy`, environment) ?? valueOf('all_proxy', environment);
  if (given === undefined || isExempt(url, valueOf('no_proxy', environment)?.value ?? '')) return undefined;
  // Many write the host and port alone.
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(given.value) ? given.value : `http://${given.value}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy;
  // The value may hold a password, and is not repeated.
  throw new InvalidInput(
    `cannot use ${given.name}: expected a proxy of http or https, such as http://HOST:PORT; or exempt ${url.hostname} with NO_PROXY`,
  );
}

/** Returns the proxy's name for messages, without user name and password. */
export function proxyName(proxy: URL): string {
  return `the proxy ${proxy.protocol}//${proxy.host}`;
}

/** Returns the headers by which a user identifies to a proxy. */
export function proxyHeaders({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` };
}

/** Opens a tunnel through a proxy to the host and port of `url`. @throws Error with the status if the proxy refuses */
export function tunnel(proxy: URL, url: URL, patience: number): Promise<Socket> {
  const target = `${url.hostname}:${url.port === '' ? 443 : url.port}`;
  return new Promise((resolve, reject) => {
    const asked = (proxy.protocol === 'https:' ? https : http).request({
      method: 'CONNECT',
      host: hostOf(proxy),
      port: proxy.port === '' ? undefined : Number(proxy.port),
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      agent: false,
      timeout: patience,
    });
    asked.once('timeout', () => asked.destroy(new TunnelRefusal('it does not answer')));
    asked.on('error', reject);
    asked.once('connect', ({ statusCode }, socket) => {
      socket.on('error', () => undefined);
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new TunnelRefusal(refusal(statusCode)));
    });
    asked.end();
  });
}

/** Error of a proxy that opens no tunnel. */
export class TunnelRefusal extends Error {
  override readonly name = 'TunnelRefusal';
}

export function refusal(status: number | undefined): string {
  return status === 407
    ? 'it asks for a name and password (status 407): write http://NAME:PASSWORD@HOST:PORT'
    : `it refuses with status ${status}`;
}

/** Returns the host, without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replaceAll(/^\[|\]$/g, '');
}

function valueOf(
  name: string,
  environment: Environment,
): { readonly name: string; readonly value: string } | undefined {
  return [name, name.toUpperCase()]
    .map((one) => ({ name: one, value: environment[one]?.trim() ?? '' }))
    .find(({ value }) => value !== '');
}

/**
 * Tells if no_proxy exempts an address; it holds hosts, domains with all below them, addresses and subnets, each with a port or
 * without; or `*`.
 */
function isExempt(url: URL, list: string): boolean {
  const host = hostOf(url).toLowerCase().replace(/\.$/, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '') return false;
      if (entry === '*') return true;
      if (entry.includes('/')) return isWithin(host, entry);
      const [, bracketed, plain, ofPort] = /^(?:\[(.*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
      if (ofPort !== undefined && ofPort !== port) return false;
      const name = (bracketed ?? plain ?? '').replace(/^\*?\./, '').replace(/\.$/, '');
      return name !== '' && (host === name || (isIP(host) === 0 && host.endsWith(`.${name}`)));
    });
}

function isWithin(host: string, subnet: string): boolean {
  const [address = '', bits = ''] = subnet.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(host) === 0 || isIP(address) !== isIP(host) || !/^\d+$/.test(bits)) return false;
  if (Number(bits) > (family === 'ipv6' ? 128 : 32)) return false;
  const subnets = new BlockList();
  subnets.addSubnet(address, Number(bits), family);
  return subnets.check(host, family);
}
