import { beforeEach, expect, test } from 'vitest';
import type { AuditRecord } from '../../src-main/auth/audit-log.ts';
import { FirstAdmin } from '../../src-main/auth/first-admin.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryPeopleStore } from '../support/memory-people-store.ts';
import { QuickHasher } from '../support/quick-hasher.ts';

const ADA = { name: 'Ada', password: 'correct horse battery' };
let clock: FakeClock;
let people: MemoryPeopleStore;
let records: AuditRecord[];
let firstAdmin: FirstAdmin;

beforeEach(() => {
  clock = new FakeClock();
  people = new MemoryPeopleStore(clock);
  records = [];
  const audit = { record: (entry: AuditRecord) => void records.push(entry) };
  firstAdmin = new FirstAdmin({ people, hasher: new QuickHasher(), audit, clock });
});

const claim = (code: string, admin = ADA) =>
  firstAdmin.claim(code, admin, '10.0.0.7').catch((error: { problem: { code: string } }) => error.problem.code);

test('[PPL-40] the code of the link makes an admin, once, and it is recorded', async () => {
  const code = firstAdmin.offer();
  expect(code).toMatch(/^[\w-]{32}$/);
  expect(await claim(code)).toMatchObject({ name: 'Ada', role: 'admin' });
  expect(await claim(code)).toBe('unauthenticated');
  expect(records.map(({ kind, actor }) => [kind, actor])).toEqual([
    ['first-admin', 'Ada'],
    ['sign-in-refused', '?'],
  ]);
});

test('[PPL-41] no code, another one, one of an hour ago and one that was replaced are good for nothing', async () => {
  expect(await claim('')).toBe('unauthenticated');
  const code = firstAdmin.offer();
  expect(await claim(`${code.slice(1)}x`)).toBe('unauthenticated');
  const next = firstAdmin.offer();
  expect(await claim(code)).toBe('unauthenticated');
  clock.advance(3_600_000);
  expect(await claim(next)).toBe('unauthenticated');
  expect(await people.list()).toEqual([]);
});

test('[PPL-42] where there is an admin by now there is no first one; a taken name leaves the code good', async () => {
  await people.add({ name: 'Bob', role: 'viewer', passwordHash: null, pinHash: null, badgeHash: null });
  const code = firstAdmin.offer();
  expect(await claim(code, { ...ADA, name: 'bob' })).toBe('invalid-request');
  expect(await Promise.all([claim(code), claim(code, { ...ADA, name: 'Cid' })])).toEqual([
    expect.objectContaining({ name: 'Ada' }),
    'conflict',
  ]);
});
