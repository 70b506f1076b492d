import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { createCommandDispatcher } from '../../src-main/commands/command-dispatcher.ts';
import type { OrderRepository } from '../../src-main/commands/order-repository.ts';
import { loadConfig } from '../../src-main/config/config.ts';
import { createHttpServer } from '../../src-main/http/http-server.ts';
import { createLimits } from '../../src-main/http/limits/limits.ts';
import { answerLocally } from '../../src-main/http/local-request.ts';
import { TransportSecurity } from '../../src-main/http/tls/transport-security.ts';
import { createMeters } from '../../src-main/observability/meters.ts';
import { Tracing } from '../../src-main/observability/tracing/tracing.ts';
import type { Order } from '../../src-shared/order.ts';
import { eventually } from '../support/eventually.ts';
import { LOCAL_ACCESS } from '../support/local-access.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';
import { quietDetails } from '../support/quiet-details.ts';
import { recordingLogger } from '../support/recording-logger.ts';

const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0)) await release();
});

function rig(orders: OrderRepository) {
  const logger = recordingLogger();
  const config = loadConfig({});
  const server = createHttpServer({
    config,
    limits: createLimits(config, systemClock),
    security: new TransportSecurity(config, systemClock, logger),
    logger,
    meters: createMeters(),
    tracing: new Tracing(),
    access: LOCAL_ACCESS,
    audit: { record: () => undefined },
    orders,
    dispatcher: createCommandDispatcher({ orders, onCommitted: () => undefined }),
    stats: () => Promise.reject(new Error('not asked for')),
    statsDetails: quietDetails(),
    health: () => ({ status: 'ok', reason: null, version: '0.0.0', uptimeSeconds: 1 }),
    webAppDir: null,
    version: '0.0.0',
    plugins: [],
  });
  releases.push(() => server.close());
  const ask = (path: string) =>
    answerLocally(server.app, { method: 'GET', path, headers: {}, body: null, remote: 'window' });
  return { ask, logger };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

it('[REST-91] a request from the same process gets a list of orders as one by the port does', async () => {
  const orders = new MemoryOrderRepository();
  for (let i = 0; i < 250; i++) await orders.create({ customer_name: `Customer ${i}`, product_name: 'Lamp' }, 'test');
  const { ask } = rig(orders);
  const { status, headers, body } = await ask('/api/orders');
  expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  const listed: Order[] = JSON.parse(await textOf(body));
  expect(listed.length).toBe(250);
});

it('[REST-92] one who asked in the same process and goes away ends the reading', async () => {
  const orders = new MemoryOrderRepository();
  const order = await orders.create({ customer_name: 'Ada', product_name: 'Lamp' }, 'test');
  let ended = false;
  orders.stream = async function* () {
    try {
      for (;;) yield Array.from({ length: 100 }, () => order);
    } finally {
      ended = true;
    }
  };
  const { ask, logger } = rig(orders);
  const { body } = await ask('/api/orders');
  await once(body, 'readable');
  body.destroy();
  await eventually('nothing is read any more', () => ended);
  expect(logger.entries.filter(({ level }) => level === 'error')).toEqual([]);
});
