import { beforeEach, expect, it } from 'vitest';
import { AppError } from '../../src-main/base/app-error.ts';
import type { DatabaseConnection } from '../../src-main/mysql/mysql-connection.ts';
import { ReadRouter, type ReadRouterDeps } from '../../src-main/mysql/read-router.ts';
import { FakeClock } from '../support/fake-clock.ts';

type Link = NonNullable<Awaited<ReturnType<ReadRouterDeps['replica']['reached']>>>;

/** A way to a database on which every read is answered with its name. */
function named(name: string): Link['database'] {
  return { use: (run: (connection: unknown) => unknown) => run(name) } as unknown as Link['database'];
}
const reading = async (connection: DatabaseConnection): Promise<string> => String(connection);

let clock: FakeClock;
let readUpTo: number;
let link: Link | null;
let disowned: unknown[];
let router: ReadRouter;
beforeEach(() => {
  clock = new FakeClock();
  readUpTo = 0;
  link = { database: named('replica') } as Link;
  disowned = [];
  router = new ReadRouter({
    primary: named('primary'),
    log: { openView: () => Promise.reject(new Error('not asked for')) },
    replica: {
      reached: async () => link,
      disowned: (_, error) => {
        disowned.push(error);
      },
    },
    readUpTo: () => readUpTo,
    clock,
    timeoutMs: 1_000,
  });
});

it('[REPL-22] what was written here is read on the primary until a read of the log that began afterwards was whole', async () => {
  expect(await router.use(reading)).toBe('replica');
  clock.advance(100);
  router.wrote();
  readUpTo = 99;
  expect(await router.use(reading)).toBe('primary');
  readUpTo = 100;
  expect(await router.use(reading)).toBe('replica');
  link = null;
  expect(await router.use(reading)).toBe('primary');
  expect(router.reads).toEqual({ replica: 2, primary: 2 });
});

it('[REPL-23] what fails on the replica is read on the primary; the way there is given up when others would fare no better', async () => {
  const failing = (error: unknown) => async (connection: DatabaseConnection) => {
    if (String(connection) === 'replica') throw error;
    return reading(connection);
  };
  const lost = Object.assign(new Error('gone'), { code: 'PROTOCOL_CONNECTION_LOST' });
  const deadlock = Object.assign(new Error('deadlock'), { errno: 1213, code: 'ER_LOCK_DEADLOCK' });
  expect(await router.use(failing(deadlock))).toBe('primary');
  expect(disowned).toEqual([]);
  expect(await router.use(failing(lost))).toBe('primary');
  expect(disowned).toEqual([lost]);
  expect(router.reads).toEqual({ replica: 0, primary: 2 });
});

it('[REPL-23] what was asked for wrongly is not asked for twice', async () => {
  const wrong = new AppError('invalid-request', 'no such cursor');
  await expect(router.use(() => Promise.reject(wrong))).rejects.toBe(wrong);
  expect([router.reads, disowned]).toEqual([{ replica: 0, primary: 0 }, []]);
});
