import { AppError } from '../base/app-error.ts';
import type { DatabaseConnection } from './mysql-connection.ts';

/** How many connections there may be, are, are lent out, and how many borrowers wait for one. */
export interface PoolUsage {
  readonly limit: number;
  readonly open: number;
  readonly inUse: number;
  readonly waiting: number;
}

interface PoolOptions {
  readonly limit: number;
  /** 0: no limit. */
  readonly queueLimit: number;
  /** `onEnd` is called when the connection is of no more use. */
  open(onEnd: () => void): Promise<DatabaseConnection>;
}

interface Waiter {
  take(connection: DatabaseConnection): void;
  fail(error: unknown): void;
}

/** Connections lent out one borrower at a time; the one used last is lent first, so that the others may rest. */
export class ConnectionPool {
  private readonly idle: DatabaseConnection[] = [];
  private readonly lent = new Set<DatabaseConnection>();
  private readonly ended = new WeakSet<DatabaseConnection>();
  private readonly waiters: Waiter[] = [];
  private opening = 0;
  closed = false;

  constructor(private readonly options: PoolOptions) {}

  /**
   * @throws AppError `database-busy` when too many wait already, `shutting-down` after `end`, else the error of opening
   */
  borrow(): Promise<DatabaseConnection> {
    if (this.closed) return Promise.reject(stopping());
    const rested = this.idle.pop();
    if (rested !== undefined) {
      this.lent.add(rested);
      return Promise.resolve(rested);
    }
    const { queueLimit } = this.options;
    const mustWait = this.openCount() >= this.options.limit;
    if (mustWait && queueLimit > 0 && this.queued() >= queueLimit) {
      return Promise.reject(new AppError('database-busy', 'Too many requests wait for MySQL. Try again in a moment.'));
    }
    return new Promise((take, fail) => {
      this.waiters.push({ take, fail });
      this.openForWaiters();
    });
  }

  giveBack(connection: DatabaseConnection): void {
    if (!this.lent.delete(connection)) return;
    if (this.closed || this.ended.has(connection)) {
      connection.destroy();
      this.openForWaiters();
      return;
    }
    this.lend(connection);
  }

  usage(): PoolUsage {
    return {
      limit: this.options.limit,
      open: this.idle.length + this.lent.size,
      inUse: this.lent.size,
      waiting: this.queued(),
    };
  }

  async end(): Promise<void> {
    this.closed = true;
    for (const waiter of this.waiters.splice(0)) waiter.fail(stopping());
    for (const connection of [...this.lent]) connection.destroy();
    await Promise.all(this.idle.splice(0).map((connection) => connection.close()));
  }

  private lend(connection: DatabaseConnection): void {
    const waiter = this.waiters.shift();
    if (waiter === undefined) {
      this.idle.push(connection);
      return;
    }
    this.lent.add(connection);
    waiter.take(connection);
  }

  private openForWaiters(): void {
    while (!this.closed && this.opening < this.waiters.length && this.openCount() < this.options.limit) this.openOne();
  }

  private openOne(): void {
    this.opening++;
    let opened: DatabaseConnection | null = null;
    const onEnd = () => {
      if (opened !== null) this.forget(opened);
    };
    this.options.open(onEnd).then(
      (connection) => {
        opened = connection;
        this.opening--;
        if (this.closed) connection.destroy();
        else this.lend(connection);
      },
      (error: unknown) => {
        this.opening--;
        // One attempt, one answer: the others have attempts of their own or wait for a connection to come back.
        this.waiters.shift()?.fail(error);
        this.openForWaiters();
      },
    );
  }

  private forget(connection: DatabaseConnection): void {
    this.ended.add(connection);
    const index = this.idle.indexOf(connection);
    if (index >= 0) this.idle.splice(index, 1);
  }

  /** Those who wait for a connection of somebody else; the other waiters have one opening for them. */
  private queued(): number {
    return Math.max(0, this.waiters.length - this.opening);
  }

  private openCount(): number {
    return this.idle.length + this.lent.size + this.opening;
  }
}

function stopping(): AppError {
  return new AppError('shutting-down', 'The server is stopping.');
}
