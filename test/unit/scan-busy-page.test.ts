import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HoldTimer } from '../../src-renderer/views/scan/hold-timer.ts';
import {
  deadlineOf,
  noKeys,
  type WedgeInput,
  type WedgeKey,
  type WedgeState,
  wedgeStep,
} from '../../src-renderer/views/scan/wedge-detector.ts';
import { BusyPage } from '../support/busy-page.ts';
import { burst, press, timeOf, typing } from '../support/wedge-inputs.ts';

interface Seen {
  readonly scans: string[];
  /** What is in the field at the end. */
  text: string;
  /** Of each character that was handed back: when it was pressed and when it was written. */
  readonly written: { readonly pressedAt: number; readonly at: number }[];
}

interface Trouble {
  /** Times in which the page does nothing. */
  readonly blocks?: readonly { readonly from: number; readonly until: number }[];
  /** When a key reaches the page, by when it was pressed. */
  readonly arrives?: (at: number) => number;
}

function play(inputs: readonly WedgeInput<WedgeKey>[], { blocks = [], arrives = (at) => at }: Trouble): Seen {
  const seen: Seen = { scans: [], text: '', written: [] };
  const page = new BusyPage(blocks);
  let state: WedgeState<WedgeKey> = noKeys;
  const step = (input: WedgeInput<WedgeKey>): void => {
    const { typed, erased, scans, ...next } = wedgeStep(state, input);
    state = next.state;
    timer.set(deadlineOf(state));
    for (const { key } of [...erased].reverse()) if (seen.text.endsWith(key)) seen.text = seen.text.slice(0, -1);
    for (const { key, at } of typed) {
      seen.text += key;
      seen.written.push({ pressedAt: at, at: page.monotonic() });
    }
    seen.scans.push(...scans);
  };
  const timer = new HoldTimer(page, () => step({ type: 'silence', at: page.monotonic() }));
  for (const input of [...inputs].sort((a, b) => timeOf(a) - timeOf(b))) {
    page.input(arrives(timeOf(input)), () => step(input));
  }
  page.run();
  return seen;
}

const codes = fc.string({ unit: fc.constantFrom(...'0123456789-:'), minLength: 3, maxLength: 24 });
const ends = fc.constantFrom('Enter', 'Tab', null);

describe('keys on a page that is busy', () => {
  it('[SCAN-8] a page that is blocked for 100 ms in the middle of a scan takes it whole', () => {
    fc.assert(
      fc.property(codes, ends, fc.integer({ min: 0, max: 130 }), (code, end, from) => {
        const seen = play(burst(code, 0, end), { blocks: [{ from, until: from + 100 }] });
        expect(seen).toMatchObject({ scans: [code], text: '' });
      }),
    );
  });

  it('[SCAN-8] a scan whose keys reach the page late, with pauses, is whole, and what was written of it is taken out', () => {
    fc.assert(
      fc.property(
        codes,
        ends,
        fc.integer({ min: 0, max: 125 }),
        fc.integer({ min: 1, max: 150 }),
        (code, end, from, pause) => {
          const arrives = (at: number): number => (at < from ? at : Math.max(at, from + pause));
          const seen = play([...press('x', -100, 50), ...burst(code, 0, end)], { arrives });
          expect(seen).toMatchObject({ scans: [code], text: 'x' });
        },
      ),
    );
  });

  it('[SCAN-2] a person’s key is held for 40 ms at most, and 20 ms at most after a page that was busy is back', () => {
    const free = play(typing('hello', 0, 60, 70), {});
    expect(free.text).toBe('hello');
    for (const { pressedAt, at } of free.written) expect(at - pressedAt).toBeLessThanOrEqual(40);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 200 }), (from, ms) => {
        const block = { from, until: from + ms };
        const { text, written } = play(typing('hello', 0, 60, 70), { blocks: [block] });
        expect(text).toBe('hello');
        for (const { pressedAt, at } of written) {
          const isLate = pressedAt < block.until && at >= block.from;
          expect(at).toBeLessThanOrEqual(Math.max(pressedAt + 40, isLate ? block.until + 20 : 0));
        }
      }),
    );
  });
});
