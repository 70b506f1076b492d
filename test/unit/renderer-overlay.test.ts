import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsoleState } from '../../src-renderer/store/store.ts';
import { ORDER_STATUSES } from '../../src-shared/order.ts';
import { OverlayModel } from '../support/overlay-model.ts';

const IDS = [1, 70];
/** The first order that is created, too. */
const MET = [...IDS, 100];

type Step = (model: OverlayModel) => void;

const id = fc.constantFrom(...MET);
const foreign = fc
  .tuple(id, fc.constantFrom(...ORDER_STATUSES, 'name' as const, 'delete' as const, 'insert' as const))
  .map(
    ([one, change]): Step =>
      (model) =>
        model.foreign(one, change),
  );
const ask = fc.tuple(id, fc.constantFrom(...ORDER_STATUSES, 'remove' as const, 'create' as const)).map(
  ([one, wish]): Step =>
    (model) =>
      model.ask(one, wish),
);
const carryOut = fc.constantFrom('no' as const, 'no' as const, 'no' as const, 'done' as const, 'not-done' as const).map(
  (lost): Step =>
    (model) =>
      model.carryOut(lost),
);
const answer = fc.nat(5).map(
  (which): Step =>
    (model) =>
      model.answer(which),
);
const feed = fc.integer({ min: 1, max: 6 }).map(
  (count): Step =>
    (model) =>
      model.feed(count),
);
const snapshot = fc.nat(5).map(
  (back): Step =>
    (model) =>
      model.snapshot(back),
);

/** What holds at any moment. */
function expectConsistent({ shown, counts, picture, unconfirmed }: ConsoleState): void {
  const rows = [...shown.values()];
  expect(shown.size).toBe(rows.length);
  for (const status of ORDER_STATUSES) expect(counts[status]).toBe(rows.filter((row) => row.status === status).length);
  if (unconfirmed.size === 0) expect(shown).toBe(picture.orders);
  const differs = shown.diff(picture.orders);
  for (const row of [...differs.added, ...differs.updated, ...differs.removed]) {
    expect(unconfirmed.has(row.id)).toBe(true);
  }
}

describe('what a person asked for', () => {
  it('[OPT-1] whatever is mixed, the table is shown once all is answered', () => {
    const steps = fc.array(fc.oneof(foreign, ask, ask, carryOut, carryOut, answer, answer, feed, feed), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (taken) => {
        const model = new OverlayModel(IDS);
        for (const step of taken) {
          step(model);
          expectConsistent(model.state);
        }
        model.finish();
        expect(model.state.unconfirmed.size).toBe(0);
        expect(model.state.shown).toBe(model.state.picture.orders);
        expect(new Map([...model.state.shown.values()].map((row) => [row.id, row]))).toEqual(model.table);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[OPT-2] the same with snapshots in between, old ones too', () => {
    const steps = fc.array(fc.oneof(foreign, ask, ask, carryOut, carryOut, answer, answer, feed, feed, snapshot), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (taken) => {
        const model = new OverlayModel(IDS);
        for (const step of taken) {
          step(model);
          expectConsistent(model.state);
        }
        model.finish();
        // A snapshot tells nothing of what came and went before it; a minute later it is not believed any longer.
        model.heartbeat(60_001);
        expect(model.state.unconfirmed.size).toBe(0);
        expect(new Map([...model.state.shown.values()].map((row) => [row.id, row]))).toEqual(model.table);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[OPT-3] is shown at once, and what others change meanwhile shows through on the other fields', () => {
    const model = new OverlayModel([1]);
    model.ask(1, 'shipped');
    expect(model.state.shown.get(1)).toMatchObject({ status: 'shipped', version: 1 });
    expect(model.state.counts).toEqual({ pending: 0, shipped: 1, delivered: 0 });
    expect(model.state.unconfirmed.get(1)?.asked).toHaveLength(1);
    model.foreign(1, 'name');
    model.feed(1);
    expect(model.state.shown.get(1)).toMatchObject({ status: 'shipped', version: 2 });
    expect(model.state.shown.get(1)?.customer_name).toContain('other');
    model.snapshot(0);
    expect(model.state.shown.get(1)).toMatchObject({ status: 'shipped' });
    // Refused: the other's change was first.
    model.carryOut('no');
    model.answer(0);
    expect(model.state.shown).toBe(model.state.picture.orders);
    expect(model.state.shown.get(1)).toMatchObject({ status: 'pending' });
    expect(model.state.counts).toEqual({ pending: 1, shipped: 0, delivered: 0 });
  });

  it('[OPT-4] stays marked from the answer until the feed brings the change', () => {
    const model = new OverlayModel([1, 2]);
    model.ask(1, 'shipped');
    model.ask(2, 'remove');
    model.ask(0, 'create');
    for (let count = 0; count < 3; count += 1) {
      model.carryOut('no');
      model.answer(0);
    }
    expect([...model.state.unconfirmed.keys()].sort()).toEqual([1, 100, 2].sort());
    expect(model.state.shown.get(1)).toMatchObject({ status: 'shipped', version: 2 });
    expect(model.state.shown.get(2)).toBeUndefined();
    expect(model.state.shown.get(100)).toBeDefined();
    model.feed(1);
    expect([...model.state.unconfirmed.keys()].sort()).toEqual([100, 2]);
    model.feed(2);
    expect(model.state.unconfirmed.size).toBe(0);
    expect(model.state.shown).toBe(model.state.picture.orders);
  });

  it('[OPT-5] is taken off the screen where no answer comes', () => {
    const model = new OverlayModel([1]);
    model.ask(1, 'delivered');
    model.carryOut('done');
    model.answer(0);
    expect(model.state.shown.get(1)).toMatchObject({ status: 'pending' });
    model.feed(1);
    expect(model.state.shown.get(1)).toMatchObject({ status: 'delivered' });
  });
});
