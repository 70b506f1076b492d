import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeLog, LogEntry } from '../../src-main/feed/change-log.ts';
import { ExpectedDigest } from '../../src-main/feed/orders-digest.ts';

/** One writer's open transaction. */
export interface LogWriter {
  /** @returns the order's id */
  insert(name: string): Promise<number>;
  update(orderId: number, name: string): Promise<void>;
  remove(orderId: number): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** A change log and what happens around it. */
export interface LogHarness {
  readonly log: ChangeLog;
  begin(): Promise<LogWriter>;
  /** Ids of the rows of the log that are committed. */
  committedIds(): Promise<readonly number[]>;
  truncateLog(): Promise<void>;
  /** Sets AUTO_INCREMENT of the log forward. */
  jumpLogIds(to: number): Promise<void>;
  /** What a clean-up of another server does. */
  cleanBelow(id: number): Promise<void>;
  /** A row that the triggers would not write. */
  writeDamagedRow(): Promise<void>;
  /** Empties both tables. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** What the feed relies on, whoever keeps the log. */
export function describeChangeLog(name: string, open: () => Promise<LogHarness>): void {
  describe(`change log: ${name}`, () => {
    let harness: LogHarness;
    let log: ChangeLog;

    beforeAll(async () => {
      harness = await open();
      log = harness.log;
    });
    afterAll(() => harness.close());
    beforeEach(async () => {
      await harness.clear();
      await insert('seed');
    });

    async function insert(...names: string[]): Promise<void> {
      for (const each of names) {
        const writer = await harness.begin();
        await writer.insert(each);
        await writer.commit();
      }
    }

    it('[FEED-40] starts at the newest row, so that only what comes after is new', async () => {
      const at = await log.start();
      expect(namesOf((await log.read(at, 10)).entries)).toEqual([]);
      await insert('after');
      const read = await log.read(at, 10);
      expect([namesOf(read.entries), read.anchor]).toEqual([['after'], 'same']);
      expect(namesOf((await log.read(read.next, 10)).entries)).toEqual([]);
    });

    it('[FEED-41] starts with what is in flight as gaps, however old, and reads it when it is committed', async () => {
      const oldest = await harness.begin();
      await oldest.insert('in flight below everything');
      await insert('one', 'two');
      const recent = await harness.begin();
      await recent.insert('in flight');
      await insert('newest');
      const ids = await harness.committedIds();
      await harness.cleanBelow(ids[1] ?? 0);
      const at = await log.start();
      expect(at.position.head).toBe(ids[ids.length - 1]);
      await oldest.commit();
      await recent.commit();
      expect(namesOf((await log.read(at, 10)).entries)).toEqual(['in flight below everything', 'in flight']);
    });

    it('[FEED-42] shows nothing of a transaction before it commits, all of it then, and nothing of one rolled back', async () => {
      const at = await log.start();
      const kept = await harness.begin();
      await kept.insert('kept 1');
      const dropped = await harness.begin();
      await dropped.insert('dropped');
      await kept.insert('kept 2');
      await insert('other');
      const first = await log.read(at, 10);
      expect(namesOf(first.entries)).toEqual(['other']);
      expect(await log.probe(first.next.position.gaps)).toHaveLength(3);
      await dropped.rollback();
      expect(await log.probe(first.next.position.gaps)).toHaveLength(2);
      await kept.commit();
      expect(namesOf((await log.read(first.next, 10)).entries)).toEqual(['kept 1', 'kept 2']);
    });

    it('[FEED-43] takes at most so many rows above the head and says that there are more', async () => {
      const at = await log.start();
      await insert('a', 'b', 'c');
      const first = await log.read(at, 2);
      expect([namesOf(first.entries), first.more]).toEqual([['a', 'b'], true]);
      const second = await log.read(first.next, 2);
      expect([namesOf(second.entries), second.more]).toEqual([['c'], false]);
      const held = await log.read(at, 0);
      expect([namesOf(held.entries), held.more, held.next]).toEqual([[], true, at]);
    });

    it('[FEED-44] reads what filled the gaps in portions, and nothing above the head before it is through', async () => {
      const at = await log.start();
      const bulk = await harness.begin();
      for (let i = 0; i < 2_500; i++) await bulk.insert(`bulk ${i}`);
      await insert('single');
      const before = await log.read(at, 10);
      await bulk.commit();
      await insert('newer');
      const first = await log.read(before.next, 10);
      expect([first.entries.length, first.more, first.moreLate]).toEqual([2_000, true, true]);
      expect(first.next.position.head).toBe(before.next.position.head);
      expect(first.next.stamp).toBe(before.next.stamp);
      const second = await log.read(first.next, 10);
      expect([second.entries.length, second.more, second.moreLate]).toEqual([501, false, false]);
      const names = namesOf([...first.entries, ...second.entries]);
      expect(names).toEqual([...Array.from({ length: 2_500 }, (_, i) => `bulk ${i}`), 'newer']);
    });

    it('[FEED-45] looks at dead ids once more when asked to', async () => {
      const at = await log.start();
      const late = await harness.begin();
      await late.insert('late');
      await insert('other');
      const { next } = await log.read(at, 10);
      const dead = next.position.gaps;
      const gaveUp = { ...next, position: { ...next.position, gaps: [] } };
      await late.commit();
      expect(namesOf((await log.read(gaveUp, 10)).entries)).toEqual([]);
      expect(namesOf((await log.read(gaveUp, 10, dead)).entries)).toEqual(['late']);
    });

    it('[FEED-46] knows a log that was emptied, and one whose ids came back to the same number', async () => {
      await insert('x');
      const at = await log.start();
      await harness.truncateLog();
      expect((await log.read(at, 10)).anchor).toBe('missing');
      await insert('y');
      await harness.jumpLogIds(at.position.head);
      await insert('z', 'further');
      expect((await harness.committedIds()).includes(at.position.head)).toBe(true);
      expect((await log.read(at, 10)).anchor).toBe('different');
    });

    it('[FEED-47] knows when the row it stands on was cleaned away, and from which id the log goes on', async () => {
      const at = await log.start();
      await insert('a', 'b', 'c');
      const ids = await harness.committedIds();
      await harness.cleanBelow(at.position.head);
      expect((await log.read(at, 10)).anchor).toBe('same');
      await harness.cleanBelow(ids[2] ?? 0);
      const read = await log.read(at, 10);
      expect([read.anchor, read.oldestId]).toEqual(['missing', ids[2]]);
    });

    it('[FEED-48] shows orders and log as of one instant, with the position that goes with them', async () => {
      const at = await log.start();
      const open = await harness.begin();
      await open.insert('open');
      await insert('before');
      const unseen: LogEntry[] = [];
      const view = await log.openView(at, (entries) => unseen.push(...entries));
      await open.commit();
      await insert('after');
      const chunks: string[] = [];
      for await (const orders of view.orders(1)) chunks.push(...orders.map((order) => order.customer_name));
      expect(chunks).toEqual(['seed', 'before']);
      expect([await view.countOrders(), view.anchor, namesOf(unseen)]).toEqual([2, 'same', ['before']]);
      await view.close();
      expect(namesOf((await log.read(view.at, 10)).entries)).toEqual(['open', 'after']);
    });

    it('[WINDOW-12] has the newest so many orders and the open ones before them, or says that these are too many, or that this is all', async () => {
      for (const name of ['a', 'b', 'c']) await insert(name);
      const view = await log.openView(await log.start());
      const namesIn = async (newest: number): Promise<readonly string[] | null> => {
        const part = await view.part(newest);
        if (part === null) return null;
        const names: string[] = [];
        for await (const orders of view.orders(1, part)) names.push(...orders.map((order) => order.customer_name));
        expect(part.count).toBe(names.length);
        return [part.open ? 'and open ones' : 'newest only', ...names];
      };
      // With the seed there are four orders, all of them open.
      expect(await namesIn(4)).toBeNull();
      expect(await namesIn(3)).toEqual(['and open ones', 'a', 'b', 'c', 'seed']);
      expect(await namesIn(2)).toEqual(['and open ones', 'b', 'c', 'seed', 'a']);
      expect(await namesIn(1)).toEqual(['newest only', 'c']);
      await view.close();
    });

    it('[FEED-49] says of a view whether the place it was opened from is still in the log', async () => {
      const at = await log.start();
      await harness.truncateLog();
      const view = await log.openView(at);
      expect(view.anchor).toBe('missing');
      await view.close();
    });

    it('[FEED-50] has the digest that the changes lead to', async () => {
      const at = await log.start();
      const view = await log.openView(at);
      const expected = ExpectedDigest.of(await view.digest());
      await view.close();
      const writer = await harness.begin();
      const first = await writer.insert('first');
      const second = await writer.insert('second');
      await writer.update(first, 'first again');
      await writer.remove(second);
      await writer.commit();
      const read = await log.read(at, 100);
      for (const entry of read.entries) if (entry.kind === 'change') expected.apply(entry.event);
      const after = await log.openView(read.next);
      expect(expected.differences(await after.digest())).toEqual([]);
      await after.close();
      expected.apply({ changeId: 1, actor: null, at: '', type: 'INSERT', order: await anyOrder() });
      expect(expected.differences(new Map())).not.toEqual([]);
    });

    it('[FEED-51] hands out damaged rows in their place, and the next ones all the same', async () => {
      const at = await log.start();
      await insert('before');
      await harness.writeDamagedRow();
      await insert('after');
      const { entries } = await log.read(at, 10);
      expect(namesOf(entries)).toEqual(['before', 'damaged', 'after']);
    });

    async function anyOrder() {
      const view = await log.openView(await log.start());
      for await (const [order] of view.orders(1)) {
        await view.close();
        if (order !== undefined) return order;
      }
      throw new Error('there is no order');
    }
  });
}

export function namesOf(entries: readonly LogEntry[]): string[] {
  return entries.map((entry) => (entry.kind === 'change' ? entry.event.order.customer_name : entry.kind));
}
