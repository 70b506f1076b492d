import { expect, test } from 'vitest';
import { lockMs } from '../../src-main/auth/lock-out.ts';

test('[PPL-20] four wrong tries are free, then each locks for twice as long, up to a quarter of an hour', () => {
  expect([1, 2, 3, 4].map(lockMs)).toEqual([0, 0, 0, 0]);
  expect([5, 6, 7, 8].map(lockMs)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect([15, 100, 1_000_000].map(lockMs)).toEqual([900_000, 900_000, 900_000]);
});

test('[PPL-21] who never tires has fewer than a hundred tries in any hour', () => {
  let tries = 0;
  for (let spent = 0; spent < 3_600_000; spent += lockMs(tries)) tries++;
  expect(tries).toBeLessThan(25);
  expect(3_600_000 / lockMs(1_000)).toBeLessThan(5);
});
