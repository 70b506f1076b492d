import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deadlineOf,
  noKeys,
  type WedgeInput,
  type WedgeKey,
  type WedgeState,
  wedgeStep,
} from '../../src-renderer/views/scan/wedge-detector.ts';
import { burst, press, timeOf, typing } from '../support/wedge-inputs.ts';

interface Heard {
  /** What went to fields, in sequence: characters handed back, and Enters and Tabs that were let through. */
  readonly typed: string[];
  readonly scans: string[];
  /** How long each character that was handed back had been held, in milliseconds. */
  readonly heldMs: number[];
}

type Input = WedgeInput<WedgeKey>;

/** Plays inputs in the sequence of their times, with the silence that falls due in between. */
function play(inputs: readonly Input[]): Heard {
  const heard: Heard = { typed: [], scans: [], heldMs: [] };
  let state: WedgeState<WedgeKey> = noKeys;
  const step = (input: Input): void => {
    const result = wedgeStep(state, input);
    state = result.state;
    heard.scans.push(...result.scans);
    for (const key of result.typed) {
      heard.typed.push(key.key);
      heard.heldMs.push(timeOf(input) - key.at);
    }
    if (input.type === 'end' && !result.taken) heard.typed.push(`<${input.key.key}>`);
  };
  const untilSilent = (before: number): void => {
    const due = deadlineOf(state);
    if (due !== null && due < before) step({ type: 'silence', at: due });
  };
  for (const input of [...inputs].sort((a, b) => timeOf(a) - timeOf(b))) {
    untilSilent(timeOf(input));
    step(input);
  }
  untilSilent(Number.POSITIVE_INFINITY);
  return heard;
}

const letters = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 20 });
const codes = fc.string({ unit: fc.constantFrom(...'0123456789-:'), minLength: 3, maxLength: 24 });

describe('telling a scanner from a person', () => {
  it('[SCAN-1] a burst that ends with Enter, Tab or silence is a scan, and nothing of it is typed', () => {
    for (const end of ['Enter', 'Tab', null] as const) {
      expect(play(burst('ORD-1042', 0, end))).toEqual({ typed: [], scans: ['ORD-1042'], heldMs: [] });
    }
    // The Enter counts: the shortest order that can be told by its speed.
    expect(play(burst('42', 0)).scans).toEqual(['42']);
    expect(play(burst('7', 0)).scans).toEqual(['7']);
    expect(play([...press('7', 0, 15), ...press('Enter', 25, 15)])).toMatchObject({
      typed: ['7', '<Enter>'],
      scans: [],
    });
  });

  it('[SCAN-1] scanners that let go late, in any sequence, or tell no releases', () => {
    const slow = ['1', '0', '4', '2', 'Enter'].flatMap((key, index) => press(key, index * 30, 25));
    const rolling = burst('1042', 0, 'Enter', 8);
    const untold = burst('1042', 0).filter(({ type }) => type !== 'up');
    const backwards = [
      ...untold,
      ...['Enter', '2', '4', '0', '1'].map(
        (key, index): Input => ({ type: 'up', code: `Scanner${key}`, at: 25 + index }),
      ),
    ];
    for (const inputs of [slow, rolling, untold, backwards])
      expect(play(inputs)).toMatchObject({ typed: [], scans: ['1042'] });
  });

  it('[SCAN-1] a second Enter right behind a scan is the scanner’s too, one a moment later is not', () => {
    const scan = burst('1042', 0);
    expect(play([...scan, ...press('Enter', 26, 2)])).toMatchObject({ typed: [], scans: ['1042'] });
    expect(play([...scan, ...press('Enter', 120, 40)])).toMatchObject({ typed: ['<Enter>'], scans: ['1042'] });
  });

  it('[SCAN-2] what a person types is handed back in sequence, within 40 ms, and Enter after it is let through', () => {
    const heard = play([...typing('hello', 0, 60, 70), ...press('Enter', 400, 50)]);
    expect(heard.typed).toEqual([...'hello', '<Enter>']);
    expect(heard.scans).toEqual([]);
    expect(Math.max(...heard.heldMs)).toBeLessThanOrEqual(40);
    // Two keys at once, as quick fingers make them.
    expect(play([...typing('th', 0, 12, 60), ...press('Enter', 200, 50)]).typed).toEqual(['t', 'h', '<Enter>']);
  });

  it('[SCAN-3] a finger that rests on the very key that the scanner types', () => {
    const inputs = ['o', 'O', 'R', 'D', '7', 'Enter'].flatMap((key, index) =>
      press(key, index * 5, index === 0 ? 90 : 2, `Key${key.toUpperCase()}`),
    );
    expect(play(inputs)).toMatchObject({ typed: ['o'], scans: ['ORD7'] });
  });

  it('[SCAN-2] anything else a person does comes after what was typed before', () => {
    const inputs: Input[] = [...typing('ab', 0, 20, 200), { type: 'other', at: 25 }];
    const heard = play(inputs);
    expect(heard.typed).toEqual(['a', 'b']);
    expect(heard.heldMs).toEqual([25, 5]);
  });

  it('[SCAN-3] whenever a person types between the keys of scanners, each scan is whole and each letter stays', () => {
    const scan = fc.record({
      code: codes,
      end: fc.constantFrom('Enter', 'Tab', null),
      restMs: fc.integer({ min: 80, max: 400 }),
      downMs: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(
        letters,
        fc.integer({ min: 60, max: 250 }),
        fc.integer({ min: 45, max: 110 }),
        fc.array(scan, { maxLength: 12 }),
        fc.integer({ min: 0, max: 400 }),
        (text, everyMs, downMs, scans, startMs) => {
          let at = startMs;
          const scanned: Input[] = [];
          for (const one of scans) {
            // Never quite at the same moment: a keyboard tells one key after the other.
            scanned.push(...burst(one.code, at + 0.3, one.end, one.downMs));
            at += one.code.length * 5 + 40 + one.restMs;
          }
          const heard = play([...typing(text, 0.1, everyMs, downMs), ...scanned]);
          expect(heard.scans).toEqual(scans.map(({ code }) => code));
          expect(heard.typed).toEqual([...text]);
          // Right before a scan it takes three keys of the scanner more to be certain; right behind one that no key
          // ended it is the finger that tells, when it comes up.
          const isEnded = scans.every(({ end }) => end !== null);
          expect(Math.max(0, ...heard.heldMs)).toBeLessThanOrEqual(isEnded ? 50 : downMs + 1);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
