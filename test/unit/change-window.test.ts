import { expect, it } from 'vitest';
import type { ChangeBatch } from '../../src-main/feed/change-feed.ts';
import { ChangeWindow } from '../../src-main/hub/change-window.ts';
import { anOrder, updated } from '../support/orders.ts';

const at = (head: number) => ({ position: { head, gaps: [] }, stamp: `${head}.0` });

function batch(head: number, name = 'Ada', count = 1): ChangeBatch {
  const change = updated(anOrder({ id: 1, customer_name: name }), { customer_name: name });
  return { changes: Array(count).fill(change), at: at(head) };
}

it('[HUB-1] the oldest batches leave when the window is full, and its start moves with them', () => {
  const window = new ChangeWindow(7_000, at(100));
  expect([window.firstSeq, window.lastSeq, window.start.position.head]).toEqual([1, 0, 100]);
  for (let i = 1; i <= 30; i++) window.push(batch(100 + i));
  expect(window.lastSeq).toBe(30);
  expect(window.firstSeq).toBeGreaterThan(15);
  expect(window.start).toEqual(at(100 + window.firstSeq - 1));
  expect(window.end).toEqual(at(130));
  expect(window.get(window.firstSeq - 1)).toBeUndefined();
  expect(window.get(window.firstSeq)?.at).toEqual(at(100 + window.firstSeq));
  expect(window.get(31)).toBeUndefined();
});

it('[HUB-2] long names count for what they take', () => {
  const short = new ChangeWindow(100_000, at(0));
  const long = new ChangeWindow(100_000, at(0));
  for (let i = 1; i <= 500; i++) {
    short.push(batch(i));
    long.push(batch(i, '📦'.repeat(255)));
  }
  const kept = (window: ChangeWindow) => window.lastSeq - window.firstSeq + 1;
  expect(kept(long)).toBeLessThan(kept(short) / 3);
});

it('[HUB-3] a batch larger than the window is kept until the next one', () => {
  const window = new ChangeWindow(7_000, at(0));
  window.push(batch(1, 'Ada', 1_000));
  expect(window.get(1)?.changes).toHaveLength(1_000);
  window.push(batch(2));
  expect([window.get(1), window.get(2)?.seq]).toEqual([undefined, 2]);
});

it('[HUB-4] after a restart the numbers go on, so that an old place is not mistaken for a new one', () => {
  const window = new ChangeWindow(7_000, at(0));
  for (let i = 1; i <= 5; i++) window.push(batch(i));
  window.restart(at(50));
  expect([window.firstSeq, window.lastSeq, window.start, window.end]).toEqual([6, 5, at(50), at(50)]);
  expect(window.get(5)).toBeUndefined();
  expect(window.push(batch(51)).seq).toBe(6);
});
