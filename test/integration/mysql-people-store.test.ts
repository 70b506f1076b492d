import { afterAll, beforeAll, expect, test } from 'vitest';
import { MysqlPeopleStore } from '../../src-main/mysql/mysql-people-store.ts';
import { aPerson, describePeopleStore } from '../contract/people-store.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';

let opened: MysqlOrders;
beforeAll(async () => {
  opened = await openMysqlOrders();
});
afterAll(() => opened.drop());

async function openPeople() {
  await opened.server.query('DELETE FROM orderdeck_people');
  await opened.server.query('DELETE FROM orderdeck_sessions');
  return new MysqlPeopleStore(opened.database);
}

describePeopleStore('in MySQL', openPeople);

const generation = async () => {
  const [row] = await opened.server.query<{ value: string }>(
    "SELECT value FROM orderdeck_meta WHERE name = 'access_generation'",
  );
  return Number(row?.value);
};
const sessions = async () => {
  const rows = await opened.server.query<{ id: string }>('SELECT TRIM(id) AS id FROM orderdeck_sessions ORDER BY id');
  return rows.map((row) => row.id);
};
const signIn = (id: string, personId: number) =>
  opened.server.query(
    "INSERT INTO orderdeck_sessions (id, kind, person_id, secret_hash, address) VALUES (?, 'browser', ?, '', '')",
    [id, personId],
  );

test('[PPL-8] a change of rights is told to all servers, a refused one is not', async () => {
  const people = await openPeople();
  const ada = await people.add(aPerson('Ada', { role: 'admin' }));
  const before = await generation();
  await people.change(ada.id, { name: 'Ann' });
  expect(await generation()).toBe(before + 1);
  await expect(people.remove(ada.id)).rejects.toThrow('last admin');
  expect(await generation()).toBe(before + 1);
});

test('[PPL-9] a new password, a new PIN, a disabled and a removed person: their sessions end, but the one that asked', async () => {
  const people = await openPeople();
  const { id } = await people.add(aPerson('Ada'));
  const other = await people.add(aPerson('Bob'));
  await signIn('bob', other.id);
  await signIn('one', id);
  await signIn('two', id);
  await people.change(id, { role: 'viewer' });
  expect(await sessions()).toEqual(['bob', 'one', 'two']);
  await people.change(id, { passwordHash: 'scrypt$9' }, 'one');
  expect(await sessions()).toEqual(['bob', 'one']);
  await people.change(id, { pinHash: 'scrypt$9' });
  expect(await sessions()).toEqual(['bob']);
  for (const end of [() => people.change(id, { disabled: true }), () => people.remove(id)]) {
    await signIn('three', id);
    await end();
    expect(await sessions()).toEqual(['bob']);
  }
});

test('[PPL-10] whatever is typed as a name is text', async () => {
  const people = await openPeople();
  const name = `'; DROP TABLE orderdeck_people; -- \\"%_`;
  const added = await people.add(aPerson(name));
  expect(await people.byName(name)).toEqual(added);
  expect(await people.byName('%')).toBeNull();
});
