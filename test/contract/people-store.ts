import { beforeEach, describe, expect, it } from 'vitest';
import type { NewPersonRecord, PeopleStore } from '../../src-main/auth/people-store.ts';
import { AppError } from '../../src-main/base/app-error.ts';

const BADGE = 'b'.repeat(64);

export function aPerson(name: string, person: Partial<NewPersonRecord> = {}): NewPersonRecord {
  return { name, role: 'operator', passwordHash: 'scrypt$1', pinHash: null, badgeHash: null, ...person };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? error.problem.code : String(error);
}

/** What signing in and the routes rely on; every implementation of the port runs this suite. */
export function describePeopleStore(name: string, open: () => Promise<PeopleStore>): void {
  describe(`PeopleStore: ${name}`, () => {
    let people: PeopleStore;
    beforeEach(async () => {
      people = await open();
    });

    it('[PPL-1] knows people by id, by name without regard to case, by badge, and lists them by name', async () => {
      const zoe = await people.add(aPerson('Zoé 😀', { badgeHash: BADGE }));
      const ada = await people.add(aPerson('Ada', { role: 'viewer', passwordHash: null, pinHash: 'scrypt$2' }));
      expect(await people.get(ada.id)).toEqual(ada);
      expect(ada).toMatchObject({
        name: 'Ada',
        role: 'viewer',
        passwordHash: null,
        pinHash: 'scrypt$2',
        badgeHash: null,
        disabled: false,
        failures: 0,
        lockedUntil: null,
        lockedForMs: 0,
        lastSeenAt: null,
      });
      expect(ada.createdAt).toBeGreaterThan(1_700_000_000_000);
      expect(await people.byName('aDA')).toEqual(ada);
      expect(await people.byBadge(BADGE)).toEqual(zoe);
      expect(await people.list()).toEqual([ada, zoe]);
      expect([await people.get(987), await people.byName('Bob'), await people.byBadge('c'.repeat(64))]).toEqual([
        null,
        null,
        null,
      ]);
    });

    it('[PPL-2] refuses a name or a badge that is somebody’s already, also in a change', async () => {
      const ada = await people.add(aPerson('Ada', { badgeHash: BADGE }));
      const bob = await people.add(aPerson('Bob'));
      expect(await codeOf(people.add(aPerson('ADA')))).toBe('conflict');
      expect(await codeOf(people.add(aPerson('Cid', { badgeHash: BADGE })))).toBe('conflict');
      expect(await codeOf(people.change(bob.id, { name: 'ada' }))).toBe('conflict');
      expect(await codeOf(people.change(bob.id, { badgeHash: BADGE }))).toBe('conflict');
      expect(await people.change(ada.id, { name: 'ada', badgeHash: BADGE })).toMatchObject({ name: 'ada' });
      expect((await people.list()).map((person) => person.name)).toEqual(['ada', 'Bob']);
    });

    it('[PPL-3] changes what is named and leaves the rest; who is not there cannot be changed or removed', async () => {
      const ada = await people.add(aPerson('Ada', { pinHash: 'scrypt$2' }));
      const changed = await people.change(ada.id, { role: 'viewer', disabled: true, pinHash: null });
      expect(changed).toEqual({ ...ada, role: 'viewer', disabled: true, pinHash: null });
      expect(await people.change(ada.id, {})).toEqual(changed);
      expect(await people.remove(ada.id)).toEqual(changed);
      expect([await people.get(ada.id), await people.remove(ada.id), await people.change(ada.id, {})]).toEqual([
        null,
        null,
        null,
      ]);
    });

    it('[PPL-4] keeps the last admin who can sign in, and changes nothing when it refuses', async () => {
      const ada = await people.add(aPerson('Ada', { role: 'admin' }));
      await people.add(aPerson('No password', { role: 'admin', passwordHash: null }));
      const off = await people.add(aPerson('Disabled', { role: 'admin' }));
      await people.change(off.id, { disabled: true });
      const tries = [{ role: 'operator' }, { disabled: true }, { passwordHash: null }] as const;
      for (const changes of tries) expect(await codeOf(people.change(ada.id, changes))).toBe('conflict');
      expect(await codeOf(people.remove(ada.id))).toBe('conflict');
      expect(await people.get(ada.id)).toEqual(ada);
      await people.change(off.id, { disabled: false });
      expect(await people.change(ada.id, { role: 'operator' })).toMatchObject({ role: 'operator' });
    });

    it('[PPL-5] makes a first admin once, whoever asks at the same time', async () => {
      expect(await people.hasAdmin()).toBe(false);
      await people.add(aPerson('Viewer', { role: 'viewer' }));
      const made = await Promise.all(
        ['Ada', 'Bob', 'Cid'].map((admin) => people.addFirstAdmin(aPerson(admin, { role: 'admin' }))),
      );
      expect(made.filter((person) => person !== null)).toHaveLength(1);
      expect(await people.hasAdmin()).toBe(true);
      expect(await people.list()).toHaveLength(2);
    });

    it('[PPL-6] counts a try before it is judged: of many at once with the same count one goes ahead', async () => {
      const { id } = await people.add(aPerson('Ada'));
      const tries = await Promise.all(Array.from({ length: 4 }, () => people.beginTry(id, 0, 0)));
      expect(tries.filter(Boolean)).toHaveLength(1);
      expect(await people.get(id)).toMatchObject({ failures: 1, lockedForMs: 0 });
      expect(await people.beginTry(id, 1, 60_000)).toBe(true);
      expect(await people.beginTry(id, 2, 60_000)).toBe(false);
      const locked = await people.get(id);
      expect(locked?.failures).toBe(2);
      expect(locked?.lockedForMs).toBeGreaterThan(50_000);
      expect(locked?.lockedForMs).toBeLessThanOrEqual(60_000);
      expect(locked?.lockedUntil).toBeGreaterThan(1_700_000_000_000);
      await people.succeeded(id);
      const seen = await people.get(id);
      expect(seen).toMatchObject({ failures: 0, lockedUntil: null, lockedForMs: 0 });
      expect(seen?.lastSeenAt).not.toBeNull();
      expect(await people.beginTry(987, 0, 0)).toBe(false);
    });

    it('[PPL-7] a new password, PIN or badge begins the count anew; a new name or role does not', async () => {
      const { id } = await people.add(aPerson('Ada'));
      await people.beginTry(id, 0, 60_000);
      expect(await people.change(id, { name: 'Ann', role: 'viewer' })).toMatchObject({ failures: 1 });
      expect(await people.change(id, { passwordHash: 'scrypt$3' })).toMatchObject({ failures: 0, lockedForMs: 0 });
    });
  });
}
