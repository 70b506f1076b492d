import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceStore } from '../../src-main/auth/device-store.ts';
import { hashOfSecret, newPairingCode } from '../../src-main/auth/pairing-code.ts';
import { MAX_WAITING, type PairingStore } from '../../src-main/auth/pairing-store.ts';

export interface DevicesHarness {
  readonly devices: DeviceStore;
  readonly pairings: PairingStore;
  /** The code's time is over from now on. */
  expire(codeHash: string): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

const PLACE = { address: '192.0.2.7', userAgent: 'Mozilla/5.0 (Tablet)' };
const MINUTE_MS = 60_000;

/** What joining relies on, whoever keeps devices and codes. */
export function describeDevices(name: string, open: () => Promise<DevicesHarness>): void {
  describe(`devices: ${name}`, () => {
    let harness: DevicesHarness;
    let devices: DeviceStore;
    let pairings: PairingStore;

    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness.close());
    beforeEach(async () => {
      await harness.clear();
      ({ devices, pairings } = harness);
    });

    const grant = (deviceName: string) => ({ name: deviceName, role: 'operator', createdBy: 'Ada' }) as const;
    const code = () => hashOfSecret(newPairingCode());
    const secret = () => hashOfSecret(randomBytes(8).toString('hex'));

    async function offer(deviceName: string, lifeMs = MINUTE_MS): Promise<string> {
      const codeHash = code();
      await pairings.add({ codeHash, claimHash: null, grant: grant(deviceName) }, lifeMs);
      return codeHash;
    }

    async function joined(deviceName: string) {
      const outcome = await pairings.claim(await offer(deviceName), null, PLACE);
      if (outcome.kind !== 'joined') throw new Error(`expected the device to join, it is ${outcome.kind}`);
      return outcome.device;
    }

    it('[DEV-1] makes a device of who brings a code, with the name, role and admin of the offer', async () => {
      const device = await joined('Packing 1');
      expect(device).toMatchObject({ ...grant('Packing 1'), lastAddress: PLACE.address, userAgent: PLACE.userAgent });
      expect(device.lastSeenAt).toBeTypeOf('number');
      expect(await devices.get(device.id)).toEqual(device);
      expect(await devices.list()).toEqual([device]);
    });

    it('[DEV-2] lets a code in once', async () => {
      const codeHash = await offer('Packing 1');
      expect(await pairings.claim(codeHash, null, PLACE)).toMatchObject({ kind: 'joined' });
      expect(await pairings.claim(codeHash, null, PLACE)).toEqual({ kind: 'refused', why: 'unknown' });
      expect(await devices.list()).toHaveLength(1);
    });

    it('[DEV-3] lets one in of many who bring the same code at the same time', async () => {
      const codeHash = await offer('Packing 1');
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => pairings.claim(codeHash, null, PLACE)));
      expect(outcomes.filter(({ kind }) => kind === 'joined')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'refused')).toHaveLength(7);
      expect(await devices.list()).toHaveLength(1);
    });

    it('[DEV-4] ends a code by its time, and says when that is', async () => {
      const codeHash = code();
      const endsAt = await pairings.add({ codeHash, claimHash: null, grant: grant('Late') }, 2 * MINUTE_MS);
      const device = await joined('Packing 1');
      expect(endsAt - device.createdAt).toBeGreaterThan(1.5 * MINUTE_MS);
      expect(endsAt - device.createdAt).toBeLessThanOrEqual(2 * MINUTE_MS);
      await harness.expire(codeHash);
      expect(await pairings.claim(codeHash, null, PLACE)).toEqual({ kind: 'refused', why: 'late' });
      expect(await devices.list()).toEqual([device]);
    });

    it('[DEV-5] a request waits for its approval, which works once, and joins with its own secret alone', async () => {
      const codeHash = code();
      const claimHash = secret();
      await pairings.add({ codeHash, claimHash, grant: null }, MINUTE_MS);
      expect(await pairings.claim(codeHash, claimHash, PLACE)).toEqual({ kind: 'waiting' });
      expect(await pairings.approve(codeHash, grant('Wall'), MINUTE_MS)).toBe(true);
      expect(await pairings.approve(codeHash, grant('Other wall'), MINUTE_MS)).toBe(false);
      const foreign = { kind: 'refused', why: 'foreign' };
      expect(await pairings.claim(codeHash, null, PLACE)).toEqual(foreign);
      expect(await pairings.claim(codeHash, secret(), PLACE)).toEqual(foreign);
      expect(await pairings.claim(codeHash, claimHash, PLACE)).toMatchObject({ kind: 'joined', device: grant('Wall') });
      expect(await pairings.claim(codeHash, claimHash, PLACE)).toEqual({ kind: 'refused', why: 'unknown' });
    });

    it('[DEV-6] approves neither an offer, nor an unknown code, nor a request whose time is over', async () => {
      expect(await pairings.approve(await offer('Packing 1'), grant('Wall'), MINUTE_MS)).toBe(false);
      expect(await pairings.approve(code(), grant('Wall'), MINUTE_MS)).toBe(false);
      const codeHash = code();
      const claimHash = secret();
      await pairings.add({ codeHash, claimHash, grant: null }, MINUTE_MS);
      await harness.expire(codeHash);
      expect(await pairings.approve(codeHash, grant('Wall'), MINUTE_MS)).toBe(false);
      expect(await pairings.claim(codeHash, claimHash, PLACE)).toEqual({ kind: 'refused', why: 'late' });
    });

    it('[DEV-7] gives a name to one device, whatever its case', async () => {
      const waiting = await offer('packing 1');
      const request = code();
      await pairings.add({ codeHash: request, claimHash: secret(), grant: null }, MINUTE_MS);
      const device = await joined('Packing 1');
      const conflict = { problem: { code: 'conflict' } };
      await expect(offer('PACKING 1')).rejects.toMatchObject(conflict);
      await expect(pairings.approve(request, grant('packing 1'), MINUTE_MS)).rejects.toMatchObject(conflict);
      await expect(pairings.claim(waiting, null, PLACE)).rejects.toMatchObject(conflict);
      expect(await devices.list()).toEqual([device]);
      // Once the name is free the code still works.
      await devices.remove(device.id);
      expect(await pairings.claim(waiting, null, PLACE)).toMatchObject({ kind: 'joined' });
    });

    it('[DEV-8] changes name and role, refuses the name of another, and removes', async () => {
      const first = await joined('Packing 1');
      const second = await joined('Packing 2');
      expect(await devices.change(first.id, { role: 'viewer' })).toEqual({ ...first, role: 'viewer' });
      expect(await devices.change(first.id, { name: 'Gate' })).toEqual({ ...first, name: 'Gate', role: 'viewer' });
      await expect(devices.change(second.id, { name: 'gate' })).rejects.toMatchObject({
        problem: { code: 'conflict' },
      });
      expect(await devices.change(987_654, { name: 'Nobody' })).toBeNull();
      expect(await devices.remove(987_654)).toBeNull();
      expect(await devices.remove(first.id)).toEqual({ ...first, name: 'Gate', role: 'viewer' });
      expect(await devices.get(first.id)).toBeNull();
      expect(await devices.list()).toEqual([second]);
    });

    it('[DEV-9] knows when and where a device was last seen', async () => {
      const device = await joined('Packing 1');
      await devices.seen(device.id, '192.0.2.99');
      const seen = await devices.get(device.id);
      expect(seen?.lastAddress).toBe('192.0.2.99');
      expect(seen?.lastSeenAt).toBeGreaterThanOrEqual(device.lastSeenAt ?? 0);
      await devices.seen(987_654, '192.0.2.99');
    });

    it('[DEV-10] lets so many requests wait and no more, and forgets those whose time is over', async () => {
      const codes = Array.from({ length: MAX_WAITING }, code);
      for (const codeHash of codes) await pairings.add({ codeHash, claimHash: secret(), grant: null }, MINUTE_MS);
      const one = () => pairings.add({ codeHash: code(), claimHash: secret(), grant: null }, MINUTE_MS);
      await expect(one()).rejects.toMatchObject({ problem: { code: 'rate-limited' } });
      // An admin's own codes are not held up by that.
      expect(await joined('Packing 1')).toMatchObject({ name: 'Packing 1' });
      await harness.expire(codes[0] ?? '');
      expect(await one()).toBeTypeOf('number');
    });
  });
}
