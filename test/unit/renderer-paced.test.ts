import { expect, it } from 'vitest';
import { Paced } from '../../src-renderer/store/paced.ts';
import { FakeClock } from '../support/fake-clock.ts';

it('[PERF-3] what is asked for often is done as often as it may be, and once more for what was asked for last', () => {
  const clock = new FakeClock();
  const done: number[] = [];
  const paced = new Paced(clock, () => done.push(clock.monotonic()));
  const start = clock.monotonic();
  for (let at = 0; at <= 4_500; at += 50) {
    paced.ask(2_000);
    clock.advance(50);
  }
  clock.advance(5_000);
  expect(done.map((at) => at - start)).toEqual([0, 2_000, 4_000, 6_000]);
  paced.ask(2_000);
  paced.ask(0);
  paced.ask(0);
  expect(done).toHaveLength(7);
  clock.advance(5_000);
  expect(done).toHaveLength(7);
  paced.ask(2_000);
  paced.ask(2_000);
  paced.stop();
  clock.advance(5_000);
  expect(done).toHaveLength(8);
});
