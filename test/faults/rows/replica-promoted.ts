import { eventually } from '../../support/eventually.ts';
import { type FaultRow, OUT_OF_REACH } from '../fault-row.ts';
import type { FaultScene } from '../fault-scene.ts';
import { ownDatabase } from '../own-databases.ts';
import { SceneDatabase } from '../scene-database.ts';

const FIRST = ['--server-id=1', '--log-bin=binlog', '--binlog-format=ROW'];
const SECOND = ['--server-id=2', '--log-bin=binlog', '--binlog-format=ROW'];

/** Real asynchronous replication; what the replica had not got when the primary died is lost, and its ids come again. */
export const replicaPromoted: FaultRow = {
  title: '[FAULT-60] the primary dies and a replica that was behind takes its place: ids go back',
  name: 'replica-promoted',
  fault: 'Primary killed, a replica that was behind promoted: ids go back',
  plan: { database: 'own', databaseFlags: FIRST, wire: true },
  told: /restored or edited/,
  incidents: [...OUT_OF_REACH, 'log-replaced', 'epoch-changed', 'drift'],
  startsOver: ['new-epoch', 'drift'],
  loses: true,
  async prepare(scene) {
    await follow(await replicaOf(scene), scene.own.port);
    return {};
  },
  async inject(scene) {
    const replica = await replicaOf(scene);
    const reached = (await scene.database.changeIds()).length;
    await eventually('the replica follows', async () => (await changesOf(replica, scene)) >= reached);
    await replica.query((await replica.isMariaDb) ? 'STOP SLAVE' : 'STOP REPLICA');
    await scene.progress(80);
    await scene.own.kill();
    await scene.reads(/cannot be reached/);
    return async () => {
      await replica.query((await replica.isMariaDb) ? 'RESET SLAVE ALL' : 'RESET REPLICA ALL');
      await replica.close(false);
      await scene.database.moveTo(replica.port);
      scene.wire.redirect({ host: replica.host, port: replica.port });
    };
  },
};

const replicas = new WeakMap<FaultScene, SceneDatabase>();

async function replicaOf(scene: FaultScene): Promise<SceneDatabase> {
  const known = replicas.get(scene) ?? new SceneDatabase((await ownDatabase(SECOND)).url);
  replicas.set(scene, known);
  return known;
}

/** Everything from the beginning, the database itself included. */
async function follow(replica: SceneDatabase, port: number): Promise<void> {
  await replica.create();
  const place = (name: string) =>
    `${name}_HOST = '127.0.0.1', ${name}_PORT = ${port}, ${name}_USER = 'root', ${name}_PASSWORD = '', ${name}_LOG_FILE = 'binlog.000001', ${name}_LOG_POS = 4`;
  if (await replica.isMariaDb) {
    await replica.query(`CHANGE MASTER TO ${place('MASTER')}, MASTER_USE_GTID = no`);
    await replica.query('START SLAVE');
  } else {
    await replica.query(`CHANGE REPLICATION SOURCE TO ${place('SOURCE')}, GET_SOURCE_PUBLIC_KEY = 1`);
    await replica.query('START REPLICA');
  }
}

async function changesOf(replica: SceneDatabase, { database }: FaultScene): Promise<number> {
  const [row] = await replica.query<{ count: number }>(
    `SELECT COUNT(*) AS count FROM \`${database.name}\`.order_changes`,
  );
  return Number(row?.count);
}
