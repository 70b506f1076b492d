import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AuditRow } from '../../src-main/auth/audit-store.ts';
import { MysqlAuditStore } from '../../src-main/mysql/mysql-audit-store.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';

let opened: MysqlOrders;
let store: MysqlAuditStore;
beforeAll(async () => {
  opened = await openMysqlOrders();
  store = new MysqlAuditStore(opened.database, 30);
});
beforeEach(() => opened.server.query('TRUNCATE orderdeck_audit'));
afterAll(() => opened.drop());

const row = (kind: AuditRow['kind'], changes: Partial<AuditRow> = {}): AuditRow => ({
  kind,
  actor: 'Ada',
  address: '10.0.0.7',
  detail: {},
  ageMs: 0,
  ...changes,
});
const DAY_MS = 86_400_000;
const ages = async () => {
  const rows = await opened.server.query<{ days: number }>(
    'SELECT TIMESTAMPDIFF(DAY, at, NOW(6)) AS days FROM orderdeck_audit ORDER BY at',
  );
  return rows.map((stored) => stored.days);
};

test('[AUD-10] gives back what was recorded as text, whatever it says, with the time it happened', async () => {
  const text = `'); DELETE FROM orderdeck_audit; -- "\\ 😀`;
  await store.append([row('refused', { actor: text, detail: { path: text, times: 3, disabled: true, role: null } })]);
  await store.append([row('sign-in', { ageMs: 5_000 })]);
  await store.append([]);
  const { entries, next } = await store.page({ limit: 10 });
  expect([entries.map(({ kind }) => kind), next]).toEqual([['sign-in', 'refused'], null]);
  expect(entries[1]).toMatchObject({ actor: text, detail: { path: text, times: 3, disabled: true, role: null } });
  const [signIn, refused] = entries.map(({ at }) => Date.parse(at));
  const apart = (refused ?? 0) - (signIn ?? 0);
  expect(apart).toBeGreaterThan(0);
  expect(apart).toBeLessThanOrEqual(6_000);
});

test('[AUD-11] pages backwards without a repeat or a hole, also through one kind', async () => {
  for (let n = 0; n < 7; n++) {
    await store.append([row('sign-in', { detail: { orders: n } }), row('export', { detail: { orders: n } })]);
  }
  const all = async (kind?: 'export') => {
    const found: unknown[] = [];
    let before: number | undefined;
    do {
      const page = await store.page({ limit: 3, kind, before });
      found.push(...page.entries.map(({ detail }) => detail.orders));
      before = page.next ?? undefined;
    } while (before !== undefined);
    return found;
  };
  expect(await all('export')).toEqual([6, 5, 4, 3, 2, 1, 0]);
  expect(await all()).toEqual([6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0]);
});

test('[AUD-12] takes out what is older than its time, so many at once, and nothing else', async () => {
  await store.append([40, 35, 31, 29, 8, 0].map((days) => row('export', { ageMs: days * DAY_MS })));
  expect([await store.prune(2), await ages()]).toEqual([2, [31, 29, 8, 0]]);
  expect([await store.prune(2), await ages()]).toEqual([1, [29, 8, 0]]);
  expect(await store.prune(2)).toBe(0);
});

test('[AUD-13] nobody changes a record, and nobody takes one out within a week', async () => {
  await store.append([row('refused', { ageMs: 8 * DAY_MS }), row('refused', { ageMs: 6 * DAY_MS })]);
  await expect(opened.server.query("UPDATE orderdeck_audit SET actor = 'Bob'")).rejects.toThrow('append-only');
  await expect(opened.server.query('DELETE FROM orderdeck_audit')).rejects.toThrow('seven days');
  expect(await ages()).toEqual([8, 6]);
  expect([await new MysqlAuditStore(opened.database, 7).prune(10), await ages()]).toEqual([1, [6]]);
});

test('[AUD-14] a row that somebody wrote by hand does not hide the others', async () => {
  await opened.server.query(
    "INSERT INTO orderdeck_audit (kind, actor, address, detail) VALUES ('export', '', '', 'no json'), ('later', '', '', '{}')",
  );
  await store.append([row('import')]);
  const { entries } = await store.page({ limit: 10 });
  expect(entries.map(({ kind, detail }) => [kind, detail])).toEqual([
    ['import', {}],
    ['export', { text: 'no json' }],
  ]);
});
