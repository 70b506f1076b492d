import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../base/app-error.ts';
import { isLoopback } from '../base/loopback-address.ts';
import type { Config } from '../config/config.ts';
import { usesTls } from '../config/transport-mode.ts';

/** What decides which names and pages may reach this server. */
export type HostRules = Pick<Config, 'BIND_ADDRESS' | 'ALLOWED_HOSTS' | 'PORT' | 'WS_PORT' | 'TLS'>;

interface HostPort {
  /** Lower case, without brackets and without the dot at the end. */
  readonly name: string;
  readonly port: number;
}

export const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/**
 * Whether a request may carry this `Host` header. A page of some other site whose name was pointed at this machine
 * (DNS rebinding) still sends its own name here, so names are closed: loopback, the bind address, ALLOWED_HOSTS.
 * An address cannot be rebound, so a server that listens on every address answers to every address.
 */
export function isHostAllowed(host: string | undefined, rules: HostRules): boolean {
  const target = parseHost(host, defaultPort(rules));
  if (target === null) return false;
  const { name } = target;
  if (isLoopback(name) || name === bareName(rules.BIND_ADDRESS)) return true;
  if (isWildcard(rules.BIND_ADDRESS) && isIP(name) !== 0) return true;
  return isListed(target, rules);
}

/** The `Host` of a request; none where there are several, since whoever is on the way may have believed another one. */
export function hostOf({ headers, rawHeaders }: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): string | undefined {
  const names = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  return names.length > 1 ? undefined : headers.host;
}

/**
 * Whether a page of this `Origin` may change something or open a WebSocket here: this server's own pages (by `host`,
 * at either of its ports) and those of ALLOWED_HOSTS. Programs that are no browser send no origin.
 */
export function isOriginAllowed(origin: string | undefined, host: string | undefined, rules: HostRules): boolean {
  if (origin === undefined) return true;
  const match = /^(https?):\/\/([^/?#@]+)$/i.exec(origin);
  const [, scheme, authority] = match ?? [];
  if (scheme === undefined) return false;
  const isSecurePage = scheme.toLowerCase() === 'https';
  const page = parseHost(authority, isSecurePage ? 443 : 80);
  const here = parseHost(host, defaultPort(rules));
  if (page === null || here === null) return false;
  if (isListed(page, rules)) return true;
  // This server's pages come by HTTPS alone: one by plain HTTP was put there by somebody on the way.
  if (usesTls(rules) && !isSecurePage) return false;
  const sameName = page.name === here.name || (isLoopback(page.name) && isLoopback(here.name));
  return sameName && [here.port, rules.PORT, rules.WS_PORT].includes(page.port);
}

function defaultPort(rules: HostRules): number {
  return usesTls(rules) ? 443 : 80;
}

/** Refuses foreign hosts on every request, and foreign pages on every request that changes something. */
export function addHostGuard(app: FastifyInstance, rules: HostRules): void {
  app.addHook('onRequest', async ({ method, headers, raw }) => {
    const host = hostOf(raw);
    if (!isHostAllowed(host, rules)) throw hostRefused();
    if (!SAFE_METHODS.includes(method) && !isOriginAllowed(headers.origin, host, rules)) throw originRefused();
  });
}

export function hostRefused(): AppError {
  return new AppError('forbidden-origin', 'This host name is not one of this server. Add it to ALLOWED_HOSTS.', {
    errors: [{ field: 'Host', message: 'is not an allowed host' }],
  });
}

export function originRefused(): AppError {
  return new AppError('forbidden-origin', 'Pages of this origin may not do this. Add its host to ALLOWED_HOSTS.', {
    errors: [{ field: 'Origin', message: 'is not an allowed origin' }],
  });
}

function isListed(target: HostPort, rules: HostRules): boolean {
  return rules.ALLOWED_HOSTS.some((entry) => {
    const allowed = parseHost(entry, 0);
    return allowed !== null && allowed.name === target.name && (allowed.port === 0 || allowed.port === target.port);
  });
}

function parseHost(host: string | undefined, portOfScheme: number): HostPort | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(host ?? '');
  const [, name, port] = match ?? [];
  if (name === undefined) return null;
  return { name: bareName(name), port: port === undefined ? portOfScheme : Number(port) };
}

function bareName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function isWildcard(address: string): boolean {
  return ['0.0.0.0', '::'].includes(bareName(address));
}
