import { afterEach, describe, expect, it } from 'vitest';
import { FeedSimulation, type SimulationOptions } from '../support/feed-simulation.ts';
import { testSeed } from '../support/random.ts';
import { SimulatedBaseClient, SimulatedV1Client } from '../support/simulated-client.ts';

const CALM = { 'burn-id': 5, 'jump-ids': 1, 'slow-down': 3, read: 20, 'set-clock': 3 };
const KEEP_ALL = 1_000_000;
const GOOD = { loses: 0, repeats: 0, reorders: 0 };
const BAD = { loses: 0.1, repeats: 0.1, reorders: 0.1 };

// Thousands of turns of the event loop: on a busy machine they take a while.
describe('a simulation of several servers with a bus', { timeout: 60_000 }, () => {
  let simulation: FeedSimulation;
  afterEach(() => simulation.stop());

  async function simulate(steps: number, options: Omit<SimulationOptions, 'seed'>): Promise<FeedSimulation> {
    const seed = testSeed();
    simulation = new FeedSimulation({ seed, ...options });
    await simulation.run(steps);
    const reads = simulation.servers.map(({ bus, fed }) => ({ own: fed?.ownReads, ...bus?.counters }));
    console.info(JSON.stringify({ seed, happened: simulation.happened, reads, fences: simulation.bus?.fences.length }));
    expect(simulation.faults().slice(0, 10), `TEST_SEED=${seed}`).toEqual([]);
    return simulation;
  }

  function expectNobodyStartedOver(): void {
    for (const { client } of simulation.clients) {
      if (client instanceof SimulatedV1Client) {
        expect(client.connections.flatMap(({ snapshots }) => snapshots)).toEqual(['first-connect']);
        const ids = client.connections.flatMap(({ changes }) => changes.map(({ changeId }) => changeId));
        expect(new Set(ids).size).toBe(ids.length);
      } else if (client instanceof SimulatedBaseClient) {
        expect(new Set(client.changeIds).size).toBe(client.changeIds.length);
      }
    }
  }

  it('[BUS-10] a bus that works: one server reads for all, each change once, nobody starts over', async () => {
    await simulate(1_500, {
      servers: 3,
      clients: 6,
      retentionRows: KEEP_ALL,
      bus: GOOD,
      shares: CALM,
    });
    expectNobodyStartedOver();
    const taken = simulation.servers.map(({ bus }) => bus?.counters.batches ?? 0).sort((a, b) => a - b);
    expect(taken[1]).toBeGreaterThan(100);
    const [fewest = 0, , most = 0] = simulation.servers.map(({ fed }) => fed?.ownReads ?? 0).sort((a, b) => a - b);
    expect(fewest * 3).toBeLessThan(most);
  });

  it('[BUS-11] a bus that loses, repeats and reorders, goes away, forgets everything and splits; servers that stand still: each change once, nobody starts over', async () => {
    await simulate(1_500, {
      servers: 3,
      clients: 6,
      retentionRows: KEEP_ALL,
      bus: BAD,
      shares: { ...CALM, 'bus-away': 2, 'bus-flush': 1, 'bus-split': 2, freeze: 1, reconnect: 5 },
    });
    expectNobodyStartedOver();
    const { fences } = simulation.bus ?? { fences: [] };
    expect(fences.length).toBeGreaterThan(2);
  });

  it('[BUS-12] with servers that crash, a database that goes away, a log that is cleaned close behind: every client equals the table', async () => {
    await simulate(1_500, {
      servers: 3,
      clients: 6,
      retentionRows: 20,
      bus: BAD,
      shares: { ...CALM, 'database-away': 1, crash: 2, freeze: 1, reconnect: 5, 'bus-away': 1, 'bus-split': 1 },
    });
  });

  it('[BUS-13] with a truncated log, changes past the log and damaged rows: every client equals the table', async () => {
    await simulate(1_500, {
      servers: 3,
      clients: 6,
      retentionRows: 100,
      bus: BAD,
      shares: { ...CALM, 'truncate-log': 1, 'bypass-log': 1, 'damaged-row': 3, reconnect: 5, 'bus-away': 1 },
    });
    expect(simulation.incidents()).toEqual(expect.arrayContaining(['log-replaced', 'damaged-row']));
  });
});
