import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import WebSocket from 'ws';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { type App, createApp } from '../../src-main/app.ts';
import { loadConfig } from '../../src-main/config/config.ts';
import { whyNotListen } from '../../src-main/electron/serving/why-not-listen.ts';
import { eventually } from '../support/eventually.ts';
import { recordingLogger } from '../support/recording-logger.ts';

const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

async function occupied(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
  await once(server, 'listening');
  releases.push(() => server.close());
  return server;
}

async function appOn(ports: { readonly PORT: number; readonly WS_PORT: number }): Promise<App> {
  const config = loadConfig({ PORT: String(ports.PORT), WS_PORT: String(ports.WS_PORT), DB_PORT: '1' });
  const app = createApp({ config, logger: recordingLogger(), webAppDir: null });
  releases.push(() => app.stop());
  return app;
}

it.each(['PORT', 'WS_PORT'] as const)(
  '[PORT-1] with %s taken nothing is opened, again and again, and both once it is free',
  async (name) => {
    const ports = { PORT: await freePort(), WS_PORT: await freePort() };
    const other = name === 'PORT' ? ports.WS_PORT : ports.PORT;
    const taken = await occupied(ports[name]);
    const app = await appOn(ports);
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(app.listen()).rejects.toThrow(`${name}: got ${ports[name]}, which another program uses`);
      expect(await whyNotListen('127.0.0.1', other)).toBe(null);
    }
    taken.close();
    await once(taken, 'close');
    expect(await app.listen()).toMatchObject({ host: '127.0.0.1', port: ports.PORT, wsPort: ports.WS_PORT });
    expect((await fetch(`http://127.0.0.1:${ports.PORT}/health`)).status).toBe(503);
    const client = new WebSocket(`ws://127.0.0.1:${ports.WS_PORT}/`, 'orderdeck.v1');
    await once(client, 'open');
    client.terminate();
    await app.stop();
    await eventually('both are closed', async () => {
      const reasons = await Promise.all(Object.values(ports).map((port) => whyNotListen('127.0.0.1', port)));
      return reasons.every((reason) => reason === null);
    });
  },
);

it('[PORT-2] two ports that are the same are refused, before one is opened', async () => {
  const port = await freePort();
  const app = await appOn({ PORT: port, WS_PORT: port });
  await expect(app.listen()).rejects.toThrow(`WS_PORT: got ${port}, which is PORT already`);
  expect(await whyNotListen('127.0.0.1', port)).toBe(null);
});
