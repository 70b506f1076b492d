import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { AuditRecord } from '../../src-main/auth/audit-log.ts';
import { AuditQueue } from '../../src-main/auth/audit-queue.ts';
import type { AuditRow } from '../../src-main/auth/audit-store.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordingLogger } from '../support/recording-logger.ts';

let clock: FakeClock;
let logger: ReturnType<typeof recordingLogger>;
let stored: AuditRow[];
let batches: number;
let failure: Error | null;
let log: AuditQueue;

beforeEach(() => {
  clock = new FakeClock();
  logger = recordingLogger();
  stored = [];
  batches = 0;
  failure = null;
  log = new AuditQueue({
    store: {
      async append(rows) {
        if (failure !== null) throw failure;
        batches++;
        stored.push(...rows);
      },
    },
    clock,
    logger,
    random: () => 1,
    explain: (error) => String(error),
  });
});

const export_ = (n: number): AuditRecord => ({ kind: 'export', actor: `Ada ${n}`, address: '10.0.0.7' });
const actors = () => stored.map((row) => row.actor);

test('[AUD-1] records are written in their sequence, many in one statement', async () => {
  for (let n = 0; n < 250; n++) log.record(export_(n));
  await nextTurn();
  expect(actors()).toEqual(Array.from({ length: 250 }, (_, n) => `Ada ${n}`));
  // The first at once, the others while that was being written.
  expect(batches).toBe(4);
  expect(stored[0]).toEqual({ kind: 'export', actor: 'Ada 0', address: '10.0.0.7', detail: {}, ageMs: 0 });
});

test('[AUD-2] what the database does not take waits, keeps its place and the time when it happened', async () => {
  failure = new Error('away');
  log.record(export_(1));
  await nextTurn();
  log.record(export_(2));
  clock.advance(1_000);
  await nextTurn();
  expect([stored, logger.entries.length]).toEqual([[], 1]);
  failure = null;
  clock.advance(2_000);
  await nextTurn();
  expect(stored.map(({ actor, ageMs }) => [actor, ageMs])).toEqual([
    ['Ada 1', 3_000],
    ['Ada 2', 3_000],
  ]);
});

test('[AUD-3] no more than two thousand wait; the first are kept, and how many were given up is logged', async () => {
  failure = new Error('away');
  for (let n = 0; n < 2_005; n++) log.record(export_(n));
  await nextTurn();
  failure = null;
  clock.advance(1_000);
  await nextTurn();
  expect([stored.length, actors().at(-1)]).toEqual([2_000, 'Ada 1999']);
  expect(logger.entries.at(-1)).toMatchObject({ level: 'error', facts: { records: 5 } });
});

test('[AUD-4] a stop writes what waits, also what was being counted, and logs what it could not', async () => {
  const refused: AuditRecord = { kind: 'refused', actor: 'Bob', address: '::1', detail: { path: '/api/people' } };
  for (let n = 0; n < 3; n++) log.record(refused);
  await log.stop();
  expect(stored.map(({ detail }) => detail)).toEqual([{ path: '/api/people' }, { path: '/api/people', times: 2 }]);
  failure = new Error('away');
  log.record(export_(9));
  await log.stop();
  expect(logger.entries.at(-1)).toMatchObject({ level: 'error', facts: { records: 1 } });
});

test('[AUD-5] the same refusal again and again is one record at once and one a minute with their number', async () => {
  const refused: AuditRecord = { kind: 'refused', actor: 'Bob', address: '::1', detail: { path: '/api/people' } };
  for (let n = 0; n < 1_000; n++) log.record(refused);
  log.record({ ...refused, address: '::2' });
  log.record(export_(1));
  log.record(export_(1));
  await nextTurn();
  expect(stored).toHaveLength(4);
  clock.advance(60_000);
  await nextTurn();
  expect(stored.slice(4).map(({ actor, detail }) => [actor, detail])).toEqual([
    ['Bob', { path: '/api/people', times: 999 }],
  ]);
  log.record(refused);
  await nextTurn();
  expect(stored).toHaveLength(6);
});

test('[AUD-7] of refusals that all differ two hundred a minute are told apart, and the others are one record', async () => {
  for (let n = 0; n < 5_000; n++) {
    log.record({
      kind: 'refused',
      actor: '?',
      address: `2001:db8::${n.toString(16)}`,
      detail: { why: 'foreign page' },
    });
  }
  await eventually('they are written', () => stored.length === 201);
  clock.advance(60_000);
  await eventually('their number as well', () => stored.length === 202);
  expect(stored[201]).toMatchObject({ kind: 'refused', detail: { why: 'many others', times: 4_799 } });
});

test('[AUD-6] names are cut, and hold no line break, no direction mark and no half character', async () => {
  log.record({ ...export_(1), actor: `a\r\nb\u202e\ud800${'😀'.repeat(300)}`, address: 'x'.repeat(99) });
  log.record({ ...export_(2), detail: { q: 'a\u0000'.repeat(300), orders: 3, disabled: true, status: null } });
  await nextTurn();
  expect(stored[0]?.actor).toBe(`a\ufffd\ufffdb\ufffd\ufffd${'😀'.repeat(249)}`);
  expect(stored[0]?.address).toBe('x'.repeat(64));
  expect(stored[1]?.detail).toEqual({ q: `${'a\ufffd'.repeat(127)}a`, orders: 3, disabled: true, status: null });
});
