import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';
import type { SceneDatabase } from '../scene-database.ts';

export const olderDump: FaultRow = {
  title: '[FAULT-59] the database is restored from an older dump while everybody is connected',
  name: 'older-dump',
  fault: 'Database restored from an older dump',
  told: /(log|table) .*(replaced|restore)/,
  incidents: ['log-replaced', 'epoch-changed', 'drift', ...OUT_OF_REACH],
  startsOver: ['new-epoch', 'drift'],
  loses: true,
  async inject(scene) {
    const dump = await Dump.take(scene.database);
    await scene.progress(80);
    await scene.endWriting();
    await dump.restore();
    scene.beginWriting();
    await scene.progress(40);
    await dump.remove();
    return () => undefined;
  },
};

/** What a dump program writes down and puts back: each table dropped, made and filled, then the triggers. */
class Dump {
  private constructor(
    private readonly database: SceneDatabase,
    private readonly tables: readonly string[],
    private readonly triggers: readonly string[],
  ) {}

  static async take(database: SceneDatabase): Promise<Dump> {
    const tables = await database.query<{ name: string }>(
      "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'",
    );
    const names = tables.map(({ name }) => name);
    await database.query(`CREATE DATABASE \`${database.name}_dump\``);
    // One lock for all of them, so that orders and log belong together.
    for (const name of names) await database.query(`CREATE TABLE ${kept(database, name)} LIKE \`${name}\``);
    const connection = await database.connect();
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    for (const name of names) await connection.query(`INSERT INTO ${kept(database, name)} SELECT * FROM \`${name}\``);
    await connection.query('COMMIT');
    await connection.end();
    return new Dump(database, names, await triggersOf(database));
  }

  async restore(): Promise<void> {
    const { database } = this;
    for (const name of this.tables) {
      await database.query(`DROP TABLE \`${name}\``);
      await database.query(`CREATE TABLE \`${name}\` LIKE ${kept(database, name)}`);
      // A server may have said where it is between the two.
      await database.query(`REPLACE INTO \`${name}\` SELECT * FROM ${kept(database, name)}`);
    }
    for (const statement of this.triggers) await database.query(statement);
  }

  async remove(): Promise<void> {
    await this.database.query(`DROP DATABASE \`${this.database.name}_dump\``);
  }
}

function kept(database: SceneDatabase, table: string): string {
  return `\`${database.name}_dump\`.\`${table}\``;
}

/** The statements that make the triggers of `orders`. */
export async function triggersOf(database: SceneDatabase): Promise<string[]> {
  const names = await database.query<{ name: string }>(
    "SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = 'orders'",
  );
  const rows = await Promise.all(
    names.map(({ name }) => database.query<Record<string, string>>(`SHOW CREATE TRIGGER \`${name}\``)),
  );
  return rows.map(([row]) => row?.['SQL Original Statement'] ?? '');
}
