import { setImmediate as nextTurn } from 'node:timers/promises';
import { FakeClock } from './fake-clock.ts';
import { differences } from './picture.ts';
import { seededRandom } from './random.ts';
import { type BusManners, SimulatedBus } from './simulated-bus.ts';
import { SimulatedBaseClient, type SimulatedClient, SimulatedV1Client } from './simulated-client.ts';
import { SimulatedDatabase, type SimulatedTransaction } from './simulated-database.ts';
import { SimulatedRetention } from './simulated-retention.ts';
import { SimulatedServer, type SimulatedServerOptions } from './simulated-server.ts';

/** Something that happens now and then, with its share of the steps. */
export type Event =
  | 'write'
  | 'database-away'
  | 'burn-id'
  | 'damaged-row'
  | 'jump-ids'
  | 'truncate-log'
  | 'bypass-log'
  | 'crash'
  | 'reconnect'
  | 'slow-down'
  | 'read'
  | 'set-clock'
  | 'bus-away'
  | 'bus-flush'
  | 'bus-split'
  | 'freeze';

export interface SimulationOptions extends SimulatedServerOptions {
  readonly seed: number;
  readonly servers: number;
  readonly clients: number;
  readonly shares: Partial<Record<Event, number>>;
  /** A bus between the servers, with these manners. */
  readonly bus?: BusManners;
}

const READER_TIMEOUT_MS = 3_000;
const MAX_OPEN = 6;

interface Connected {
  client: SimulatedClient;
  server: number;
}

/** Writers, readers, clients and misfortunes on one clock, all of it decided by one seed. */
export class FeedSimulation {
  readonly clock = new FakeClock();
  readonly database = new SimulatedDatabase();
  readonly clients: Connected[] = [];
  readonly servers: SimulatedServer[] = [];
  /** How often each thing happened. */
  readonly happened: Partial<Record<Event, number>> = {};
  readonly bus: SimulatedBus | null;
  readonly #random: () => number;
  readonly #retention: SimulatedRetention;
  readonly #open: SimulatedTransaction[] = [];
  readonly #crashed: SimulatedServer[] = [];

  constructor(private readonly options: SimulationOptions) {
    this.#random = seededRandom(options.seed);
    this.bus = options.bus === undefined ? null : new SimulatedBus(this.clock, this.#random, options.bus);
    this.#retention = new SimulatedRetention(this.database, this.clock, READER_TIMEOUT_MS);
  }

  async run(steps: number): Promise<void> {
    // With the lowest id committed and kept, a log that keeps everything goes back to any place in it.
    const seed = this.database.begin();
    seed.insert('seed');
    seed.commit();
    for (let i = 0; i < 20; i++) this.#write();
    for (let i = 0; i < this.options.servers; i++) await this.#startServer(i);
    for (let i = 0; i < this.options.clients; i++) {
      const client = i % 2 === 0 ? new SimulatedV1Client() : new SimulatedBaseClient();
      this.clients.push({ client, server: i % this.options.servers });
      this.servers[i % this.options.servers]?.connect(client);
    }
    for (let i = 0; i < 50; i++) await this.#pass(10);
    for (let i = 0; i < steps; i++) {
      this.#happen();
      await this.#pass(this.#random() < 0.1 ? this.#below(200) : this.#below(20));
    }
    await this.#end();
  }

  /** What is wrong at the end; empty when every client equals the table and nobody was told anything false. */
  faults(): string[] {
    const found: string[] = [];
    for (const [index, { client }] of this.clients.entries()) {
      const kind = client instanceof SimulatedV1Client ? 'v1' : 'base';
      if (!client.open) found.push(`client ${index} (${kind}) is closed as ${client.closedAs}`);
      for (const fault of [...client.faults, ...differences(client.picture, this.database.orders)]) {
        found.push(`client ${index} (${kind}): ${fault}`);
      }
    }
    for (const [index, server] of this.servers.entries()) {
      if (server.status.state !== 'live') found.push(`server ${index} is ${server.status.state}`);
    }
    return found;
  }

  /** Codes of the incidents of all servers, also of crashed ones. */
  incidents(): string[] {
    return [...this.#crashed, ...this.servers].flatMap((server) => server.journal.recent.map(({ code }) => code));
  }

  async stop(): Promise<void> {
    const stopping = Promise.all(this.servers.map((server) => server.stop()));
    for (let i = 0; i < 20; i++) await this.#pass(50);
    await stopping;
  }

  async #startServer(index: number): Promise<void> {
    const { clock, database, bus } = this;
    const world = { clock, database, retention: this.#retention, random: this.#random, ...(bus !== null && { bus }) };
    const server = new SimulatedServer(world, this.options);
    this.servers[index] = server;
    await server.start();
  }

  async #end(): Promise<void> {
    this.database.away = null;
    if (this.bus !== null) this.bus.away = false;
    this.bus?.split(false);
    this.#commitAll();
    for (const { client } of this.clients) {
      client.fast = true;
      client.read();
    }
    for (let i = 0; i < 2_000; i++) {
      this.#reconnectClosed();
      await this.#pass(20);
    }
  }

  #happen(): void {
    const shares = Object.entries({ write: 100, ...this.options.shares }) as [Event, number][];
    let point = this.#random() * shares.reduce((sum, [, share]) => sum + share, 0);
    for (const [event, share] of shares) {
      point -= share;
      if (point >= 0) continue;
      this.happened[event] = (this.happened[event] ?? 0) + 1;
      this.#misfortunes[event]();
      return;
    }
  }

