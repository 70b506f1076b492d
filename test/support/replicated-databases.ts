import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';
import { eventually } from './eventually.ts';
import { type OwnDatabaseServer, startOwnDatabaseServer } from './private-database.ts';

// What a test kills is the process, never the machine, so nothing need be on the disk at each commit.
const FLAGS = [
  '--log-bin=binlog',
  '--binlog-format=ROW',
  '--sync-binlog=0',
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-buffer-pool-size=64M',
];

/** A primary and its replica, two servers of a test's own with real replication between them. */
export class ReplicatedDatabases {
  readonly isMariaDb: boolean;

  private constructor(
    readonly primary: OwnDatabaseServer,
    readonly replica: OwnDatabaseServer,
    /** Administrators' connections. */
    readonly onPrimary: Connection,
    private replicaConnection: Connection,
  ) {
    this.isMariaDb = primary.name.startsWith('MariaDB');
  }

  static async start(): Promise<ReplicatedDatabases> {
    const servers = await Promise.all([1, 2].map((id) => startOwnDatabaseServer([...FLAGS, `--server-id=${id}`])));
    const [primary, replica] = servers as [OwnDatabaseServer, OwnDatabaseServer];
    const pair = new ReplicatedDatabases(
      primary,
      replica,
      await mysql.createConnection(primary.url),
      await mysql.createConnection(replica.url),
    );
    await pair.follow();
    return pair;
  }

  async query<Row = Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.onPrimary.query(sql, [...values]))[0] as Row[];
  }

  /** Another program in a transaction of its own; to be destroyed. */
  async writer(database: string): Promise<Connection> {
    const connection = await mysql.createConnection(`${this.primary.url}${database}`);
    await connection.query('START TRANSACTION');
    return connection;
  }

  /** A statement on the replica. */
  async onReplica<Row = Record<string, unknown>>(sql: string): Promise<Row[]> {
    return (await this.replicaConnection.query(sql))[0] as Row[];
  }

  async stopReplication(): Promise<void> {
    await this.onReplica(this.isMariaDb ? 'STOP SLAVE' : 'STOP REPLICA');
  }

  async startReplication(): Promise<void> {
    await this.onReplica(this.isMariaDb ? 'START SLAVE' : 'START REPLICA');
  }

  /** The replica applies every change so late. */
  async delay(seconds: number): Promise<void> {
    await this.stopReplication();
    await this.onReplica(
      this.isMariaDb
        ? `CHANGE MASTER TO MASTER_DELAY = ${seconds}`
        : `CHANGE REPLICATION SOURCE TO SOURCE_DELAY = ${seconds}`,
    );
    await this.startReplication();
  }

  /** Several transactions at once, whichever commits first; MariaDB does that between domains alone. */
  async applyInParallel(): Promise<void> {
    await this.stopReplication();
    if (this.isMariaDb) {
      await this.onReplica('SET GLOBAL slave_parallel_threads = 4');
    } else {
      await this.onReplica('SET GLOBAL replica_preserve_commit_order = OFF');
      await this.onReplica('SET GLOBAL replica_parallel_workers = 4');
    }
    await this.startReplication();
  }

  /** Waits until the replica has applied everything the primary has committed. */
  async caughtUp(): Promise<void> {
    await eventually('the replica has caught up', async () => {
      const [ours, theirs] = await Promise.all([this.logOf(this.onPrimary), this.logOf(this.replicaConnection)]);
      return ours === theirs;
    });
  }

  async killReplica(): Promise<void> {
    this.replicaConnection.destroy();
    await this.replica.kill();
  }

  async restartReplica(): Promise<void> {
    await this.replica.start();
    this.replicaConnection = await mysql.createConnection(this.replica.url);
    await this.onReplica('SET GLOBAL read_only = ON');
  }

  async remove(): Promise<void> {
    this.replicaConnection.destroy();
    this.onPrimary.destroy();
    await Promise.all([this.primary.remove(), this.replica.remove()]);
  }

  private async follow(): Promise<void> {
    const { port } = this.primary;
    const source = [
      'HOST',
      "'127.0.0.1'",
      'PORT',
      port,
      'USER',
      "'root'",
      'PASSWORD',
      "''",
      'LOG_FILE',
      "'binlog.000001'",
      'LOG_POS',
      4,
    ];
    const options = (prefix: string) =>
      source
        .flatMap((value, index) => (index % 2 === 0 ? [`${prefix}_${value} = ${source[index + 1]}`] : []))
        .join(', ');
    await this.onReplica(
      this.isMariaDb
        ? `CHANGE MASTER TO ${options('MASTER')}, MASTER_CONNECT_RETRY = 1`
        : `CHANGE REPLICATION SOURCE TO ${options('SOURCE')}, SOURCE_CONNECT_RETRY = 1, GET_SOURCE_PUBLIC_KEY = 1`,
    );
    await this.onReplica('SET GLOBAL read_only = ON');
    await this.startReplication();
  }

  private async logOf(connection: Connection): Promise<string> {
    const [rows] = await connection.query<RowDataPacket[]>('SHOW DATABASES');
    const names = rows.map((row) => String(Object.values(row)[0])).filter((name) => name.startsWith('od_'));
    const counts = await Promise.all(
      names.map(async (name) => {
        const [[row]] = await connection.query<RowDataPacket[]>(
          `SELECT COUNT(*) AS n, MAX(id) AS top FROM \`${name}\`.order_changes`,
        );
        return `${name} ${row?.n} ${row?.top}`;
      }),
    );
    return counts.join(', ');
  }
}
