import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src-main/auth/audit-log.ts';
import { CODE_ALPHABET, newPairingCode, readPairingCode } from '../../src-main/auth/pairing-code.ts';
import { judgeClaim, mayApprove, type PairingRecord } from '../../src-main/auth/pairing-rules.ts';
import { OFFER_LIFE_MS, Pairings, REQUEST_LIFE_MS } from '../../src-main/auth/pairings.ts';
import type { SessionOwner } from '../../src-main/auth/sessions.ts';
import { AppError } from '../../src-main/base/app-error.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryDevices } from '../support/memory-devices.ts';

describe('pairing codes', () => {
  it('[DEV-20] are eight letters and digits that nobody takes for others', () => {
    for (const lookalikes of ['0OQ', '1IL', '2Z', '5S', '8B', 'UVW']) {
      for (const letter of lookalikes) expect(CODE_ALPHABET).not.toContain(letter);
    }
    expect(new Set(CODE_ALPHABET).size).toBe(CODE_ALPHABET.length);
    const codes = Array.from({ length: 200 }, () => newPairingCode());
    for (const code of codes) expect(code).toMatch(new RegExp(`^[${CODE_ALPHABET}]{4}-[${CODE_ALPHABET}]{4}$`));
    expect(new Set(codes).size).toBe(200);
    expect(newPairingCode(() => 0)).toBe('AAAA-AAAA');
  });

  it('[DEV-21] are read in whatever case and grouping they are typed, and nothing else is', () => {
    for (const typed of ['acde-3467', ' ACDE3467 ', 'a c d e 3 4 6 7', 'AC-DE-34-67']) {
      expect(readPairingCode(typed)).toBe('ACDE-3467');
    }
    for (const typed of ['', 'ACDE-346', 'ACDE-34677', 'ACDE-346O', 'ÄCDE-3467'])
      expect(readPairingCode(typed)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const read = readPairingCode(typed);
        return read === null || readPairingCode(read) === read;
      }),
    );
  });
});

describe('the rules of joining', () => {
  const grant = { name: 'Wall', role: 'viewer', createdBy: 'Ada' } as const;
  const offer: PairingRecord = { kind: 'offer', claimHash: null, grant, leftMs: 1 };
  const request: PairingRecord = { kind: 'request', claimHash: 'own', grant: null, leftMs: 1 };

  it('[DEV-22] an offer lets in who brings the code in time; a request its own device, once it is approved', () => {
    expect(judgeClaim(null, null)).toEqual({ kind: 'refused', why: 'unknown' });
    expect(judgeClaim(offer, null)).toEqual({ kind: 'join', grant });
    expect(judgeClaim({ ...offer, leftMs: 0 }, null)).toEqual({ kind: 'refused', why: 'late' });
    expect(judgeClaim(offer, 'own')).toEqual({ kind: 'refused', why: 'foreign' });
    expect(judgeClaim(request, 'own')).toEqual({ kind: 'waiting' });
    for (const claim of [null, 'other']) {
      expect(judgeClaim({ ...request, grant }, claim)).toEqual({ kind: 'refused', why: 'foreign' });
    }
    expect(judgeClaim({ ...request, grant }, 'own')).toEqual({ kind: 'join', grant });
    expect(judgeClaim({ ...request, grant, leftMs: -1 }, 'own')).toEqual({ kind: 'refused', why: 'late' });
    expect([null, offer, request, { ...request, grant }, { ...request, leftMs: 0 }].map(mayApprove)).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
  });
});

