import type { Database, DatabaseConnection } from './pool.ts';

/** Keeps one connection of a kind open: opened when first used, and again after it failed. */
export class ConnectionKeeper {
  private connection: Promise<DatabaseConnection> | null = null;

  constructor(
    private readonly database: Database,
    private readonly options: Parameters<Database['connect']>[0],
  ) {}

  /** Any error gives the connection up: after a broken answer nothing on it can be trusted. */
  async use<T>(run: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    this.connection ??= this.database.connect(this.options);
    const opening = this.connection;
    let connection: DatabaseConnection | null = null;
    try {
      connection = await opening;
      return await run(connection);
    } catch (error) {
      if (this.connection === opening) this.connection = null;
      connection?.destroy();
      throw error;
    }
  }

  async close(): Promise<void> {
    const opening = this.connection;
    this.connection = null;
    if (opening === null) return;
    const [result] = await Promise.allSettled([opening]);
    if (result.status === 'fulfilled') await result.value.close();
  }
}
