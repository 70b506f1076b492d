import type { DatabaseConnection } from './mysql-connection.ts';
import type { Database } from './pool.ts';

/** Keeps one connection of a kind open: opened when first used, and again after it failed or was ended while idle. */
export class ConnectionKeeper implements Pick<Database, 'use'> {
  private opening: Promise<DatabaseConnection> | null = null;
  private opened: DatabaseConnection | null = null;

  constructor(
    private readonly database: Database,
    private readonly options: Parameters<Database['connect']>[0],
  ) {}

  /** Any error gives the connection up: after a broken answer nothing on it can be trusted. */
  async use<T>(run: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    if (this.opened?.isOpen === false) this.forget();
    this.opening ??= this.database.connect(this.options);
    const { opening } = this;
    let connection: DatabaseConnection | null = null;
    try {
      connection = await opening;
      if (this.opening === opening) this.opened = connection;
      return await run(connection);
    } catch (error) {
      if (this.opening === opening) this.forget();
      connection?.destroy();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { opening } = this;
    this.forget();
    if (opening === null) return;
    const [result] = await Promise.allSettled([opening]);
    if (result.status === 'fulfilled') await result.value.close();
  }

  private forget(): void {
    this.opening = null;
    this.opened = null;
  }
}
