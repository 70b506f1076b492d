import { beforeEach, expect, test } from 'vitest';
import type { AuditRecord } from '../../src-main/auth/audit-log.ts';
import { Authenticator } from '../../src-main/auth/authenticator.ts';
import { badgeHash } from '../../src-main/auth/badge-hash.ts';
import type { PersonRecord } from '../../src-main/auth/people-store.ts';
import { StrangerTries } from '../../src-main/auth/stranger-tries.ts';
import { AppError } from '../../src-main/base/app-error.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryPeopleStore } from '../support/memory-people-store.ts';
import { QuickHasher } from '../support/quick-hasher.ts';

const PASSWORD = 'correct horse battery';
const BENCH = { address: '10.0.0.7', bench: 'device:1' };
let clock: FakeClock;
let people: MemoryPeopleStore;
let hasher: QuickHasher;
let records: AuditRecord[];
let door: Authenticator;
let ada: PersonRecord;

beforeEach(async () => {
  clock = new FakeClock();
  people = new MemoryPeopleStore(clock);
  hasher = new QuickHasher();
  records = [];
  door = new Authenticator({
    people,
    hasher,
    audit: { record: (entry) => records.push(entry) },
    strangers: new StrangerTries(clock),
  });
  ada = await people.add({
    name: 'Ada',
    role: 'admin',
    passwordHash: await hasher.hash(PASSWORD),
    pinHash: await hasher.hash('4711'),
    badgeHash: badgeHash('BADGE-0001'),
  });
});

/** What a stranger learns: the answer, and when to come back. */
async function answerTo(attempt: Promise<unknown>): Promise<unknown> {
  try {
    return await attempt;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.problem.code, error.problem.detail, error.retryAfterSeconds];
  }
}
const password = (name: string, text: string) => answerTo(door.byPassword(name, text, '10.0.0.7'));
const pin = (id: number, text: string) => answerTo(door.byPin(id, text, BENCH));
const badge = (text: string) => answerTo(door.byBadge(text, BENCH));
const isAda = expect.objectContaining({ id: expect.any(Number), name: 'Ada' });

test('[PPL-30] the right password, PIN or badge is that person, and is recorded', async () => {
  expect(await password('aDA', PASSWORD)).toEqual(isAda);
  expect(await pin(ada.id, '4711')).toEqual(isAda);
  expect(await badge('BADGE-0001')).toEqual(isAda);
  expect(records).toEqual(
    ['password', 'pin', 'badge'].map((by) => ({ kind: 'sign-in', actor: 'Ada', address: '10.0.0.7', detail: { by } })),
  );
  expect((await people.get(ada.id))?.failures).toBe(0);
});

test('[PPL-31] a name that does not exist: the same answers, the same locks, the same number of hashes, try by try', async () => {
  const seen = async (name: string) => {
    const answers: unknown[] = [];
    for (let n = 0; n < 12; n++) {
      const before = hasher.verified;
      answers.push([await password(name, `wrong ${n}`), hasher.verified - before]);
      if (n % 3 === 2) clock.advance(5_000);
    }
    return answers;
  };
  const known = await seen('Ada');
  expect(await seen('Nobody')).toEqual(known);
  expect(known.at(0)).toEqual([['unauthenticated', 'The name or the password is wrong.', null], 1]);
  expect(known.at(-1)).toEqual([
    ['rate-limited', expect.stringMatching(/^Too many wrong tries/), expect.any(Number)],
    0,
  ]);
  expect(await seen('N\u00f3body')).toEqual(Array.from({ length: 12 }, () => [expect.anything(), expect.anything()]));
});

test('[PPL-32] whoever has nothing to compare with costs one hash as well: no password, disabled, no such person', async () => {
  const bob = await people.add({ name: 'Bob', role: 'viewer', passwordHash: null, pinHash: null, badgeHash: null });
  await people.change(bob.id, { disabled: true });
  const wrong = ['unauthenticated', 'The name or the password is wrong.', null];
  expect([await password('Bob', PASSWORD), hasher.verified]).toEqual([wrong, 1]);
  expect([await password('Cid', PASSWORD), hasher.verified]).toEqual([wrong, 2]);
  expect([await pin(bob.id, '4711'), hasher.verified]).toEqual([['unauthenticated', 'The PIN is wrong.', null], 3]);
  expect([await pin(987, '4711'), hasher.verified]).toEqual([['unauthenticated', 'The PIN is wrong.', null], 4]);
  await people.change(bob.id, { passwordHash: await hasher.hash(PASSWORD), badgeHash: badgeHash('BADGE-0002') });
  expect(await password('Bob', PASSWORD)).toEqual(wrong);
  expect(await badge('BADGE-0002')).toEqual(['unauthenticated', 'This badge is nobody’s.', null]);
  expect(records.filter((record) => record.detail?.why === 'disabled')).toHaveLength(2);
});

