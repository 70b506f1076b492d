import { afterEach, describe, expect, it } from 'vitest';
import { FeedSimulation, type SimulationOptions } from '../support/feed-simulation.ts';
import { testSeed } from '../support/random.ts';
import { SimulatedBaseClient, SimulatedV1Client } from '../support/simulated-client.ts';

const CALM = { 'burn-id': 5, 'jump-ids': 1, 'slow-down': 3, read: 20, 'set-clock': 3 };
const KEEP_ALL = 1_000_000;

// Thousands of turns of the event loop: on a busy machine they take a while.
describe('feed simulation', { timeout: 60_000 }, () => {
  let simulation: FeedSimulation;
  afterEach(() => simulation.stop());

  async function simulate(steps: number, options: Omit<SimulationOptions, 'seed'>): Promise<FeedSimulation> {
    const seed = testSeed();
    simulation = new FeedSimulation({ seed, ...options });
    await simulation.run(steps);
    console.info(JSON.stringify({ seed, happened: simulation.happened, incidents: tally(simulation.incidents()) }));
    expect(simulation.faults().slice(0, 10), `TEST_SEED=${seed}`).toEqual([]);
    return simulation;
  }

  it('[FEED-60] late commits, rollbacks, slow clients, a database that goes away: each change once on each connection, nobody starts over', async () => {
    const { clients, database } = await simulate(2_500, {
      servers: 2,
      clients: 8,
      retentionRows: KEEP_ALL,
      shares: { ...CALM, 'database-away': 1 },
    });
    for (const { client } of clients) {
      if (client instanceof SimulatedV1Client) {
        expect(client.connections.flatMap(({ snapshots }) => snapshots)).toEqual(['first-connect']);
        for (const { changes } of client.connections) {
          expect(new Set(changes.map(({ changeId }) => changeId)).size).toBe(changes.length);
        }
      } else if (client instanceof SimulatedBaseClient) {
        expect(client.pictures).toBe(1);
        expect(new Set(client.changeIds).size).toBe(client.changeIds.length);
      }
    }
    expect(database.committedRows().length).toBeGreaterThan(1_000);
    const codes = new Set(simulation.incidents());
    for (const code of ['connection-lost', 'connection-back', 'audit-failed', 'cleanup-failed']) codes.delete(code);
    expect([...codes]).toEqual([]);
  });

  it('[FEED-61] servers that crash, clients that come and go, a log that is cleaned close behind: every client equals the table', async () => {
    await simulate(2_500, {
      servers: 2,
      clients: 8,
      retentionRows: 20,
      shares: { ...CALM, 'database-away': 1, crash: 2, reconnect: 5 },
    });
  });

  it('[FEED-62] few gaps allowed: the head waits for the transactions and goes on, and nobody starts over', async () => {
    const { clients } = await simulate(2_500, {
      servers: 1,
      clients: 4,
      retentionRows: KEEP_ALL,
      poller: { maxGaps: 3 },
      shares: { 'slow-down': 3, read: 20, 'burn-id': 5 },
    });
    expect(simulation.incidents()).toContain('gap-limit');
    for (const { client } of clients) {
      if (client instanceof SimulatedBaseClient) expect(client.pictures).toBe(1);
    }
  });

  it('[FEED-63] a truncated log, changes past the log, damaged rows: every client equals the table', async () => {
    await simulate(2_500, {
      servers: 2,
      clients: 8,
      retentionRows: 100,
      shares: { ...CALM, 'database-away': 1, 'truncate-log': 1, 'bypass-log': 1, 'damaged-row': 3, reconnect: 5 },
    });
    expect(simulation.incidents()).toEqual(expect.arrayContaining(['log-replaced', 'damaged-row']));
    // Whether the audit has to name one of them depends on what else happened then: a new epoch heals them all.
    expect(simulation.happened['bypass-log']).toBeGreaterThan(0);
  });

  it('[FEED-64] all of it at once, with a server that crashes and a log of one row: every client equals the table', async () => {
    await simulate(2_500, {
      servers: 1,
      clients: 6,
      retentionRows: 1,
      shares: { ...CALM, 'database-away': 1, crash: 4, reconnect: 5, 'truncate-log': 0.5, 'bypass-log': 2 },
    });
  });
});

function tally(codes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
