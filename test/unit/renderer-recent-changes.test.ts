import { describe, expect, it } from 'vitest';
import {
  addChanges,
  newestFirst,
  noRecentChanges,
  type RecentChanges,
} from '../../src-renderer/store/recent-changes.ts';
import { createConsoleStore, reduceMessages } from '../../src-renderer/store/store.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { ServerMessage, SnapshotReason } from '../../src-shared/server-message.ts';
import { anOrder, inserted } from '../support/orders.ts';

function changesOf(count: number): ChangeEvent[] {
  return Array.from({ length: count }, (_, index) => inserted(anOrder({ id: index + 1 })));
}

function idsOf(recent: RecentChanges): (number | string)[] {
  return newestFirst(recent).map((entry) => (entry.kind === 'change' ? entry.change.changeId : entry.reason));
}

function snapshot(reason: SnapshotReason): ServerMessage[] {
  return [
    { type: 'snapshot-begin', reason, total: 0 },
    { type: 'snapshot-end', token: 't' },
  ];
}

describe('recent changes', () => {
  it('[ACT-1] keeps the last changes in the sequence in which they came, each once', () => {
    const all = changesOf(9_000);
    let recent = noRecentChanges;
    for (let from = 0; from < all.length; from += 70) {
      // Each portion begins with the end of the one before, as after a reconnection.
      recent = addChanges(recent, all.slice(Math.max(0, from - 30), from + 70), 5_000);
    }
    const ids = idsOf(recent);
    expect(recent.next).toBe(9_000);
    expect(ids).toEqual(
      all
        .slice(recent.first)
        .reverse()
        .map((change) => change.changeId),
    );
    expect(ids.length).toBeGreaterThanOrEqual(5_000);
    expect(ids.length).toBeLessThan(5_000 + 256);
  });

  it('[ACT-1] a batch leaves the former list as it was, and copies no more than its newest part', () => {
    const before = addChanges(noRecentChanges, changesOf(1_000));
    const seen = idsOf(before);
    const after = addChanges(before, changesOf(10));
    expect(idsOf(before)).toEqual(seen);
    const shared = after.chunks.filter((chunk) => before.chunks.includes(chunk));
    expect(shared).toHaveLength(before.chunks.length - 1);
    expect(addChanges(after, [])).toBe(after);
    expect(newestFirst(after, 1_003)).toHaveLength(7);
    expect(newestFirst(after, 0, 3).map(({ seq }) => seq)).toEqual([1_009, 1_008, 1_007]);
  });

  it('[ACT-2] a table that is read anew leaves one mark where it happened, and the first one none', () => {
    const [first, second, third] = changesOf(3);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three were made');
    const messages: ServerMessage[] = [
      ...snapshot('first-connect'),
      { type: 'changes', changes: [first, second], token: 't' },
      ...snapshot('drift'),
      ...snapshot('new-epoch'),
      { type: 'changes', changes: [second, third], token: 't' },
    ];
    const store = createConsoleStore({ kind: 'connecting', transport: 'websocket' });
    const received = messages.map((message) => ({ message, at: 7 }));
    const { recent } = reduceMessages(store.getState(), received);
    expect(idsOf(recent)).toEqual([third.changeId, 'drift', second.changeId, first.changeId]);
  });
});
