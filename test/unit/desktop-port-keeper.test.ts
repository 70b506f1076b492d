import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { createApp } from '../../src-main/app.ts';
import { type Config, ConfigError, loadConfig } from '../../src-main/config/config.ts';
import { PortKeeper } from '../../src-main/electron/serving/port-keeper.ts';
import type { Interfaces } from '../../src-main/http/lan-addresses.ts';
import type { ServingState } from '../../src-shared/desktop-bridge.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordingLogger } from '../support/recording-logger.ts';

const RETRY_MS = 3_000;
const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

async function rig(settings: Record<string, string> = {}) {
  const config = loadConfig({
    PORT: String(await freePort()),
    WS_PORT: String(await freePort()),
    DB_PORT: '1',
    ...settings,
  });
  const clock = new FakeClock();
  const states: ServingState[] = [];
  let interfaces: Interfaces = {};
  const asked: number[] = [];
  const keeper = new PortKeeper({
    logger: recordingLogger(),
    onServing: (state) => states.push(state),
    clock,
    interfaces: () => interfaces,
    localName: () => 'bench.local',
    holder: async (port) => {
      asked.push(port);
      return `node (process ${asked.length})`;
    },
  });
  const app = createApp({ config, logger: recordingLogger(), webAppDir: null });
  releases.push(() => app.stop());
  const kinds = () => states.map(({ kind }) => kind);
  const setInterfaces = (next: Interfaces) => {
    interfaces = next;
  };
  return { config, clock, states, kinds, keeper, app, asked, setInterfaces };
}

async function occupied({ PORT }: Config) {
  const server = createServer().listen(PORT, '127.0.0.1');
  await once(server, 'listening');
  releases.push(() => server.close());
  return server;
}

it('[PORT-11] ports in use are said once, tried again every 3 s, and taken when they are free', async () => {
  const { config, clock, states, kinds, keeper, app } = await rig();
  const taken = await occupied(config);
  await keeper.open(app, config);
  expect(kinds()).toEqual(['starting', 'ports-in-use']);
  clock.advance(RETRY_MS - 1);
  taken.close();
  await once(taken, 'close');
  expect(kinds()).toEqual(['starting', 'ports-in-use']);
  await eventually('it is served', () => {
    clock.advance(RETRY_MS);
    return states.at(-1)?.kind === 'serving';
  });
  expect(kinds()).toEqual(['starting', 'ports-in-use', 'serving']);
  expect((await fetch(`http://127.0.0.1:${config.PORT}/health`)).status).toBe(503);
  await keeper.close();
});

it('[PORT-12] once the core goes nothing is opened for it any more', async () => {
  const { config, clock, kinds, keeper, app } = await rig();
  const taken = await occupied(config);
  await keeper.open(app, config);
  let listened = 0;
  const listen = app.listen;
  app.listen = () => {
    listened++;
    return listen();
  };
  taken.close();
  await once(taken, 'close');
  await keeper.close();
  clock.advance(10 * RETRY_MS);
  expect([listened, kinds()]).toEqual([0, ['starting', 'ports-in-use', 'off']]);
});

it('[PORT-13] who has a port that stays taken is asked once in a minute, and anew when somebody else has it', async () => {
  const { config, clock, states, keeper, app, asked } = await rig();
  let tries = 0;
  const { after } = clock;
  clock.after = (ms, run) => {
    tries++;
    return after.call(clock, ms, run);
  };
  let isFree = false;
  app.listen = () => {
    isFree = true;
    return Promise.reject(new ConfigError('not now'));
  };
  const untilSeen = (what: string, isSeen: () => boolean) =>
    eventually(what, () => {
      if (!isSeen()) clock.advance(RETRY_MS);
      return isSeen();
    });
  const first = await occupied(config);
  await keeper.open(app, config);
  await untilSeen('tried five times', () => tries === 5);
  expect(asked).toEqual([config.PORT]);
  first.close();
  await once(first, 'close');
  await untilSeen('it was free', () => isFree);
  await occupied(config);
  await untilSeen('somebody else has it', () => states.at(-1)?.kind === 'ports-in-use');
  expect(states.at(-1)).toMatchObject({ inUse: [{ program: 'node (process 2)' }] });
  await untilSeen('asked after a minute', () => asked.length === 3);
  await keeper.close();
});

it('[SHARE-1] the addresses for others follow the network while the server runs', async () => {
  const { config, states, keeper, app, setInterfaces } = await rig({ BIND_ADDRESS: '0.0.0.0', TLS: 'off' });
  const own = `http://localhost:${config.PORT}`;
  await keeper.open(app, config);
  expect(states.at(-1)).toEqual({ kind: 'serving', urls: [own], wsPort: config.WS_PORT, fingerprint: null });
  const at = (address: string): Interfaces => ({
    eth0: [
      { address, family: 'IPv4', internal: false, netmask: '255.255.255.0', mac: '00:00:00:00:00:00', cidr: null },
    ],
  });
  setInterfaces(at('192.168.1.20'));
  keeper.refresh();
  setInterfaces(at('10.0.0.7'));
  keeper.refresh();
  keeper.refresh();
  expect(states.slice(-2)).toEqual([
    { kind: 'serving', urls: [own, `http://192.168.1.20:${config.PORT}`], wsPort: config.WS_PORT, fingerprint: null },
    { kind: 'serving', urls: [own, `http://10.0.0.7:${config.PORT}`], wsPort: config.WS_PORT, fingerprint: null },
  ]);
  await keeper.close();
});