test('[PPL-33] a locked name takes no password, not even the right one, until its time has come', async () => {
  for (let n = 0; n < 5; n++) await password('Ada', 'wrong');
  expect(await password('Ada', PASSWORD)).toEqual(['rate-limited', 'Too many wrong tries. Try again in 1 s.', 1]);
  clock.advance(1_000);
  expect(await password('Ada', 'wrong')).toEqual(['unauthenticated', 'The name or the password is wrong.', null]);
  expect(await password('Ada', PASSWORD)).toEqual(['rate-limited', 'Too many wrong tries. Try again in 2 s.', 2]);
  clock.advance(2_000);
  expect(await password('Ada', PASSWORD)).toEqual(isAda);
  for (let n = 0; n < 4; n++) await password('Ada', 'wrong');
  expect(await password('Ada', PASSWORD)).toEqual(isAda);
});

test('[PPL-34] a hundred at once get no more tries than one after the other', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => password('Ada', `wrong ${n}`)));
  expect(hasher.verified).toBe(5);
  expect(answers.filter((answer) => Array.isArray(answer) && answer[0] === 'unauthenticated')).toHaveLength(5);
  expect((await people.get(ada.id))?.failures).toBe(5);
});

test('[PPL-35] after ten wrong tries a PIN is good for nothing until the password, the badge or a new PIN', async () => {
  for (let n = 0; n < 10; n++) {
    await pin(ada.id, '0000');
    clock.advance(900_000);
  }
  const blocked = ['unauthenticated', expect.stringMatching(/^This PIN is blocked/), null];
  expect([await pin(ada.id, '4711'), hasher.verified]).toEqual([blocked, 10]);
  clock.advance(86_400_000);
  expect(await pin(ada.id, '4711')).toEqual(blocked);
  expect(await password('Ada', PASSWORD)).toEqual(isAda);
  expect(await pin(ada.id, '4711')).toEqual(isAda);
});

test('[PPL-36] wrong badges close the bench they are scanned at, for half a minute at most, and no other', async () => {
  for (let n = 0; n < 5; n++) await badge(`WRONG-000${n}`);
  expect(await badge('BADGE-0001')).toMatchObject(['rate-limited', expect.anything(), 1]);
  expect(await answerTo(door.byBadge('BADGE-0001', { ...BENCH, bench: 'device:2' }))).toEqual(isAda);
  for (let n = 0; n < 10; n++) {
    clock.advance(30_000);
    await badge('WRONG-0009');
  }
  expect(await badge('BADGE-0001')).toMatchObject(['rate-limited', expect.anything(), 30]);
  clock.advance(30_000);
  expect(await badge('BADGE-0001')).toEqual(isAda);
});

test('[PPL-37] what was typed as a name of nobody, or as a secret, is recorded nowhere', async () => {
  await password('hunter2hunter2', 'my secret one');
  await badge('WRONG-BADGE-1');
  await pin(ada.id, '99887766');
  expect(records.map(({ kind, actor, detail }) => [kind, actor, detail])).toEqual([
    ['sign-in-refused', '?', { by: 'password', why: 'wrong' }],
    ['sign-in-refused', '?', { by: 'badge', why: 'wrong' }],
    ['sign-in-refused', 'Ada', { by: 'pin', why: 'wrong' }],
  ]);
});

test('[PPL-24] only so many wait for their turn; the others are told to come back', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => password(`Name ${n}`, 'wrong')));
  const busy = answers.filter((answer) => Array.isArray(answer) && answer[0] === 'rate-limited');
  expect(busy).toHaveLength(30);
  expect(busy[0]).toMatchObject(['rate-limited', expect.stringMatching(/^Too many people/), 3]);
  expect(await password('Ada', PASSWORD)).toEqual(isAda);
});

test('[PPL-38] people who would not fit into memory are forgotten, the longest quiet first', () => {
  const strangers = new StrangerTries(clock);
  for (let n = 0; n < 10_002; n++) strangers.count(`name:${n}`, 0);
  expect([strangers.look('name:0').failures, strangers.look('name:2').failures]).toEqual([0, 1]);
});
