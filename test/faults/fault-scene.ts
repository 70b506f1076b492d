import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import { QUICK } from '../support/feed-rig.ts';
import type { OwnDatabaseServer } from '../support/private-database.ts';
import { seededRandom } from '../support/random.ts';
import { type ServerOptions, ServerProcess } from '../support/server-process.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { BaseWatcher } from './base-watcher.ts';
import type { Form, ScenePlan } from './fault-row.ts';
import { databaseOnLimitedDisk, ownDatabase } from './own-databases.ts';
import { PollingWatcher } from './polling-watcher.ts';
import { RecordedCommands } from './recorded-commands.ts';
import { RowWriters } from './row-writers.ts';
import { SceneDatabase } from './scene-database.ts';
import { SqlWire } from './sql-wire.ts';
import { StreamWatcher } from './stream-watcher.ts';
import { V1Watcher } from './v1-watcher.ts';
import type { Watcher } from './watcher.ts';

const COMMON: ScenePlan = {
  database: 'shared',
  databaseFlags: [],
  servers: 1,
  settings: {},
  wire: false,
  writers: 5,
  commands: true,
  writersSql: '',
};

/** Nothing is deleted that is to be counted at the end, unless a row wants it so. */
const SETTINGS = { ...QUICK, LOG_RETENTION_ROWS: '1000000' };

/** A start is not what is looked at: on a busy machine it may take its time. */
const PATIENT = { withinMs: 90_000 };

/** Orders that are there before anything happens. */
const FIRST_ORDERS = 120;

/** A real database, real servers, clients of every kind that watch, and programs that write: the stage of each row. */
export class FaultScene {
  readonly servers: ServerProcess[] = [];
  readonly watchers: Watcher[] = [];
  readonly random: () => number;
  readonly plan: ScenePlan;
  /** The highest change id before anything happened. */
  firstId = 0;
  #writers: RowWriters | null = null;
  #commands: RecordedCommands | null = null;
  #rounds = 0;
  #told: string[] = [];
  readonly #incidents = new Set<string>();

  private constructor(
    plan: Partial<ScenePlan>,
    readonly database: SceneDatabase,
    readonly seed: number,
    readonly form: Form,
    /** The database server, where the row may do with it what it likes. */
    private readonly ownServer: OwnDatabaseServer | null,
    private readonly openWire: SqlWire | null,
  ) {
    this.plan = { ...COMMON, ...plan };
    this.random = seededRandom(seed);
  }

  static async open(plan: Partial<ScenePlan> = {}, seed: number, form: Form): Promise<FaultScene> {
    const own = await serverFor(plan);
    const database = new SceneDatabase(own?.url ?? null);
    await database.create();
    const wire = plan.wire === true ? await SqlWire.start({ host: database.host, port: database.port }) : null;
    return new FaultScene(plan, database, seed, form, own, wire);
  }

  get own(): OwnDatabaseServer {
    if (this.ownServer === null) throw new Error('This row has no database server of its own');
    return this.ownServer;
  }

  get wire(): SqlWire {
    if (this.openWire === null) throw new Error('This row has no wire');
    return this.openWire;
  }

