import { beforeEach, expect, test } from 'vitest';
import type { AuditRecord } from '../../src-main/auth/audit-log.ts';
import { auditedDispatch } from '../../src-main/auth/audited-dispatch.ts';
import { badgeHash } from '../../src-main/auth/badge-hash.ts';
import { People } from '../../src-main/auth/people.ts';
import type { Command, CommandResult } from '../../src-shared/command.ts';
import { problemOf } from '../../src-shared/problem.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryPeopleStore } from '../support/memory-people-store.ts';
import { principal } from '../support/principal.ts';
import { QuickHasher } from '../support/quick-hasher.ts';

const BY = { actor: 'Root', address: '10.0.0.7' };
const PASSWORD = 'correct horse battery';
let store: MemoryPeopleStore;
let hasher: QuickHasher;
let records: AuditRecord[];
let people: People;
const audit = { record: (entry: AuditRecord) => void records.push(entry) };

beforeEach(() => {
  store = new MemoryPeopleStore(new FakeClock());
  hasher = new QuickHasher();
  records = [];
  people = new People({ store, hasher, audit });
});

test('[PPL-45] shows of a person whether there are secrets, and none of them; stores none as it is', async () => {
  const all = { name: 'Ada', role: 'admin', password: PASSWORD, pin: '4711', badge: 'BADGE-0001' } as const;
  const ada = await people.add(all, BY);
  expect(ada).toEqual({
    id: ada.id,
    name: 'Ada',
    role: 'admin',
    disabled: false,
    hasPassword: true,
    hasPin: true,
    hasBadge: true,
    lockedUntil: null,
    lastSeenAt: null,
    createdAt: expect.stringMatching(/Z$/),
  });
  const stored = await store.get(ada.id);
  expect(stored?.badgeHash).toBe(badgeHash('BADGE-0001'));
  expect(await hasher.verify(PASSWORD, stored?.passwordHash ?? null)).toBe(true);
  expect(await hasher.verify('4711', stored?.pinHash ?? null)).toBe(true);
  await store.beginTry(ada.id, 0, 60_000);
  expect((await people.list())[0]?.lockedUntil).toMatch(/Z$/);
});

test('[PPL-46] each change is on record with who did it and what became different, without a secret', async () => {
  await people.add({ name: 'Root', role: 'admin', password: PASSWORD }, BY);
  const { id } = await people.add({ name: 'Ada', role: 'viewer', pin: '4711' }, BY);
  await people.change(id, { name: 'Ann', role: 'operator', disabled: true, pin: null, password: PASSWORD }, BY);
  await people.change(id, { badge: 'BADGE-0001' }, BY);
  await people.changeOwnPassword(id, `${PASSWORD}!`, null, { ...BY, actor: 'Ann' });
  await people.remove(id, BY);
  expect(records.slice(1)).toEqual([
    { kind: 'person-added', ...BY, detail: { name: 'Ada', role: 'viewer' } },
    {
      kind: 'person-changed',
      ...BY,
      detail: {
        name: 'Ada',
        newName: 'Ann',
        role: 'operator',
        formerRole: 'viewer',
        disabled: true,
        pin: 'taken away',
        password: 'set',
      },
    },
    { kind: 'person-changed', ...BY, detail: { name: 'Ann', badge: 'set' } },
    { kind: 'password-changed', ...BY, actor: 'Ann' },
    { kind: 'person-removed', ...BY, detail: { name: 'Ann', role: 'operator' } },
  ]);
});

test('[PPL-47] who is not there cannot be changed, and at a bench are those with PIN or badge', async () => {
  const missing = { problem: { code: 'not-found' } };
  await expect(people.change(9, {}, BY)).rejects.toMatchObject(missing);
  await expect(people.remove(9, BY)).rejects.toMatchObject(missing);
  await expect(people.changeOwnPassword(9, PASSWORD, null, BY)).rejects.toMatchObject(missing);
  await people.add({ name: 'Password', role: 'admin', password: PASSWORD }, BY);
  const pin = await people.add({ name: 'Pin', role: 'viewer', pin: '4711' }, BY);
  const gone = await people.add({ name: 'Gone', role: 'viewer', badge: 'BADGE-0001' }, BY);
  await people.change(gone.id, { disabled: true }, BY);
  expect(await people.atBench()).toEqual([{ id: pin.id, name: 'Pin', role: 'viewer' }]);
  expect(records.filter(({ kind }) => kind === 'person-removed')).toEqual([]);
});

test('[AUD-20] commands by a socket: what is refused and what is imported is on record, a repeated batch once', async () => {
  const results: (() => Promise<CommandResult>)[] = [
    // As the dispatcher answers: whatever a client may see is a result.
    async () => ({ kind: 'problem', problem: problemOf('forbidden', 'no') }),
    async () => ({ kind: 'problem', problem: problemOf('conflict', 'no') }),
    async () => ({ kind: 'created', orders: [{ id: 1, version: 1 }], repeated: false }),
    async () => ({ kind: 'created', orders: [{ id: 1, version: 1 }], repeated: true }),
  ];
  const dispatch = auditedDispatch(() => results.shift()?.() ?? Promise.reject(new Error('no more')), audit);
  const command: Command = { type: 'delete-order', id: 1, expectedVersion: 1 };
  for (let n = 0; n < 4; n++) await dispatch(command, principal('Bob', 'operator'), '10.0.0.9').catch(() => undefined);
  expect(records.map(({ kind, address, detail }) => [kind, address, detail])).toEqual([
    ['refused', '10.0.0.9', { command: 'delete-order' }],
    ['import', '10.0.0.9', { orders: 1 }],
  ]);
});