  readonly #misfortunes: Record<Event, () => void> = {
    write: () => this.#write(),
    'database-away': () => {
      this.database.away = this.database.away === null ? new Error('MySQL is away') : null;
    },
    'burn-id': () => void this.database.takeLogId(),
    'damaged-row': () => void this.database.damage(),
    'jump-ids': () => this.database.jumpLogIds(this.database.takeLogId() + this.#below(1_000)),
    'truncate-log': () => {
      this.#commitAll();
      this.database.truncateLog();
    },
    'bypass-log': () => this.#bypassLog(),
    crash: () => this.#crash(),
    reconnect: () => this.#reconnect(this.#below(this.clients.length)),
    'slow-down': () => {
      const { client } = this.#pick(this.clients);
      client.fast = !client.fast;
    },
    read: () => {
      for (const { client } of this.clients) if (this.#random() < 0.5) client.read();
    },
    'bus-away': () => {
      if (this.bus !== null) this.bus.away = !this.bus.away;
    },
    'bus-flush': () => this.bus?.flush(),
    'bus-split': () => this.bus?.split(!this.bus.isSplit),
    freeze: () => this.servers[this.#below(this.servers.length)]?.freeze(this.#below(4_000)),
    'set-clock': () => this.clock.setWallClock(Math.floor((this.#random() - 0.5) * 7_200_000)),
  };

  /** Statements such as TRUNCATE wait until no transaction is open. */
  #commitAll(): void {
    for (const transaction of this.#open.splice(0)) transaction.commit();
  }

  #write(): void {
    const choice = this.#random();
    const open = this.#open[this.#below(this.#open.length)];
    if (open !== undefined && (choice < 0.3 || this.#open.length >= MAX_OPEN)) {
      this.#open.splice(this.#open.indexOf(open), 1);
      if (this.#random() < 0.1) open.rollback();
      else open.commit();
      return;
    }
    const transaction = open !== undefined && choice < 0.6 ? open : this.database.begin();
    if (transaction !== open) this.#open.push(transaction);
    for (let i = this.#below(this.#random() < 0.05 ? 30 : 3); i >= 0; i--) this.#change(transaction);
  }

  #change(transaction: SimulatedTransaction): void {
    const name = `name ${this.#below(1_000)}`;
    const choice = this.#random();
    const order = this.#pick([...transaction.orders, ...this.database.free]);
    if (choice < 0.4 || order === undefined) transaction.insert(name);
    else if (choice < 0.9) transaction.update(order.id, name);
    else transaction.remove(order.id);
  }

  /** A cascade, a dropped trigger, a TRUNCATE: rows change and the log is not told. */
  #bypassLog(): void {
    if (this.#random() < 0.3) {
      this.#commitAll();
      this.database.orders.clear();
      return;
    }
    const order = this.#pick(this.database.free);
    if (order === undefined) return;
    if (this.#random() < 0.5) this.database.orders.delete(order.id);
    else this.database.orders.set(order.id, { ...order, customer_name: `restored ${this.#below(1_000)}` });
  }

  #crash(): void {
    const index = this.#below(this.servers.length);
    const server = this.servers[index];
    if (server === undefined || server.crashed) return;
    server.crash();
    this.#crashed.push(server);
    this.#retention.loseLeader();
    this.clock.after(this.#below(3_000), () => void this.#startServer(index));
  }

  #reconnectClosed(): void {
    for (const [index, { client }] of this.clients.entries()) if (!client.open) this.#reconnect(index);
  }

  #reconnect(index: number): void {
    const connected = this.clients[index];
    if (connected === undefined) return;
    this.servers[connected.server]?.disconnect(connected.client);
    const server = this.servers[this.#below(this.servers.length)];
    if (server === undefined || server.crashed) return;
    const before = connected.client;
    connected.client = before instanceof SimulatedV1Client ? new SimulatedV1Client(before) : new SimulatedBaseClient();
    connected.client.fast = before.fast;
    connected.server = this.servers.indexOf(server);
    server.connect(connected.client);
  }

  async #pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    for (let i = 0; i < 4; i++) await nextTurn();
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)] as T;
  }

  #below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }
}
