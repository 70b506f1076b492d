import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';
import type { SceneDatabase } from '../scene-database.ts';

const RIGHTS = 'SELECT, INSERT, UPDATE, DELETE';

export const rightsWithdrawn: FaultRow = {
  title: "[FAULT-47] the rights of the server's user are withdrawn and given back",
  name: 'rights-withdrawn',
  fault: "The user's rights withdrawn and given back",
  told: /may not use database|lacks a right/,
  incidents: OUT_OF_REACH,
  async prepare({ database }) {
    const user = userOf(database);
    await database.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'only-for-this-test'`);
    await database.query(`GRANT ${RIGHTS} ON ${placeOf(database)} TO '${user}'@'%'`);
    return {
      DB_USER: user,
      DB_PASSWORD: 'only-for-this-test',
      DB_SETUP_USER: database.user,
      DB_SETUP_PASSWORD: database.password,
    };
  },
  async inject(scene) {
    const { database } = scene;
    const account = `'${userOf(database)}'@'%'`;
    await database.query(`REVOKE ${RIGHTS} ON ${placeOf(database)} FROM ${account}`);
    await endConnections(database);
    await scene.reads(/may not use database|lacks a right/);
    await scene.lasts({ short: 0, full: 10_000 });
    return async () => {
      await database.query(`GRANT ${RIGHTS} ON ${placeOf(database)} TO ${account}`);
    };
  },
  async afterwards({ database }) {
    await database.query(`DROP USER '${userOf(database)}'@'%'`);
  },
};

/** Rights to a database are looked up when a connection enters it, so those that are in it are shown out. */
async function endConnections(database: SceneDatabase): Promise<void> {
  const rows = await database.query<{ id: number }>('SELECT id FROM information_schema.PROCESSLIST WHERE USER = ?', [
    userOf(database),
  ]);
  // One that has ended by itself meanwhile cannot be ended.
  await Promise.allSettled(rows.map(({ id }) => database.query(`KILL ${id}`)));
}

function userOf({ name }: SceneDatabase): string {
  return `od_${name.slice(-8)}`;
}

function placeOf({ name }: SceneDatabase): string {
  return `\`${name.replaceAll('_', '\\_')}\`.*`;
}
