import { describe, expect, it } from 'vitest';
import { BenchRig } from '../support/bench-rig.ts';

/** Ada has scanned two orders, and the server is away. */
function waiting(): BenchRig {
  const rig = new BenchRig();
  for (const id of [1, 2, 3]) rig.order(id);
  rig.isOpen = false;
  rig.station.scan('2');
  rig.station.scan('1');
  return rig;
}

function ids(rig: BenchRig, list: 'queue' | 'others'): number[] {
  return rig.station.store.getState()[list].map(({ id }) => id);
}

async function isBack(rig: BenchRig): Promise<void> {
  rig.isOpen = true;
  rig.station.pump();
  await rig.settle();
}

describe('scans that wait while people change', () => {
  it('[SCAN-18] are sent in the name of who scanned them and in no other, over a reload too', async () => {
    for (const isReloaded of [false, true]) {
      const rig = waiting();
      rig.becomes(null);
      await isBack(rig);
      expect(rig.written).toEqual([]);
      rig.becomes('Bo');
      if (isReloaded) rig.reload();
      expect([ids(rig, 'queue'), ids(rig, 'others')]).toEqual([[], [2, 1]]);
      rig.station.scan('3');
      await rig.settle();
      expect(rig.written).toEqual(['3 shipped']);
      expect(rig.kept).toMatchObject([{ id: 2, by: { name: 'Ada' } }, { id: 1 }]);
      rig.becomes('Ada');
      await rig.settle();
      expect(rig.written).toEqual(['3 shipped', '2 shipped', '1 shipped']);
      expect(rig.writers).toEqual(['Bo', 'Ada', 'Ada']);
      expect([ids(rig, 'others'), rig.kept]).toEqual([[], []]);
    }
  });

  it('[SCAN-18] are no longer theirs when another scans the label anew or takes them out', async () => {
    const rig = waiting();
    rig.becomes('Bo');
    rig.station.scan('1');
    expect([ids(rig, 'queue'), ids(rig, 'others')]).toEqual([[1], [2]]);
    rig.station.dismiss(rig.station.store.getState().others[0]?.key ?? 0);
    expect(rig.kept).toMatchObject([{ id: 1, by: { name: 'Bo' } }]);
    await isBack(rig);
    rig.becomes('Ada');
    await rig.settle();
    expect([rig.written, rig.writers]).toEqual([['1 shipped'], ['Bo']]);
  });

  it('[SCAN-18] a device of the same name is not the person', async () => {
    const rig = waiting();
    rig.scanner = { kind: 'device', name: 'Ada' };
    rig.station.welcome();
    await isBack(rig);
    expect([rig.written, ids(rig, 'others')]).toEqual([[], [2, 1]]);
  });

  it('[SCAN-19] nothing is sent before it is certain who is here', async () => {
    const rig = waiting();
    rig.isSure = false;
    await isBack(rig);
    expect(rig.written).toEqual([]);
    // Another tab has signed in somebody else while the server was away.
    rig.isSure = true;
    rig.becomes('Bo');
    await rig.settle();
    expect([rig.written, ids(rig, 'others')]).toEqual([[], [2, 1]]);
  });

  it('[SCAN-19] who scans before the page knows who it is, is whoever it turns out to be', async () => {
    const rig = new BenchRig();
    rig.order(1);
    rig.scanner = undefined;
    rig.isSure = false;
    rig.reload();
    rig.station.scan('1');
    await rig.settle();
    expect(rig.kept).toMatchObject([{ by: null }]);
    rig.isSure = true;
    rig.becomes('Bo');
    await rig.settle();
    expect(rig.writers).toEqual(['Bo']);
    // It turns out that nobody is: then it is not whoever comes next.
    rig.order(3);
    rig.lastScanner = null;
    rig.scanner = undefined;
    rig.isSure = false;
    rig.reload();
    rig.station.scan('3');
    rig.becomes(null);
    rig.isSure = true;
    rig.becomes('Bo');
    await rig.settle();
    expect([rig.writers, ids(rig, 'others')]).toEqual([['Bo'], [3]]);
    // A page that was left before it knew: nobody's.
    rig.order(2);
    rig.kept = [{ key: 1, code: '2', id: 2, mode: 'ship', at: 1, by: null, attempt: null }];
    rig.reload();
    await isBack(rig);
    expect([rig.written, ids(rig, 'others')]).toEqual([['1 shipped'], [2]]);
  });

  it('[SCAN-19] a page that was loaded without a server keeps scans for whoever was signed in in its browser', async () => {
    const rig = waiting();
    rig.station.welcome();
    rig.scanner = undefined;
    rig.isSure = false;
    rig.reload();
    rig.station.scan('3');
    rig.isOpen = true;
    rig.isSure = true;
    rig.becomes('Bo');
    await rig.settle();
    expect([rig.written, ids(rig, 'others')]).toEqual([[], [2, 1, 3]]);
    rig.becomes('Ada');
    await rig.settle();
    expect(rig.writers).toEqual(['Ada', 'Ada', 'Ada']);
  });

  it('[SCAN-19] somebody who comes between the reading of the row and its change is not its author', async () => {
    const rig = new BenchRig();
    const row = { status: 'shipped' } as const;
    rig.order(1);
    rig.picture.set(1, { ...(rig.rows.get(1) ?? never()), ...row });
    rig.reading = () => rig.becomes('Bo');
    rig.station.scan('1');
    await rig.settle();
    expect([rig.written, ids(rig, 'others')]).toEqual([[], [1]]);
    rig.becomes('Ada');
    rig.clock.advance(2_000);
    await rig.settle();
    expect([rig.written, rig.writers]).toEqual([['1 shipped'], ['Ada']]);
  });

  it('[SCAN-19] what one has scanned is not another’s to take back by a key', async () => {
    const rig = new BenchRig();
    rig.order(1);
    rig.station.scan('1');
    await rig.settle();
    rig.becomes('Bo');
    expect(rig.station.store.getState().canUndo).toBe(false);
    rig.station.scan('ODK:UNDO');
    await rig.settle();
    expect(rig.results).toEqual(['done', 'nothing-to-undo']);
    expect(rig.rows.get(1)?.status).toBe('shipped');
  });
});

function never(): never {
  throw new Error('The rig has no such order');
}
