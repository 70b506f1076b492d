import { beforeEach, describe, expect, it } from 'vitest';
import type { DemoCondition } from '../../src-main/electron/setup/demo-database.ts';
import { DemoWatch, LOOK_MS, STEADY_MS } from '../../src-main/electron/setup/demo-watch.ts';
import type { FeedState, ServerStatus } from '../../src-shared/server-status.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordingLogger } from '../support/recording-logger.ts';

const MINUTE = 60_000;
const feedIs = (feed: FeedState) => ({ feed }) as ServerStatus;
/** What was started has come up or not by then. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a demo database that ends by itself', () => {
  let clock: FakeClock;
  let condition: DemoCondition;
  let next: 'comes up' | 'does not come up' | 'ends again';
  let startedAt: number[];
  let watch: DemoWatch;

  beforeEach(() => {
    clock = new FakeClock();
    condition = 'running';
    next = 'comes up';
    startedAt = [];
    watch = new DemoWatch({
      clock,
      logger: recordingLogger(),
      demo: {
        get condition() {
          return condition;
        },
      },
      async restart() {
        startedAt.push(clock.monotonic());
        condition = next === 'comes up' ? 'running' : 'ended';
        if (next !== 'ends again') return;
        watch.statusChanged(feedIs('live'));
        watch.statusChanged(feedIs('reconnecting'));
      },
    });
  });

  /** Second by second, so that what is started has its turns. */
  async function pass(ms: number): Promise<void> {
    for (let gone = 0; gone < ms; gone += LOOK_MS) {
      clock.advance(LOOK_MS);
      await turn();
    }
  }

  /** Between one start and the next. */
  const pauses = () => startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0));

  async function end(): Promise<void> {
    condition = 'ended';
    watch.statusChanged(feedIs('reconnecting'));
    await pass(LOOK_MS);
  }

  it('[DEMO-8] is started again at once', async () => {
    await end();
    expect(startedAt).toEqual([0]);
    watch.statusChanged(feedIs('live'));
    await pass(10 * MINUTE);
    expect(startedAt).toHaveLength(1);
  });

  it('[DEMO-8] is started when it has ended, not while it is ending', async () => {
    watch.statusChanged(feedIs('reconnecting'));
    await pass(5_000);
    expect(startedAt).toEqual([]);
    condition = 'ended';
    await pass(LOOK_MS);
    expect(startedAt).toHaveLength(1);
  });

  it('[DEMO-9] is started more and more slowly when it ends again and again, and at once when it had run well', async () => {
    next = 'ends again';
    await end();
    await pass(10 * MINUTE);
    expect(pauses().slice(1, 4)).toEqual([2_000, 4_000, 8_000]);
    expect(pauses().slice(-2)).toEqual([MINUTE, MINUTE]);
    next = 'comes up';
    await pass(2 * MINUTE);
    watch.statusChanged(feedIs('live'));
    await pass(STEADY_MS);
    startedAt = [];
    const now = clock.monotonic();
    await end();
    expect(startedAt).toEqual([now]);
  });

  it('[DEMO-9] that does not come up is tried again, at last once a minute, until it does', async () => {
    next = 'does not come up';
    await end();
    // There is no core any more that could miss it.
    watch.statusChanged(feedIs('stopped'));
    await pass(10 * MINUTE);
    expect(pauses().slice(1, 4)).toEqual([2_000, 4_000, 8_000]);
    expect(pauses().slice(-2)).toEqual([MINUTE, MINUTE]);
    next = 'comes up';
    await pass(2 * MINUTE);
    const count = startedAt.length;
    await pass(10 * MINUTE);
    expect(startedAt).toHaveLength(count);
  });

  it('[DEMO-10] is left alone when it was stopped, and so is a database that is no demo', async () => {
    condition = 'off';
    watch.statusChanged(feedIs('reconnecting'));
    await pass(MINUTE);
    expect(startedAt).toEqual([]);
  });
});
