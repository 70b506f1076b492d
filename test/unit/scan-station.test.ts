import { describe, expect, it } from 'vitest';
import { BenchRig } from '../support/bench-rig.ts';

describe('one bench', () => {
  it('[SCAN-10] each result of the table: done, already, refused, not found, deleted, not a code', async () => {
    const rig = new BenchRig();
    rig.order(1);
    rig.order(2, { status: 'shipped' });
    rig.order(3, { status: 'delivered' });
    rig.order(4);
    rig.remove(4);
    for (const code of ['1', '2', '3', '4', '5', 'X']) {
      rig.station.scan(code);
      await rig.settle();
      rig.station.acknowledge();
    }
    expect(rig.results).toEqual(['done', 'already', 'refused', 'deleted', 'not-found', 'bad-code']);
    expect(rig.played).toEqual(['good', 'notice', 'bad', 'bad', 'bad', 'bad']);
    expect(rig.written).toEqual(['1 shipped']);
  });

  it('[SCAN-10] the mode decides, and is changed by a command', async () => {
    const rig = new BenchRig();
    rig.order(1, { status: 'shipped' });
    for (const code of ['ODK:MODE:DELIVER', '1', 'ODK:MODE:PENDING', '1', 'ODK:MODE:LOOKUP', '1']) {
      rig.station.scan(code);
      await rig.settle();
    }
    expect(rig.written).toEqual(['1 delivered', '1 pending']);
    expect(rig.results).toEqual(['mode', 'done', 'mode', 'done', 'mode', 'shown']);
  });

  it('[SCAN-11] an old picture is enough to write by, since the version is named, but not to refuse', async () => {
    const rig = new BenchRig();
    rig.order(1, { status: 'pending', version: 4 });
    rig.picture.set(1, { ...(rig.rows.get(1) ?? never()), status: 'shipped', version: 3 });
    rig.station.scan('1');
    await rig.settle();
    expect(rig.results).toEqual(['done']);
    rig.order(2, { status: 'shipped', version: 9 });
    rig.picture.set(2, { ...(rig.rows.get(2) ?? never()), status: 'pending', version: 8 });
    rig.station.scan('2');
    await rig.settle();
    expect(rig.results).toEqual(['done', 'conflict']);
    expect(rig.written).toEqual(['1 shipped']);
  });

  it('[SCAN-11] somebody else changed another field just now: the scan is carried out; another status: it is not', async () => {
    const rig = new BenchRig();
    rig.order(1);
    rig.order(2);
    rig.meanwhile = () => rig.change(1, { product_name: 'Laptop, blue' });
    rig.station.scan('1');
    await rig.settle();
    expect(rig.rows.get(1)).toMatchObject({ status: 'shipped', product_name: 'Laptop, blue', version: 3 });
    rig.meanwhile = () => rig.change(2, { status: 'delivered' });
    rig.station.scan('2');
    await rig.settle();
    expect(rig.results).toEqual(['done', 'conflict']);
    expect(rig.station.store.getState().shown?.result).toMatchObject({ kind: 'conflict', by: { who: 'bench 3' } });
  });

  it('[SCAN-12] the same code again is not written twice', async () => {
    const rig = new BenchRig();
    rig.order(1);
    rig.station.scan('1');
    rig.station.scan('1');
    await rig.settle();
    rig.clock.advance(1_900);
    rig.station.scan('1');
    await rig.settle();
    rig.clock.advance(200);
    rig.station.scan('1');
    await rig.settle();
    expect(rig.results.sort()).toEqual(['already', 'done', 'repeated', 'repeated']);
    expect(rig.written).toEqual(['1 shipped']);
  });

  it('[SCAN-13] something wrong blocks: scans are refused and listed, and those before it wait, until acknowledged', async () => {
    const rig = new BenchRig();
    for (const id of [1, 2, 3]) rig.order(id);
    rig.station.scan('99');
    rig.station.scan('1');
    await rig.settle();
    expect(rig.station.store.getState()).toMatchObject({ isBlocked: true, queue: [{ id: 1 }] });
    rig.station.scan('2');
    rig.station.scan('ODK:MODE:DELIVER');
    rig.station.scan('ODK:UNDO');
    await rig.settle();
    expect(rig.station.store.getState()).toMatchObject({ refused: 3, mode: 'ship', shown: { code: '99' } });
    expect(rig.written).toEqual([]);
    rig.station.scan('ODK:ACK');
    await rig.settle();
    expect(rig.written).toEqual(['1 shipped']);
    expect(rig.results).toEqual(['not-found', 'blocked', 'blocked', 'blocked', 'done']);
  });

  it('[SCAN-14] while the server is away scans wait in sequence, can be taken out, and are sent when it is back', async () => {
    const rig = new BenchRig();
    for (const id of [1, 2, 3]) rig.order(id);
    rig.isOpen = false;
    for (const code of ['3', '1', '2', '1']) rig.station.scan(code);
    await rig.settle();
    const ids = (): number[] => rig.station.store.getState().queue.map(({ id }) => id);
    expect(ids()).toEqual([3, 1, 2]);
    expect(rig.played).toEqual(['notice', 'notice', 'notice', 'notice']);
    rig.station.remove(rig.station.store.getState().queue[1]?.key ?? 0);
    expect(ids()).toEqual([3, 2]);
    rig.station.scan('1');
    rig.station.scan('ODK:UNDO');
    expect(ids()).toEqual([3, 2]);
    rig.reload();
    expect(ids()).toEqual([3, 2]);
    rig.isOpen = true;
    rig.station.pump();
    await rig.settle();
    expect(rig.written).toEqual(['3 shipped', '2 shipped']);
    expect(ids()).toEqual([]);
    expect(rig.kept).toEqual([]);
  });

  it('[SCAN-15] a write whose answer was lost is looked up before it is sent again, also by a page that was reloaded', async () => {
    for (const mishap of ['lost-before', 'lost-after', 'busy', 'unsent'] as const) {
      for (const isReloaded of [false, true]) {
        const rig = new BenchRig();
        rig.order(1);
        rig.mishaps = [mishap];
        rig.station.scan('1');
        await rig.settle();
        expect(rig.station.store.getState().queue, mishap).toHaveLength(1);
        if (isReloaded) {
          rig.reload();
          rig.station.pump();
        } else {
          rig.clock.advance(2_000);
        }
        await rig.settle();
        expect(rig.written, mishap).toEqual(['1 shipped']);
        expect(rig.rows.get(1), mishap).toMatchObject({ status: 'shipped', version: 2 });
        expect(rig.results, mishap).toEqual(['done']);
      }
    }
  });

  it('[SCAN-15] what was done and then undone by somebody else is not done again', async () => {
    const rig = new BenchRig();
    rig.order(1);
    rig.mishaps = ['lost-after'];
    rig.station.scan('1');
    await rig.settle();
    rig.change(1, { status: 'pending' });
    rig.clock.advance(2_000);
    await rig.settle();
    expect(rig.results).toEqual(['conflict']);
    expect(rig.written).toEqual(['1 shipped']);
    expect(rig.rows.get(1)).toMatchObject({ status: 'pending' });
  });

  it('[SCAN-16] undo takes back one scan after another, and says when it cannot', async () => {
    const rig = new BenchRig();
    rig.order(1);
    rig.order(2);
    for (const code of ['1', '2', 'ODK:UNDO', 'ODK:UNDO', 'ODK:UNDO']) {
      rig.station.scan(code);
      await rig.settle();
    }
    expect(rig.results).toEqual(['done', 'done', 'undone', 'undone', 'nothing-to-undo']);
    expect([...rig.rows.values()].map(({ status }) => status)).toEqual(['pending', 'pending']);
    rig.station.acknowledge();
    rig.station.scan('2');
    await rig.settle();
    rig.change(2, { status: 'delivered' });
    rig.station.scan('ODK:UNDO');
    await rig.settle();
    expect(rig.station.store.getState()).toMatchObject({ isBlocked: true, shown: { result: { kind: 'undo-failed' } } });
    expect(rig.rows.get(2)).toMatchObject({ status: 'delivered' });
  });

  it('[SCAN-17] Ctrl+Z takes back scans in their turn, and what it took back is not taken back again', async () => {
    const rig = new BenchRig();
    for (const id of [1, 2, 3]) rig.order(id);
    for (const code of ['1', '2', '3']) {
      rig.station.scan(code);
      await rig.settle();
    }
    await rig.actions.undoLast();
    rig.station.scan('ODK:UNDO');
    await rig.settle();
    await rig.actions.undoLast();
    await rig.settle();
    expect(rig.results).toEqual(['done', 'done', 'done', 'undone', 'undone', 'undone']);
    expect([...rig.rows.values()].map(({ status, version }) => `${status} ${version}`)).toEqual(
      Array.from({ length: 3 }, () => 'pending 3'),
    );
    expect(rig.told).toEqual(['undone', 'undone']);
    expect(rig.station.store.getState().canUndo).toBe(false);
    await rig.actions.undoLast();
    // Done again, forward through what was taken back.
    await rig.actions.redoLast();
    expect(rig.rows.get(1)).toMatchObject({ status: 'shipped', version: 4 });
  });

  it('[SCAN-17] an undo that did not come through can be tried again, by either way', async () => {
    const rig = new BenchRig();
    rig.order(1);
    rig.station.scan('1');
    await rig.settle();
    rig.mishaps = ['unsent', 'lost-before'];
    await rig.actions.undoLast();
    await rig.settle();
    expect(rig.results).toEqual(['done']);
    expect(rig.station.store.getState().isBlocked).toBe(false);
    rig.station.scan('ODK:UNDO');
    await rig.settle();
    expect(rig.results).toEqual(['done', 'undo-failed']);
    rig.station.acknowledge();
    await rig.actions.undoLast();
    await rig.settle();
    expect(rig.rows.get(1)).toMatchObject({ status: 'pending', version: 3 });
    expect(rig.station.store.getState().canUndo).toBe(false);
  });
});

function never(): never {
  throw new Error('The row is there.');
}
