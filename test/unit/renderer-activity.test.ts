import { describe, expect, it } from 'vitest';
import {
  addChanges,
  noRecentChanges,
  noteSnapshot,
  type RecentChanges,
} from '../../src-renderer/store/recent-changes.ts';
import { csvHead, csvOf } from '../../src-renderer/views/activity/activity-csv.ts';
import { ActivityFeed } from '../../src-renderer/views/activity/activity-feed.ts';
import { EVERYTHING, matcherOf, statusReached } from '../../src-renderer/views/activity/activity-filter.ts';
import type { ActivityPage, ReadActivityPage } from '../../src-renderer/views/activity/activity-pages.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { SnapshotReason } from '../../src-shared/server-message.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { anOrder, deleted, inserted, updated } from '../support/orders.ts';
import { seededRandom, testSeed } from '../support/random.ts';

const PAGE = 50;
const CAPACITY = 300;

/** A log, what came of it over the feed, and the list that is made of both. */
class Rig {
  readonly clock = new FakeClock();
  readonly log: ChangeEvent[] = [];
  recent: RecentChanges = noRecentChanges;
  isAway = false;
  isLeft = false;
  pages = 0;
  readonly feed: ActivityFeed;

  constructor() {
    this.feed = new ActivityFeed({ recent: () => this.recent, readPage: this.#read, clock: this.clock });
  }

  /** Committed before the console was connected, or while it was away. */
  write(changes: readonly ChangeEvent[]): void {
    this.log.push(...changes);
    this.log.sort((a, b) => b.changeId - a.changeId);
  }

  /** Committed, and delivered. */
  deliver(changes: readonly ChangeEvent[]): void {
    this.write(changes);
    this.recent = addChanges(this.recent, changes, CAPACITY);
    if (!this.isLeft) this.feed.changed();
    this.clock.advance(200);
  }

  /** Somebody goes to another view. */
  leave(): void {
    this.isLeft = true;
    this.feed.stop();
  }

  comeBack(): void {
    this.isLeft = false;
    this.feed.start();
  }

  snapshot(reason: SnapshotReason): void {
    this.recent = noteSnapshot(this.recent, { type: 'snapshot-begin', reason, total: 0 }, 0, true);
    this.feed.changed();
    this.clock.advance(200);
  }

  get listed(): (number | string)[] {
    const { lines } = this.feed.state.getState();
    return lines.map((line) => (line.kind === 'change' ? line.change.changeId : line.reason));
  }

  get logged(): number[] {
    return this.log.map(({ changeId }) => changeId);
  }

  /** Lets what is being read arrive, and reads on to the end. */
  async readToEnd(): Promise<void> {
    await this.settle();
    for (let rounds = 0; this.feed.state.getState().older === 'idle'; rounds += 1) {
      if (rounds > 1_000) throw new Error('reading comes to no end');
      await this.feed.loadOlder();
    }
  }

  /** Until nothing is being read. */
  async settle(): Promise<void> {
    while (this.feed.state.getState().older === 'loading') await Promise.resolve();
  }

  readonly #read: ReadActivityPage = async (filter, before): Promise<ActivityPage> => {
    await Promise.resolve();
    if (this.isAway) throw new Error('away');
    this.pages += 1;
    const matches = matcherOf(filter);
    const rest = this.log.filter((change) => matches(change) && (before === null || change.changeId < Number(before)));
    const changes = rest.slice(0, PAGE);
    const last = changes[changes.length - 1];
    return { changes, next: rest.length > PAGE && last !== undefined ? String(last.changeId) : null };
  };
}

function some(count: number): ChangeEvent[] {
  return Array.from({ length: count }, (_, index) => inserted(anOrder({ id: index + 1 })));
}

async function opened(before = 0): Promise<Rig> {
  const rig = new Rig();
  rig.write(some(before));
  rig.feed.start();
  await rig.settle();
  return rig;
}

describe('the list of changes', () => {
  it('[ACT-3] joins what comes with what the server keeps, without gap or repeat', async () => {
    const rig = await opened(120);
    expect(rig.listed).toHaveLength(PAGE);
    rig.deliver(some(30));
    expect(rig.listed.slice(0, 30)).toEqual(rig.logged.slice(0, 30));
    await rig.readToEnd();
    expect(rig.listed).toEqual(rig.logged);
    expect(rig.feed.state.getState().older).toBe('end');
  });

  it('[ACT-3] a transaction that commits late is listed once, wherever its id stands', async () => {
    const rig = new Rig();
    const [late, ...others] = some(80);
    if (late === undefined) throw new Error('made above');
    rig.write(others.slice(0, 40));
    rig.deliver([late]);
    rig.feed.start();
    await rig.settle();
    rig.deliver(others.slice(40));
    await rig.readToEnd();
    expect([...rig.listed].sort()).toEqual([...rig.logged].sort());
  });

  it('[ACT-3] lists a change once when the server tells of it before the feed does', async () => {
    const rig = await opened(3);
    const [early] = some(1);
    if (early === undefined) throw new Error('made above');
    rig.write([early]);
    rig.feed.setFilter(EVERYTHING);
    await rig.settle();
    rig.deliver(some(1));
    rig.recent = addChanges(rig.recent, [early]);
    rig.feed.changed();
    rig.clock.advance(200);
    expect([...rig.listed].sort()).toEqual([...rig.logged].sort());
  });

  it('[ACT-4] what waits is neither read from the server nor exported before it is shown', async () => {
    const rig = new Rig();
    rig.isAway = true;
    rig.feed.start();
    await rig.settle();
    rig.deliver(some(3));
    rig.feed.setPaused(true);
    const before = rig.listed;
    rig.deliver(some(3));
    rig.isAway = false;
    const found: number[] = [];
    for await (const changes of rig.feed.everything(new AbortController().signal)) {
      found.push(...changes.map(({ changeId }) => changeId));
    }
    await rig.feed.loadOlder();
    expect(found).toEqual(before);
    expect(rig.listed).toEqual(before);
  });

  it('[ACT-4] paused it stands still and counts; resumed it shows everything that came', async () => {
    const rig = await opened(10);
    rig.feed.setPaused(true);
    const before = rig.listed;
    rig.deliver(some(70));
    expect(rig.listed).toEqual(before);
    expect(rig.feed.state.getState().waiting).toBe(70);
    rig.feed.setPaused(false);
    expect(rig.listed).toEqual(rig.logged);
    expect(rig.feed.state.getState().waiting).toBe(0);
  });

  it('[ACT-5] when more came than is kept, the rest is read from the server page by page, and it is said', async () => {
    const rig = await opened(10);
    const made = some(2_000);
    rig.deliver(made.slice(0, 100));
    rig.feed.setPaused(true);
    for (let from = 100; from < 1_900; from += 90) rig.deliver(made.slice(from, Math.min(1_900, from + 90)));
    expect(rig.feed.state.getState().waiting).toBe(1_800);
    rig.feed.setPaused(false);
    expect(rig.feed.state.getState().bridge).toEqual({ read: 0, done: false });
    await rig.settle();
    const { bridge, lines } = rig.feed.state.getState();
    expect(bridge?.done).toBe(true);
    expect(lines.length).toBeGreaterThanOrEqual(1_800);
    expect(bridge?.read).toBeGreaterThanOrEqual(1_800 - CAPACITY - 256);
    rig.deliver(made.slice(1_900));
    await rig.readToEnd();
    expect(rig.listed).toEqual(rig.logged);
  });

  it('[ACT-6] while somebody looks further down nothing moves, and older changes join below', async () => {
    const rig = await opened(200);
    rig.feed.setAway(true);
    const before = rig.listed;
    const [late, ...others] = some(900);
    if (late === undefined) throw new Error('made above');
    for (let from = 0; from < 899; from += 100) rig.deliver(others.slice(from, from + 100));
    rig.deliver([late]);
    await rig.readToEnd();
    expect(rig.listed.slice(0, before.length)).toEqual(before);
    expect(rig.listed).toEqual(rig.logged.slice(900));
    rig.feed.setAway(false);
    await rig.readToEnd();
    expect([...rig.listed].sort()).toEqual([...rig.logged].sort());
  });

  it('[ACT-7] after a hole the server is asked for what did not come, below the mark', async () => {
    const rig = await opened(20);
    rig.deliver(some(5));
    rig.write(some(30));
    rig.snapshot('log-passed');
    await rig.readToEnd();
    expect(rig.listed).toEqual(['log-passed', ...rig.logged]);
    rig.snapshot('drift');
    rig.deliver(some(1));
    expect(rig.listed.slice(0, 3)).toEqual([rig.logged[0], 'log-passed', rig.logged[1]]);
  });

  it('[ACT-8] a server that is away is asked again, and nothing is listed twice', async () => {
    const rig = await opened(120);
    rig.isAway = true;
    await rig.feed.loadOlder();
    expect(rig.feed.state.getState().older).toBe('failed');
    rig.isAway = false;
    await rig.feed.loadOlder();
    await rig.readToEnd();
    expect(rig.listed).toEqual(rig.logged);
  });

  it('[ACT-9] ten thousand changes and any pauses end in the log', async () => {
    const random = seededRandom(testSeed());
    const rig = await opened(500);
    const made = some(10_000);
    let held: ChangeEvent[] = [];
    for (let from = 0; from < made.length; from += 40) {
      const batch = made.slice(from, from + 40);
      const late = batch.filter(() => random() < 0.05);
      rig.deliver([...(random() < 0.2 ? held.splice(0) : []), ...batch.filter((change) => !late.includes(change))]);
      held = [...held, ...late];
      if (random() < 0.05) rig.feed.setPaused(random() < 0.5);
      if (random() < 0.05) rig.feed.setAway(random() < 0.5);
      if (random() < 0.1) await rig.feed.loadOlder();
      if (random() < 0.05 && !rig.isLeft) rig.leave();
      else if (random() < 0.2 && rig.isLeft) rig.comeBack();
    }
    rig.deliver(held);
    if (rig.isLeft) rig.comeBack();
    rig.feed.setPaused(false);
    rig.feed.setAway(false);
    await rig.readToEnd();
    expect([...rig.listed].sort()).toEqual([...rig.logged].sort());
  });

  it('[ACT-12] left and opened again without the server it goes on where it was, below what came meanwhile', async () => {
    const rig = await opened(120);
    rig.deliver(some(3));
    await rig.feed.loadOlder();
    const before = rig.listed;
    expect(before).toHaveLength(103);
    rig.feed.setPaused(true);
    rig.deliver(some(4));
    rig.leave();
    rig.deliver(some(5));
    rig.isAway = true;
    const { pages } = rig;
    rig.comeBack();
    await rig.settle();
    expect(rig.listed).toEqual([...rig.logged.slice(0, 9), ...before]);
    expect(rig.feed.state.getState()).toMatchObject({ older: 'idle', paused: false, waiting: 0 });
    expect(rig.pages).toBe(pages);
    rig.isAway = false;
    await rig.readToEnd();
    expect(rig.listed).toEqual(rig.logged);
  });

  it('[ACT-12] a reading that was given up by leaving is made when it is opened again', async () => {
    const rig = new Rig();
    rig.write(some(20));
    rig.feed.start();
    rig.leave();
    expect(rig.feed.state.getState().older).toBe('idle');
    rig.comeBack();
    await rig.settle();
    expect(rig.listed).toEqual(rig.logged);
    rig.feed.setPaused(true);
    rig.deliver(some(2));
    rig.leave();
    rig.comeBack();
    expect(rig.listed).toEqual(rig.logged);
  });

  it('[ACT-10] lists and counts what the filter lets through', async () => {
    const rig = await opened(120);
    const shipped = updated(anOrder({ id: 7, status: 'shipped', version: 2 }), { status: 'pending' });
    const renamed = updated(anOrder({ id: 8, status: 'shipped', version: 3 }), { product_name: 'Lamp' });
    rig.deliver([shipped, renamed, deleted(anOrder({ id: 9 }))]);
    rig.feed.setFilter({ ...EVERYTHING, status: 'shipped' });
    await rig.readToEnd();
    expect(rig.listed).toEqual([shipped.changeId]);
    rig.feed.setFilter({ ...EVERYTHING, text: 'lamp' });
    await rig.readToEnd();
    expect(rig.listed).toEqual([renamed.changeId]);
    rig.feed.setPaused(true);
    rig.deliver(some(40));
    expect(rig.feed.state.getState().waiting).toBe(0);
    rig.feed.setFilter({ ...EVERYTHING, type: 'DELETE' });
    await rig.readToEnd();
    expect(rig.listed).toHaveLength(1);
  });

  it('[ACT-11] an export holds what the filter shows, listed or not, and nothing that comes later', async () => {
    const rig = await opened(230);
    rig.deliver(some(20));
    const found: number[] = [];
    for await (const changes of rig.feed.everything(new AbortController().signal)) {
      found.push(...changes.map(({ changeId }) => changeId));
      if (found.length < 100) rig.write(some(3));
    }
    expect(found).toEqual(rig.logged.filter((id) => id <= (found[0] ?? 0)));
    expect(found).toHaveLength(250);
  });
});

describe('one change', () => {
  it('[ACT-10] reaches a status only when it was another before', () => {
    expect(statusReached(inserted(anOrder({ id: 1, status: 'shipped' })))).toBe('shipped');
    expect(statusReached(updated(anOrder({ id: 1, status: 'shipped' }), { status: 'pending' }))).toBe('shipped');
    expect(statusReached(updated(anOrder({ id: 1, status: 'shipped' }), {}))).toBeNull();
    expect(statusReached(deleted(anOrder({ id: 1, status: 'shipped' })))).toBeNull();
  });

  it('[ACT-11] is a line of CSV that no spreadsheet runs', () => {
    const order = anOrder({ id: 3, customer_name: '=HYPERLINK("x")', product_name: 'Desk, "big"', version: 2 });
    const change = { ...updated(order, { product_name: '+1' }), changeId: 9, actor: '@bench' };
    expect(csvOf(change)).toBe(
      '9,2025-09-13T20:30:00.000Z,\'@bench,Changed,3,2,"\'=HYPERLINK(""x"")","\'=HYPERLINK(""x"")",\'+1,"Desk, ""big""",pending,pending\r\n',
    );
    expect(csvHead().split(',')).toHaveLength(12);
    expect(csvOf(inserted(order))).toContain(',Created,3,2,,');
  });
});
