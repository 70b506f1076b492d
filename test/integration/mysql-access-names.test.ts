import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hashOfSecret, newPairingCode } from '../../src-main/auth/pairing-code.ts';
import { MysqlDeviceStore } from '../../src-main/mysql/mysql-device-store.ts';
import { MysqlPairingStore } from '../../src-main/mysql/mysql-pairing-store.ts';
import { MysqlPeopleStore } from '../../src-main/mysql/mysql-people-store.ts';
import { aPerson } from '../contract/people-store.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';
import { openDatabase } from '../support/sql.ts';

let opened: MysqlOrders;
let people: MysqlPeopleStore;
let devices: MysqlDeviceStore;
let pairings: MysqlPairingStore;

beforeAll(async () => {
  opened = await openMysqlOrders();
  people = new MysqlPeopleStore(opened.database);
  devices = new MysqlDeviceStore(opened.database);
  pairings = new MysqlPairingStore(opened.database);
});
afterAll(() => opened.drop());
beforeEach(async () => {
  for (const table of ['people', 'devices', 'pairings']) await opened.server.query(`DELETE FROM orderdeck_${table}`);
});

const MINUTE_MS = 60_000;
const place = { address: '192.0.2.7', userAgent: null };
const grant = (name: string) => ({ name, role: 'operator', createdBy: 'Ada' }) as const;
const conflict = { problem: { code: 'conflict', title: 'This does not fit what is there now' } };
const code = () => hashOfSecret(newPairingCode());

async function offer(name: string): Promise<string> {
  const codeHash = code();
  await pairings.add({ codeHash, claimHash: null, grant: grant(name) }, MINUTE_MS);
  return codeHash;
}

async function joined(name: string) {
  const outcome = await pairings.claim(await offer(name), null, place);
  if (outcome.kind !== 'joined') throw new Error(`expected the device to join, it is ${outcome.kind}`);
  return outcome.device;
}

test('[DEV-13] a person cannot have the name of a device, whatever its case, nor a device that of a person', async () => {
  const gate = await joined('Gate');
  const bob = await people.add(aPerson('Bob'));
  await expect(people.add(aPerson('GATE'))).rejects.toMatchObject(conflict);
  await expect(people.addFirstAdmin(aPerson('gate', { role: 'admin' }))).rejects.toMatchObject(conflict);
  await expect(people.change(bob.id, { name: 'gate' })).rejects.toMatchObject(conflict);
  await expect(devices.change(gate.id, { name: 'BOB' })).rejects.toMatchObject(conflict);
  await expect(offer('bob')).rejects.toMatchObject(conflict);
  const claim = hashOfSecret(randomBytes(8).toString('hex'));
  const request = code();
  await pairings.add({ codeHash: request, claimHash: claim, grant: null }, MINUTE_MS);
  await expect(pairings.approve(request, grant('bob'), MINUTE_MS)).rejects.toMatchObject(conflict);
  // What each had before stands, and whatever does not concern the name can be changed.
  expect(await people.list()).toEqual([bob]);
  expect(await devices.list()).toEqual([gate]);
  expect(await people.change(bob.id, { name: 'BOB', role: 'viewer' })).toMatchObject({ name: 'BOB' });
  expect(await devices.change(gate.id, { name: 'GATE' })).toMatchObject({ name: 'GATE' });
});

test('[DEV-14] a name that somebody took meanwhile keeps the device out until it is free; the code stays', async () => {
  const waiting = await offer('Cid');
  const cid = await people.add(aPerson('cid'));
  await expect(pairings.claim(waiting, null, place)).rejects.toMatchObject(conflict);
  await people.remove(cid.id);
  expect(await pairings.claim(waiting, null, place)).toMatchObject({ kind: 'joined' });
});

test('[DEV-15] of a person and a device that take a name at the same time, at two servers, one gets it', async () => {
  const elsewhere = openDatabase(opened.server);
  const pairingsElsewhere = new MysqlPairingStore(elsewhere);
  try {
    for (let round = 0; round < 10; round++) {
      const name = `Station ${round}`;
      const waiting = await offer(name);
      const outcomes = await Promise.allSettled([
        people.add(aPerson(name)),
        pairingsElsewhere.claim(waiting, null, place),
      ]);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]?.reason).toMatchObject(conflict);
    }
  } finally {
    await elsewhere.end();
  }
});
