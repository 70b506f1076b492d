import fc from 'fast-check';
import { expect, it } from 'vitest';
import { knownPerson, SHARED } from '../support/known-person.ts';
import { liveServer } from '../support/live-server.ts';
import { operationsOf, type Strange, survives } from '../support/strange-requests.ts';

// A run that fails prints its seed; FUZZ_SEED repeats it.
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
console.log(`fuzz seed ${seed}`);

const RUNS = 8;
const live = liveServer(SHARED);

/** Somebody new each time: a request that hits may end the session it came with. */
async function asAdmin(): Promise<Record<string, string>> {
  const { token } = await knownPerson(live.database, live.server.port, 'admin');
  return { authorization: `Bearer ${token}` };
}

async function unharmed(): Promise<void> {
  expect((await live.server.health()).status).toBe('ok');
  expect(live.server.log.filter(({ level }) => level === 'error')).toEqual([]);
}

it('[FUZZ-3] no request around the document is a fault of a shared server, whoever is signed in', async () => {
  const operations = await operationsOf(live.server.url, await asAdmin());
  expect(operations.map(({ path }) => path)).toEqual(expect.arrayContaining(['/api/people', '/api/pairings/claim']));
  for (const operation of operations) {
    const credentials = await asAdmin();
    const statuses: number[] = [];
    await fc.assert(
      fc.asyncProperty(operation.requests, async (request) => {
        statuses.push(await survives(live.server.url, operation, request, credentials));
      }),
      { seed, numRuns: RUNS, endOnFailure: true },
    );
    // Those who are let in are tried, and not the door alone.
    if (operation.permission !== 'public') {
      const name = `${operation.method} ${operation.path}`;
      expect([name, statuses.some((status) => status !== 401 && status !== 403)]).toEqual([name, true]);
    }
  }
  await unharmed();
});

it('[FUZZ-4] no request around the document gets anything of a shared server without credentials', async () => {
  const before = await live.database.query('SELECT * FROM orders ORDER BY id');
  for (const operation of await operationsOf(live.server.url, await asAdmin())) {
    await fc.assert(
      fc.asyncProperty(operation.requests, async (request) => {
        const status = await survives(live.server.url, operation, request);
        if (operation.permission !== 'public')
          expect(isNoAddress(request) ? [400] : [401, 403, 404, 429]).toContain(status);
      }),
      { seed, numRuns: RUNS, endOnFailure: true },
    );
  }
  expect(await live.database.query('SELECT * FROM orders ORDER BY id')).toEqual(before);
  await unharmed();
});

/** No browser asks for it, so it is refused before anything else. */
function isNoAddress({ path, query }: Strange): boolean {
  return /\p{Cc}/u.test(decodeURIComponent(`${path}?${query}`));
}
