import { freePort } from '../../scripts/lib/free-port.mjs';
import { eventually } from './eventually.ts';
import { RedisServer } from './redis-server.ts';

const SLOTS = 16_384;
const MASTERS = 3;

/** Three masters with a replica each, small and quick to notice that one is gone. */
export class RedisCluster {
  private constructor(readonly nodes: readonly RedisServer[]) {}

  static async start(): Promise<RedisCluster> {
    const flags = [
      '--cluster-enabled',
      'yes',
      '--cluster-node-timeout',
      '1000',
      '--cluster-replica-validity-factor',
      '0',
    ];
    // Left alone it would be 10,000 above the other one, where systems hand out ports for what goes out.
    const gossip = await Promise.all(Array.from({ length: MASTERS * 2 }, () => freePort()));
    const nodes = await Promise.all(gossip.map((port) => RedisServer.start(...flags, '--cluster-port', `${port}`)));
    const cluster = new RedisCluster(nodes);
    const [first] = nodes;
    for (const [index, node] of nodes.entries()) {
      await node.ask('CLUSTER', 'SET-CONFIG-EPOCH', `${index + 1}`);
      if (node !== first) await first?.ask('CLUSTER', 'MEET', '127.0.0.1', `${node.port}`, `${gossip[index]}`);
    }
    for (const [index, node] of nodes.slice(0, MASTERS).entries()) {
      const [from, to] = [index, index + 1].map((part) => Math.floor((part * SLOTS) / MASTERS));
      await node.ask('CLUSTER', 'ADDSLOTSRANGE', `${from}`, `${(to ?? SLOTS) - 1}`);
    }
    for (const [index, node] of nodes.slice(MASTERS).entries()) {
      const id = String(await nodes[index]?.ask('CLUSTER', 'MYID'));
      await eventually('it has met its master', async () =>
        String(await node.ask('CLUSTER', 'REPLICATE', id).catch((error: Error) => error.message)).startsWith('OK'),
      );
    }
    await eventually('the cluster is whole', async () => {
      for (const node of nodes) {
        const info = String(await node.ask('CLUSTER', 'INFO'));
        if (!info.includes('cluster_state:ok') || !info.includes(`cluster_known_nodes:${nodes.length}`)) return false;
      }
      return (String(await first?.ask('CLUSTER', 'NODES')).match(/ slave .* connected/g)?.length ?? 0) === MASTERS;
    });
    return cluster;
  }

  /** Two of its nodes, as a setting names them. */
  get url(): string {
    return this.nodes
      .slice(0, 2)
      .map(({ url }) => url)
      .join(',');
  }

  /** The master that holds a key. */
  async masterOf(key: string): Promise<RedisServer> {
    const slot = Number(await this.nodes[0]?.ask('CLUSTER', 'KEYSLOT', key));
    const master = this.nodes[Math.floor((slot * MASTERS) / SLOTS)];
    if (master === undefined) throw new Error(`nobody holds ${key}`);
    return master;
  }

  /** The master that holds a key of this form; there must be one. */
  async holderOf(form: string): Promise<RedisServer> {
    for (const node of this.nodes.slice(0, MASTERS)) {
      if (((await node.ask('KEYS', form)) as string[]).length > 0) return node;
    }
    throw new Error(`nobody holds ${form}`);
  }

  async remove(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.remove()));
  }
}
