import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/lib/free-port.mjs';
import type { Order } from '../../src-shared/order.ts';
import { demoDatabaseProcess, StartScript } from '../support/start-script.ts';

const root = mkdtempSync(join(tmpdir(), 'orderdeck-start-'));
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(root, 'case-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 10 }));

function start(args: readonly string[] = ['--demo', '--headless'], env: Readonly<Record<string, string>> = {}) {
  return StartScript.run(args, { ORDERDECK_DATA_DIR: directory, ...env });
}

async function ordersAt(address: string): Promise<Order[]> {
  return (await fetch(`${address}/api/orders`)).json() as Promise<Order[]>;
}

describe('npm start', () => {
  it('[SCRIPT-30] serves sample orders from a database of its own, and keeps what was changed', async () => {
    const first = await start();
    const address = await first.address();
    const orders = await ordersAt(address);
    expect(orders.map((order) => order.product_name)).toEqual(['Laptop', 'Phone', 'Tablet']);
    expect(orders.map((order) => order.status)).toEqual(['pending', 'pending', 'shipped']);
    expect(demoDatabaseProcess(directory)).toBeGreaterThan(0);
    await fetch(`${address}/api/orders/1`, { method: 'DELETE' });
    expect(await first.stop()).toBe(0);
    expect(demoDatabaseProcess(directory)).toBe(0);

    const second = await start();
    expect((await ordersAt(await second.address())).map((order) => order.id)).toEqual([2, 3]);
    expect(await second.stop()).toBe(0);
  });

  it('[SCRIPT-31] what a SIGKILL leaves behind is stopped (the server) or taken over (the database) by the next start', async () => {
    const first = await start();
    const firstAddress = await first.address();
    const left = demoDatabaseProcess(directory);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await start();
    const address = await second.address();
    expect(demoDatabaseProcess(directory)).toBe(left);
    expect((await ordersAt(address)).length).toBe(3);
    await expect(fetch(`${firstAddress}/health`)).rejects.toThrow('fetch failed');
    expect(await second.stop()).toBe(0);
    expect(demoDatabaseProcess(directory)).toBe(0);
  });

  it('[SCRIPT-32] a database that was named and does not answer is told, and the console starts all the same', async () => {
    const port = await freePort();
    const script = await start(['--headless'], { DB_HOST: '127.0.0.1', DB_PORT: String(port) });
    await script.address();
    expect(script.output).toContain(`Nothing answers at 127.0.0.1:${port} (DB_HOST, DB_PORT)`);
    expect(await script.stop()).toBe(0);
  });

  it('[SCRIPT-33] a wrong setting ends it with the line of the server and its exit code', async () => {
    const script = await start(['--demo', '--headless'], { PORT: 'abc' });
    expect(await script.end()).toBe(1);
    expect(script.output).toMatch(/PORT: got "abc", takes a whole number/);
    expect(demoDatabaseProcess(directory)).toBe(0);
  });

  it('[SCRIPT-35] started once more while it runs it says where it runs, and the first goes on as before', async () => {
    const ports = { PORT: String(await freePort()), WS_PORT: String(await freePort()) };
    const first = await start(['--demo', '--headless'], ports);
    const address = await first.address();
    const second = await start(['--demo', '--headless'], ports);
    expect(await second.end()).toBe(1);
    expect(second.output).toContain(
      `Orderdeck runs already, started from this folder; in a browser it is at:\n  ${address}/`,
    );
    expect((await ordersAt(address)).length).toBe(3);
    // Its traces are still those of the first.
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const third = await start();
    await third.address();
    await expect(fetch(`${address}/health`)).rejects.toThrow('fetch failed');
    expect(await third.stop()).toBe(0);
    expect(demoDatabaseProcess(directory)).toBe(0);
  });

  it('[SCRIPT-34] an unknown option is refused with the list of those there are', async () => {
    const script = await start(['--demmo']);
    expect(await script.end()).toBe(1);
    expect(script.output).toMatch(/--demmo[\s\S]*npm start -- --demo/);
  });
});
