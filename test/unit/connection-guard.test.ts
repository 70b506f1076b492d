import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressKey } from '../../src-main/http/limits/address-key.ts';
import { ConnectionGuard, type GuardedConnection } from '../../src-main/http/limits/connection-guard.ts';
import { FakeClock } from '../support/fake-clock.ts';

function rig(limits = { total: 6, perAddress: 4, strangers: 3 }) {
  const clock = new FakeClock();
  const guard = new ConnectionGuard(limits, clock);
  const ended: string[] = [];
  const open = (name: string, address = name): GuardedConnection | null => guard.admit(address, () => ended.push(name));
  const openKnown = (name: string, address = name) => {
    const connection = open(name, address);
    connection?.asked();
    connection?.known();
    return connection;
  };
  return { clock, guard, ended, open, openKnown };
}

it('[LIM-1] the stranger that was silent for longest makes room for a new one, and nobody who is known does', () => {
  const { guard, ended, open, openKnown } = rig();
  openKnown('screen');
  const first = open('a');
  open('b');
  open('c');
  first?.asked();
  expect(open('d')).not.toBe(null);
  expect(ended).toEqual(['b']);
  expect(open('e')).not.toBe(null);
  expect(ended).toEqual(['b', 'c']);
  expect(guard.counts).toEqual({ total: 4, strangers: 3, ended: 2, refused: 0 });
});

it('[LIM-2] a new one is refused only when everybody there is known', () => {
  const { guard, ended, open, openKnown } = rig();
  for (const name of ['1', '2', '3', '4', '5', '6']) openKnown(name);
  expect([open('late'), ended, guard.counts.refused]).toEqual([null, [], 1]);
});

it('[LIM-3] an address that has all of its connections makes room among its own', () => {
  const { ended, open, openKnown } = rig();
  open('other', 'x');
  openKnown('1', 'nat');
  openKnown('2', 'nat');
  open('3', 'nat');
  openKnown('4', 'nat');
  openKnown('5', 'nat');
  expect(ended).toEqual(['3']);
  expect(open('6', 'nat')).toBe(null);
  expect(open('7', 'y')).not.toBe(null);
  expect(ended).toEqual(['3']);
});

it('[LIM-4] who is slow is ended: 10 s for the first head, 30 s for a body, 60 s for the answer to a stranger', () => {
  const { clock, ended, open, openKnown, guard } = rig({ total: 9, perAddress: 9, strangers: 9 });
  open('silent');
  open('body')?.asked();
  const reader = open('reader');
  reader?.asked();
  reader?.heard();
  const stream = openKnown('stream');
  stream?.heard();
  const kept = openKnown('kept');
  kept?.answered();
  const at: [number, string[]][] = [
    [9_000, []],
    [2_000, ['silent']],
    [18_000, ['silent']],
    [3_000, ['silent', 'body']],
    [30_000, ['silent', 'body', 'reader']],
    [20_000, ['silent', 'body', 'reader', 'kept']],
    [3_600_000, ['silent', 'body', 'reader', 'kept']],
  ];
  for (const [ms, gone] of at) {
    clock.advance(ms);
    expect([ms, ended]).toEqual([ms, gone]);
  }
  stream?.left();
  expect(guard.counts).toMatchObject({ total: 0, strangers: 0 });
});

it('[LIM-5] whatever comes and goes, no limit is passed, nobody known is ended for room, and nothing is left behind', () => {
  const steps = fc.array(fc.tuple(fc.nat(9), fc.nat(4), fc.nat(30)), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(steps, (all) => {
      const limits = { total: 8, perAddress: 4, strangers: 5 };
      const { guard, open, ended } = rig(limits);
      const open_ = new Map<string, { connection: GuardedConnection; known: boolean; address: string }>();
      let count = 0;
      for (const [address, what, whom] of all) {
        const names = [...open_.keys()];
        const chosen = open_.get(names[whom % Math.max(1, names.length)] ?? '');
        if (what < 2) {
          const name = `${count++}`;
          const connection = open(name, `${address}`);
          if (connection !== null) open_.set(name, { connection, known: false, address: `${address}` });
        } else if (chosen !== undefined && what === 2) {
          chosen.connection.known();
          chosen.known = true;
        } else if (chosen !== undefined && what === 3) chosen.connection.asked();
        else if (chosen !== undefined) {
          chosen.connection.left();
          open_.delete(names[whom % names.length] ?? '');
        }
        for (const name of ended.splice(0)) {
          expect(open_.get(name)?.known).toBe(false);
          open_.delete(name);
        }
        const entries = [...open_.values()];
        expect(guard.counts.total).toBe(entries.length);
        expect(guard.counts.strangers).toBe(entries.filter(({ known }) => !known).length);
        expect(entries.length).toBeLessThanOrEqual(limits.total);
        expect(guard.counts.strangers).toBeLessThanOrEqual(limits.strangers);
        for (const { address: one } of entries)
          expect(entries.filter((entry) => entry.address === one).length).toBeLessThanOrEqual(limits.perAddress);
      }
    }),
  );
});

it('[LIM-6] an address counts as itself, and of IPv6 as its /64 network', () => {
  expect(
    ['10.0.0.7', '::ffff:10.0.0.7', '2001:db8:1:2:3:4:5:6', '2001:0db8:1:2::9', '::1', 'fe80::1%eth0'].map(addressKey),
  ).toEqual(['10.0.0.7', '10.0.0.7', '2001:db8:1:2::/64', '2001:db8:1:2::/64', '0:0:0:0::/64', 'fe80:0:0:0::/64']);
});
