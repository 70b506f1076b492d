import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src-main/config/config.ts';
import { RateLimits } from '../../src-main/http/limits/rate-limits.ts';
import { RateTable } from '../../src-main/http/limits/rate-table.ts';
import { FakeClock } from '../support/fake-clock.ts';

it('[LIM-10] all of the limit may come at once, and comes back evenly over a minute', () => {
  const clock = new FakeClock();
  const table = new RateTable(6, clock);
  expect(
    Array.from({ length: 7 }, () => table.take('a')).map(({ isAllowed, remaining }) => [isAllowed, remaining]),
  ).toEqual([5, 4, 3, 2, 1, 0].map((left) => [true, left] as [boolean, number]).concat([[false, 0]]));
  expect(table.take('a')).toEqual({ isAllowed: false, limit: 6, remaining: 0, retryAfter: 10, reset: 60 });
  expect(table.take('b').isAllowed).toBe(true);
  clock.advance(9_999);
  expect([table.take('a').isAllowed, table.waitOf('a')]).toEqual([false, 1]);
  clock.advance(1);
  expect([table.take('a').isAllowed, table.take('a').isAllowed]).toEqual([true, false]);
  table.giveBack('a');
  expect(table.take('a').isAllowed).toBe(true);
});

it('[LIM-11] whatever the limit and the moments, no minute holds more than twice of it, and a full limit is always had', () => {
  const waits = fc.array(fc.nat(3_000), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), waits, (limit, all) => {
      const clock = new FakeClock();
      const table = new RateTable(limit, clock);
      const full = Array.from({ length: limit }, () => table.take('a').isAllowed);
      expect(full).not.toContain(false);
      const allowed: number[] = [];
      for (const ms of all) {
        clock.advance(ms);
        const state = table.take('a');
        if (state.isAllowed) allowed.push(clock.monotonic());
        else expect(state.retryAfter).toBeGreaterThan(0);
        const recent = allowed.filter((at) => at > clock.monotonic() - 60_000);
        expect(recent.length).toBeLessThanOrEqual(2 * limit);
      }
    }),
    { numRuns: 30 },
  );
});

it('[LIM-12] many addresses do not fill the memory', () => {
  const clock = new FakeClock();
  const table = new RateTable(2, clock, 100);
  for (let address = 0; address < 1_000; address++) table.take(`${address}`);
  table.take('999');
  expect([table.take('999').isAllowed, table.take('998').remaining, table.take('0').remaining]).toEqual([false, 0, 1]);
});

const person = (personId: number) =>
  ({
    kind: 'person',
    actor: 'p',
    role: 'operator',
    sessionId: `${personId}`,
    personId,
    deviceId: null,
    endsAt: null,
  }) as const;

it('[LIM-13] 200 people behind one router each have a limit of their own, and strangers there one together', () => {
  const limits = new RateLimits(loadConfig({ RATE_LIMIT_PER_MINUTE: '10' }), new FakeClock());
  for (let id = 0; id < 200; id++) {
    for (let count = 0; count < 10; count++) {
      expect(limits.byAddress('nat')?.isAllowed).toBe(true);
      expect(limits.byPrincipal(person(id), 'nat')?.isAllowed).toBe(true);
    }
  }
  // By whatever transport, what one person asks for counts together.
  expect(() => limits.check(person(3))).toThrow(/More than 10 requests in a minute/);
  expect(Array.from({ length: 11 }, () => limits.byAddress('nat')?.isAllowed)).toEqual([
    ...Array(10).fill(true),
    false,
  ]);
});

it('[LIM-14] an address that guesses wrong too often waits, at this door and not at others', () => {
  const clock = new FakeClock();
  const limits = new RateLimits(loadConfig({ SIGN_IN_FAILURES_PER_MINUTE: '5' }), clock);
  const door = 'POST /api/session';
  for (let count = 0; count < 5; count++) {
    expect(limits.beforeGuess(door, 'a')).toBe(0);
    limits.wrongGuess(door, 'a');
  }
  expect(limits.beforeGuess(door, 'a')).toBe(12);
  expect([limits.beforeGuess(door, 'b'), limits.beforeGuess('POST /api/pairings/claim', 'a')]).toEqual([0, 0]);
  expect(limits.beforeGuess('GET /api/orders', 'a')).toBe(0);
  clock.advance(12_000);
  expect(limits.beforeGuess(door, 'a')).toBe(0);
});

it('[LIM-15] who asked too often, guessed wrong or had to wait is counted', () => {
  const config = loadConfig({ RATE_LIMIT_PER_MINUTE: '2', SIGN_IN_FAILURES_PER_MINUTE: '1' });
  const limits = new RateLimits(config, new FakeClock());
  expect(limits.counts).toEqual({ rateLimited: 0, guessesWrong: 0, guessesHeld: 0 });
  for (let n = 0; n < 5; n++) limits.byAddress('10.0.0.7');
  expect(limits.beforeGuess('POST /api/session', '10.0.0.7')).toBe(0);
  limits.wrongGuess('POST /api/session', '10.0.0.7');
  limits.wrongGuess('GET /api/orders', '10.0.0.7');
  expect(limits.beforeGuess('POST /api/session', '10.0.0.7')).toBeGreaterThan(0);
  expect(limits.counts).toEqual({ rateLimited: 3, guessesWrong: 1, guessesHeld: 1 });
});