  get writers(): RowWriters {
    if (this.#writers === null) throw new Error('Nobody writes yet');
    return this.#writers;
  }

  get hasWriters(): boolean {
    return this.#writers !== null;
  }

  get commands(): RecordedCommands | null {
    return this.#commands;
  }

  /** Servers, clients and writers, all of them at work. */
  async begin(settings: Readonly<Record<string, string>>): Promise<void> {
    for (let i = 0; i < this.plan.servers; i++) await this.startServer(settings);
    if (this.plan.servers > 0) {
      await this.insert(FIRST_ORDERS);
      await this.equal();
      for (const watcher of this.watchers) watcher.isFromTheBeginning = true;
      [this.firstId = 0] = (await this.database.changeIds()).slice(-1);
    }
    this.beginWriting();
    if (this.plan.servers > 0) await this.progress(40);
  }

  /** Environment of one more server. */
  environment(settings: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { ...this.database.env(this.openWire?.port), ...SETTINGS, ...this.plan.settings, ...settings };
  }

  /** One more server, watched by clients of every kind. */
  async startServer(settings?: Readonly<Record<string, string>>, options?: ServerOptions): Promise<ServerProcess> {
    const server = await ServerProcess.start(this.environment(settings), { ...PATIENT, ...options });
    this.servers.push(server);
    this.watch(server);
    return server;
  }

  /** Clients of every kind at a server's ports, whether it is there or not. */
  watch({
    port,
    url,
    wsUrl,
    sameOriginWsUrl,
  }: Pick<ServerProcess, 'port' | 'url' | 'wsUrl' | 'sameOriginWsUrl'>): void {
    const kinds = [
      new V1Watcher(sameOriginWsUrl),
      new V1Watcher(wsUrl),
      new BaseWatcher(wsUrl),
      new StreamWatcher(url),
      new PollingWatcher(port),
    ];
    this.watchers.push(...kinds.map((watcher) => watcher.start()));
  }

  /** The process ended, or is ended now; a new one takes its ports, as a service manager sees to. */
  async restart(index: number, changes: Readonly<Record<string, string>> = {}, options?: ServerOptions): Promise<void> {
    const old = this.server(index);
    await old.kill();
    this.servers[index] = await old.startAgain(changes, { ...PATIENT, ...options });
  }

  server(index = 0): ServerProcess {
    const server = this.servers[index];
    if (server === undefined) throw new Error(`There is no server ${index}`);
    return server;
  }

  beginWriting(): void {
    const { host, port, user, password, name: database } = this.database;
    const { writers, writersSql: sessionSql } = this.plan;
    const through = this.openWire !== null && this.ownServer !== null ? this.openWire.port : port;
    this.#writers = new RowWriters({
      host,
      port: through,
      user,
      password,
      database,
      writers,
      seed: this.seed,
      sessionSql,
    });
    if (this.plan.commands) {
      this.#commands = new RecordedCommands(
        this.servers.map((server) => server.port),
        `run ${this.seed}-${++this.#rounds}`,
      );
    }
  }

  /** Resolves when all writers have ended what they were doing. */
  async endWriting(): Promise<void> {
    await Promise.all([this.#writers?.stop(), this.#commands?.stop()]);
  }

  /** Waits until so many more transactions of other programs have been committed. */
  async progress(transactions: number): Promise<void> {
    const { committed } = this.writers;
    await eventually('the writers go on', () => this.writers.committed >= committed + transactions);
  }

  /** How long a fault lasts, in milliseconds: the fault itself, not a wait for something. */
  lasts(times: Readonly<Record<Form, number>>): Promise<void> {
    return pause(times[this.form]);
  }

  /** Rows written by another program. */
  async insert(count: number, name = 'Customer'): Promise<void> {
    const rows = Array.from({ length: count }, (_, i) => [`${name} ${i}`, 'Laptop']);
    await this.database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [rows]);
  }

  /** Waits until every client shows exactly the table. */
  async equal(withinMs = 30_000): Promise<void> {
    try {
      await eventuallyEqualTable(this.database, this.watchers, withinMs);
    } catch (error) {
      const states = this.watchers.map(
        ({ kind, connections, lastTrouble }) => `${kind}: ${connections} connections, last trouble: ${lastTrouble}`,
      );
      const said = [...states.slice(0, 10), ...(await this.#serverStates())];
      throw new Error(`${(error as Error).message}\n${said.join('\n')}`, { cause: error });
    }
  }

  /** How the servers are, for whoever has to find out why somebody is not told. */
  async #serverStates(): Promise<readonly string[]> {
    return Promise.all(
      this.servers.map(async (server, index) => {
        const { lines } = server;
        try {
          const answer = await fetch(`${server.url}/api/stats`, { signal: AbortSignal.timeout(2_000) });
          const { status, database } = await answer.json();
          return `server ${index}: ${JSON.stringify({ status, database })}\n${lines.slice(-5).join('\n')}`;
        } catch (error) {
          return `server ${index} does not answer: ${(error as Error).message}\n${lines.slice(-30).join('\n')}`;
        }
      }),
    );
  }

  /** Waits until somebody who looks at the console, the monitor or a client reads such words. */
  reads(words: RegExp, withinMs = 20_000): Promise<string> {
    return eventually(
      `an operator reads ${words}`,
      async () => {
        const told = await this.words();
        const found = told.find((text) => words.test(text));
        if (found === undefined) throw new Error(JSON.stringify(told.slice(-5)));
        return found;
      },
      withinMs,
    );
  }

  /** Everything an operator could have read so far. */
  async words(): Promise<readonly string[]> {
    await this.look();
    return [
      ...new Set([
        ...this.#told,
        ...this.watchers.flatMap((watcher) => watcher.told()),
        ...(this.#commands?.told ?? []),
      ]),
    ];
  }

  /** Notes what the servers say of themselves now: one that is killed takes it with it. */
  async look(): Promise<void> {
    await Promise.all(
      this.servers.map(async ({ url }) => {
        try {
          const answer = await fetch(`${url}/api/stats`, { signal: AbortSignal.timeout(2_000) });
          const { feed, status } = await answer.json();
          for (const { code, message } of [...feed.incidents].reverse()) {
            this.#incidents.add(code);
            this.#told.push(message);
          }
          if (status.problem !== null) this.#told.push(status.problem);
        } catch {
          // A server that does not answer says nothing.
        }
      }),
    );
    this.#told = [...new Set(this.#told)];
  }

  get incidents(): readonly string[] {
    return [...this.#incidents];
  }

  async close(): Promise<void> {
    this.openWire?.thaw();
    this.ownServer?.thaw();
    await Promise.all(this.servers.map((server) => server.kill()));
    await Promise.all(this.watchers.map((watcher) => watcher.stop()));
    await this.endWriting();
    await this.openWire?.close();
    await this.database.close(this.ownServer === null);
  }
}

async function serverFor({ database, databaseFlags = [] }: Partial<ScenePlan>): Promise<OwnDatabaseServer | null> {
  if (database === 'own') return ownDatabase(databaseFlags);
  return database === 'limited' ? (await databaseOnLimitedDisk()).server : null;
}
