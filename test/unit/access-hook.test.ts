import { expect, it } from 'vitest';
import { loadConfig } from '../../src-main/config/config.ts';
import { startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

it('[AUTH-1] a key for tokens that is too short is refused, and not repeated', () => {
  expect(() => loadConfig({ JWT_SECRET: 'do-not-tell' })).toThrow(
    'JWT_SECRET: got 11 characters, takes at least 32 characters',
  );
});

it('[AUTH-2] a route that does not say who may call it keeps the server from starting', async () => {
  const start = startHttpTestServer(new MemoryOrderRepository(), {
    deps: { plugins: [(app) => app.get('/api/anybody', async () => 'secret')] },
  });
  await expect(start).rejects.toThrow(
    'Without config.permission nobody knows who may call these routes: GET /api/anybody',
  );
});