describe('pairing', () => {
  const place = { address: '192.0.2.7', userAgent: 'Tablet' };
  const grant = { name: 'Wall', role: 'viewer', createdBy: 'Ada' } as const;
  const notFound = { problem: { code: 'not-found' } };
  let clock: FakeClock;
  let devices: MemoryDevices;
  let audit: AuditRecord[];
  let opened: SessionOwner[];
  let pairings: Pairings;
  let failing: boolean;

  beforeEach(() => {
    clock = new FakeClock();
    devices = new MemoryDevices(clock);
    audit = [];
    opened = [];
    failing = false;
    pairings = new Pairings({
      store: devices.pairings,
      devices,
      sessions: {
        async open(owner) {
          if (failing) throw new AppError('database-unavailable', 'MySQL does not answer.');
          opened.push(owner);
          return { id: 'id', secret: 'secret' };
        },
      },
      audit: { record: (entry) => audit.push(entry) },
    });
  });

  it('[DEV-23] an offer makes one device with a session of its own, and both ends are in the audit', async () => {
    const { code, expiresAt } = await pairings.offer(grant, '192.0.2.1');
    expect(expiresAt - clock.now()).toBe(OFFER_LIFE_MS);
    const { device, session } = await pairings.claim(code.toLowerCase(), place);
    expect([device.name, device.role, session.secret]).toEqual(['Wall', 'viewer', 'secret']);
    expect(opened).toEqual([{ kind: 'device', personId: null, deviceId: device.id, ...place }]);
    const told = { name: 'Wall', role: 'viewer' };
    expect(audit).toEqual([
      { kind: 'pairing-offered', actor: 'Ada', address: '192.0.2.1', detail: told },
      { kind: 'device-joined', actor: 'Ada', address: '192.0.2.7', detail: told },
    ]);
    expect(JSON.stringify(audit)).not.toContain(code);
  });

  it('[DEV-24] used, late, mistyped and guessed codes get the same answer, and the audit tells them apart', async () => {
    const used = await pairings.offer(grant, place.address);
    await pairings.claim(used.code, place);
    const late = await pairings.offer({ ...grant, name: 'Late' }, place.address);
    const request = await pairings.request();
    clock.advance(OFFER_LIFE_MS);
    const codes = [used.code, late.code, 'no code', newPairingCode(), request.code];
    const errors = await Promise.all(codes.map((code) => pairings.claim(code, place).catch((error: unknown) => error)));
    for (const error of errors) expect(error).toMatchObject(notFound);
    expect(new Set(errors.map(String)).size).toBe(1);
    const refused = audit.filter(({ kind }) => kind === 'refused').map(({ detail }) => detail?.why);
    expect(refused.sort()).toEqual(['foreign', 'late', 'unknown', 'unknown', 'unknown']);
    expect(opened).toHaveLength(1);
  });

  it('[DEV-25] a television waits until it is approved; one that never is begins anew', async () => {
    const { code, claim, expiresAt } = await pairings.request();
    expect(expiresAt - clock.now()).toBe(REQUEST_LIFE_MS);
    expect(await pairings.claimRequest(claim, place)).toBeNull();
    await pairings.approve(code.replace('-', ' '), grant, '192.0.2.1');
    expect(await pairings.claimRequest(claim, place)).toMatchObject({ device: { name: 'Wall' } });
    await expect(pairings.claimRequest(claim, place)).rejects.toMatchObject(notFound);

    const forgotten = await pairings.request();
    clock.advance(REQUEST_LIFE_MS);
    await expect(pairings.claimRequest(forgotten.claim, place)).rejects.toMatchObject(notFound);
    await expect(pairings.approve(forgotten.code, { ...grant, name: 'Other' }, '')).rejects.toMatchObject(notFound);
    expect(audit.some(({ kind }) => kind === 'refused')).toBe(false);
    await expect(pairings.claimRequest(`${(await pairings.request()).code}.guess`, place)).rejects.toMatchObject(
      notFound,
    );
    expect(audit.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
    for (const claimed of ['', '.', code, 'x.y']) {
      await expect(pairings.claimRequest(claimed, place)).rejects.toMatchObject(notFound);
    }
  });

  it('[DEV-26] a device whose session cannot be opened is not left behind', async () => {
    const { code } = await pairings.offer(grant, place.address);
    failing = true;
    await expect(pairings.claim(code, place)).rejects.toMatchObject({ problem: { code: 'database-unavailable' } });
    expect(await devices.list()).toEqual([]);
  });
});
