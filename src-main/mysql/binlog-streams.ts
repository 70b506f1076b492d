import { randomInt } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { AnyBinlogEvent, default as ZongJi } from '@vlasky/zongji';
import type { CommitStream, CommitStreamListener, CommitStreams, StreamEnd } from '../feed/commit-stream.ts';
import { endOf, lookAtBinlog } from './binlog-access.ts';
import { type ConnectionTarget, wayTo } from './mysql-connection.ts';
import type { Database } from './pool.ts';

type Target = Pick<ConnectionTarget, 'host' | 'port' | 'user' | 'password' | 'tls' | 'connectTimeoutMs'>;

/**
 * The end of a transaction, in whatever form it stands in the log. `query` holds those of tables without transactions,
 * of XA and of DDL; a compressed transaction is one event. No row is decoded.
 */
const EVENTS = ['xid', 'query', 'xaprepare', 'transactionpayload', 'rotate'];

/** Nanoseconds. Older servers know the first name, the newest may know the second one alone. */
const HEARTBEAT = 'SET @master_heartbeat_period = 1000000000, @source_heartbeat_period = 1000000000';

/** Replicas of people have small numbers. Another one each time, so that a clash is over with the next attempt. */
const SERVER_IDS = { from: 0x4000_0000, below: 0xffff_fffe };

const KEEP_ALIVE_MS = 10_000;

/** Commits as the server's binary log tells them to a replica. */
export class BinlogStreams implements CommitStreams {
  constructor(
    private readonly database: Pick<Database, 'connect'>,
    private readonly target: Target,
    private readonly serverId: () => number = () => randomInt(SERVER_IDS.from, SERVER_IDS.below),
  ) {}

  open(listener: CommitStreamListener): CommitStream {
    const stream = new BinlogStream(this.target, this.serverId(), listener);
    void stream.run(this.database);
    return stream;
  }
}

class BinlogStream implements CommitStream {
  private zongji: ZongJi | null = null;
  private readonly sockets: Socket[] = [];
  private timer: NodeJS.Timeout | null = null;
  private isOpen = false;
  private closed = false;

  constructor(
    private readonly target: Target,
    private readonly serverId: number,
    private readonly listener: CommitStreamListener,
  ) {}

  get bytesRead(): number {
    return this.sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);
  }

  /** Never rejects: what goes wrong is told as the end. */
  async run(database: Pick<Database, 'connect'>): Promise<void> {
    let grant = '';
    try {
      // A connection of its own: those that are open do not know of a right that was given since.
      const connection = await database.connect({
        isolation: 'READ COMMITTED',
        timeoutMs: this.target.connectTimeoutMs,
      });
      const access = await lookAtBinlog(connection).finally(() => connection.close());
      if (access.obstacle !== null) {
        this.end(access.obstacle);
        return;
      }
      ({ grant } = access);
      const Reader = await loadReader();
      if (this.closed) return;
      if (Reader === null) this.end(NOT_LOADABLE);
      else this.follow(new Reader(this.options()), grant);
    } catch (error) {
      this.end(endOf(error, grant));
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.zongji?.stop();
    // The driver only half-closes, which a frozen server never answers.
    for (const socket of this.sockets) socket.destroy();
  }

  private follow(zongji: ZongJi, grant: string): void {
    this.zongji = zongji;
    this.timer = setTimeout(() => {
      this.end(lost(`The binary log did not begin within ${this.target.connectTimeoutMs} ms.`));
    }, this.target.connectTimeoutMs);
    zongji.on('binlog', (event) => this.take(event));
    zongji.on('error', (error) => {
      // That it cannot decode a compressed transaction, which nobody asks it to.
      if (isOfConnection(error)) this.end(endOf(error, grant));
    });
    // Only the stream itself is needed from here on.
    zongji.once('ready', () => zongji.ctrlConnection?.end());
    zongji.start({ serverId: this.serverId, startAtEnd: true, includeEvents: EVENTS });
    zongji.connection?.query(HEARTBEAT, (error) => {
      if (error !== null) this.end(endOf(error, grant));
    });
  }

  private options() {
    const { host, port, user, password, connectTimeoutMs } = this.target;
    return {
      ...wayTo(this.target),
      user,
      password,
      connectTimeout: connectTimeoutMs,
      // Sockets of our own can be ended for good, and show whether anything still comes.
      stream: () => {
        const socket = connect({ host, port }).setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
        this.sockets.push(socket);
        return socket;
      },
    };
  }

  private take(event: AnyBinlogEvent): void {
    if (this.closed) return;
    if (!this.isOpen) {
      this.isOpen = true;
      if (this.timer !== null) clearTimeout(this.timer);
      this.listener.opened();
    }
    if (isEndOfTransaction(event)) this.listener.committed();
  }

  private end(end: StreamEnd): void {
    if (this.closed) return;
    this.close();
    this.listener.ended(end);
  }
}

/** BEGIN comes with its transaction, so it would only be a second word of the same. */
function isEndOfTransaction(event: AnyBinlogEvent): boolean {
  const name = event.getTypeName();
  return name === 'Query' ? (event as { query?: string }).query !== 'BEGIN' : name !== 'Rotate';
}

function isOfConnection(error: Error): boolean {
  return 'errno' in error || 'code' in error || 'fatal' in error;
}

/** Loaded when it is needed: most of its weight is for decoding rows. `null`: not on this version of Node.js. */
async function loadReader(): Promise<typeof ZongJi | null> {
  try {
    return (await import('@vlasky/zongji')).default;
  } catch {
    return null;
  }
}

const NOT_LOADABLE: StreamEnd = {
  reason: 'not-loadable',
  problem: 'The reader of the binary log does not run here.',
  repair: null,
};

function lost(problem: string): StreamEnd {
  return { reason: 'lost', problem, repair: null };
}
