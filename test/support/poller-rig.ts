import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChangeBatch, FeedIncident, ResetReason } from '../../src-main/feed/change-feed.ts';
import { ChangePoller, type PollerDeps, type PollerSettings } from '../../src-main/feed/change-poller.ts';
import { LagMeter } from '../../src-main/feed/lag-meter.ts';
import { WakeSignal } from '../../src-main/feed/wake-source.ts';
import type { FeedState } from '../../src-shared/server-status.ts';
import { FakeClock } from './fake-clock.ts';
import { SimulatedChangeLog, type SimulatedLogOptions } from './simulated-change-log.ts';
import { SimulatedDatabase } from './simulated-database.ts';

/** The real reader alone over a simulated database, and what it said to those who listen. */
export function pollerRig(
  settings: Partial<PollerSettings> = {},
  logOptions?: SimulatedLogOptions,
  deps: Partial<PollerDeps> = {},
) {
  const clock = new FakeClock();
  const database = new SimulatedDatabase();
  const log = new SimulatedChangeLog(database, logOptions);
  const lag = new LagMeter(clock);
  const wakeUp = new WakeSignal();
  const batches: ChangeBatch[] = [];
  const resets: ResetReason[] = [];
  const states: [FeedState, string | null][] = [];
  const incidents: FeedIncident[] = [];
  const poller = new ChangePoller(
    {
      log,
      epochs: database.epochs,
      listener: {
        started: () => undefined,
        published: (batch) => batches.push(batch),
        confirmed: () => undefined,
        reset: (reason) => resets.push(reason),
        stateChanged(state, problem) {
          const [last, lastProblem] = states[states.length - 1] ?? [null, null];
          if (last !== state || lastProblem !== problem) states.push([state, problem]);
        },
      },
      incidents: { record: (code) => incidents.push(code) },
      lag,
      wakeSources: [wakeUp],
      clock,
      random: () => 0.5,
      isWatched: () => false,
      explain: (error) => (error instanceof Error ? error.message : String(error)),
      ...deps,
    },
    { ...SETTINGS, ...settings },
  );

  async function pass(ms: number, step = 5): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      clock.advance(Math.min(step, ms - passed));
      for (let turn = 0; turn < 4; turn++) await nextTurn();
    }
  }

  return {
    clock,
    database,
    poller,
    lag,
    wakeUp,
    batches,
    resets,
    states,
    incidents,
    /** Names of the orders in the changes published so far. */
    names: () => batches.flatMap(({ changes }) => changes.map(({ order }) => order.customer_name)),
    insert(...names: string[]): void {
      for (const name of names) {
        const writer = database.begin();
        writer.insert(name);
        writer.commit();
      }
    },
    pass,
    async stop(): Promise<void> {
      const stopped = poller.stop();
      await pass(50);
      await stopped;
    },
  };
}

const SETTINGS: PollerSettings = {
  busyMs: 25,
  watchedMs: 50,
  idleMs: 500,
  absentMs: 3_000,
  maxGaps: 100,
  watchMs: 600_000,
  maxWatched: 1_000,
  readLimit: 100,
  probeMs: 200,
  upkeepMs: 1_000,
};
