import { afterAll, afterEach, beforeAll } from 'vitest';
import { BaseClient } from './base-client.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { ServerProcess } from './server-process.ts';
import { V1Client, type V1Options } from './v1-client.ts';
import type { ConnectOptions } from './web-socket-client.ts';

interface Closable {
  close(): Promise<unknown>;
}

/** One server on one database for all tests of a file; what a test connects is closed at its end. */
export interface LiveServer {
  readonly database: TestDatabase;
  readonly server: ServerProcess;
  /** A client of the base that has its INITIAL_DATA. Default: on WS_PORT. */
  base(url?: string, options?: ConnectOptions): Promise<BaseClient>;
  /** A client of `orderdeck.v1` that has its picture. Default: on the port of REST. */
  v1(url?: string, options?: V1Options): Promise<V1Client>;
  /** Closes the client with the test. */
  keep<Client extends Closable>(client: Client): Client;
}

/** Registers the hooks; call at the top of a file or of a `describe`. */
export function liveServer(settings: Readonly<Record<string, string>> = {}): LiveServer {
  let database: TestDatabase | null = null;
  let server: ServerProcess | null = null;
  const clients: Closable[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    server = await ServerProcess.start({ ...database.env, RATE_LIMIT_PER_MINUTE: '0', ...settings });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const running = <T>(thing: T | null): T => {
    if (thing === null) throw new Error('Only to be used inside a test');
    return thing;
  };
  const live: LiveServer = {
    get database() {
      return running(database);
    },
    get server() {
      return running(server);
    },
    async base(url = live.server.wsUrl, options) {
      return live.keep(await BaseClient.connect(url, options)).ready();
    },
    async v1(url = live.server.sameOriginWsUrl, options) {
      return live.keep(await V1Client.connect(url, options)).ready();
    },
    keep(client) {
      clients.push(client);
      return client;
    },
  };
  return live;
}
