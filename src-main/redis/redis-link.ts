import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { backoff } from '../base/backoff.ts';

export interface RedisSettings {
  /** `redis://` or `rediss://`, several separated by commas for a cluster. */
  readonly url: string;
  readonly isCluster: boolean;
}

export type RedisClient = Redis | Cluster;

const CONNECT_MS = 2_000;
const COMMAND_MS = 1_000;
const RETRY = { firstMs: 50, mostMs: 1_000 };

/** A connection to Redis that is made anew for ever, and what went wrong with it last. */
export class RedisLink {
  lastError: Error | null = null;

  private constructor(readonly client: RedisClient) {
    client.on('error', (error: Error) => {
      this.lastError = error;
    });
    client.on('ready', () => {
      this.lastError = null;
    });
  }

  /** Begins to connect and returns: commands fail at once while there is no connection. Loads the driver. */
  static async open(settings: RedisSettings): Promise<RedisLink> {
    const { Cluster, Redis } = await import('ioredis');
    const link = new RedisLink(
      settings.isCluster
        ? new Cluster(nodesOf(settings.url), {
            lazyConnect: true,
            enableOfflineQueue: false,
            clusterRetryStrategy: retryMs,
            slotsRefreshTimeout: CONNECT_MS,
            slotsRefreshInterval: 5_000,
            redisOptions: optionsOf(settings.url),
            ...(isEncrypted(settings.url) && {
              // A certificate names hosts, not the addresses they have.
              dnsLookup: (name: string, done: (error: null, address: string) => void) => done(null, name),
            }),
          })
        : new Redis(firstOf(settings.url), {
            lazyConnect: true,
            retryStrategy: retryMs,
            // The driver's own way back into a channel leaves its failure to nobody, which would end the process.
            autoResubscribe: false,
            ...optionsOf(settings.url),
          }),
    );
    // Kept in `lastError`, and tried again.
    link.client.connect().catch(() => undefined);
    return link;
  }

  close(): void {
    this.client.disconnect();
  }
}

function retryMs(attempt: number): number {
  return backoff(attempt, RETRY, Math.random());
}

/** A command that waits is worse than one that fails: whoever asked reads the database instead. */
function optionsOf(url: string): RedisOptions {
  const { username, password } = new URL(firstOf(url));
  return {
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    keepAlive: 5_000,
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(isEncrypted(url) && { tls: {} }),
  };
}

function nodesOf(url: string): { host: string; port: number }[] {
  return url.split(',').map((node) => {
    const { hostname, port } = new URL(node.trim());
    return { host: hostname, port: Number(port || 6_379) };
  });
}

function firstOf(url: string): string {
  return (url.split(',')[0] ?? '').trim();
}

function isEncrypted(url: string): boolean {
  return firstOf(url).startsWith('rediss:');
}
