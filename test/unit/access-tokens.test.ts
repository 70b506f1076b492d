import { createHmac, generateKeyPairSync } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { expect, it } from 'vitest';
import { AccessTokens, TOKEN_SECONDS, tokenKey } from '../../src-main/auth/access-tokens.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { principal } from '../support/principal.ts';

const KEY = 'a key of more than thirty-two characters';
const SID = 'a'.repeat(32);
const UNAUTHENTICATED = expect.objectContaining({ problem: expect.objectContaining({ code: 'unauthenticated' }) });

function rig() {
  const clock = new FakeClock();
  const tokens = new AccessTokens(() => tokenKey(KEY, null), clock);
  const now = Math.floor(clock.now() / 1000);
  const claims = { iss: 'orderdeck', sub: '1', sid: SID, role: 'admin', iat: now, exp: now + TOKEN_SECONDS };
  return { clock, tokens, claims };
}

/** Header and claims as they are said, signed or not. */
function written(header: object, claims: object, signature = ''): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.${signature}`;
}

const hs256 = (text: string, key: string) => createHmac('sha256', key).update(text).digest('base64url');

it('[AUTH-10] a token is good for ten minutes, and for a minute more where clocks differ', () => {
  const { clock, tokens } = rig();
  const token = tokens.issue({ ...principal('Ann', 'operator'), sessionId: SID, personId: 7 });
  const endsAt = clock.now() - (clock.now() % 1000) + TOKEN_SECONDS * 1000;
  expect(tokens.read(token)).toEqual({ sessionId: SID, personId: 7, endsAt });
  clock.advance(TOKEN_SECONDS * 1000 + 59_000);
  expect(tokens.read(token)).toMatchObject({ endsAt: endsAt + 60_000 });
  clock.advance(2_000);
  expect(() => tokens.read(token)).toThrow(UNAUTHENTICATED);
});

it('[AUTH-11] no other algorithm, key, issuer or time is taken, and nothing that was tampered with', () => {
  const { tokens, claims } = rig();
  const header = { alg: 'HS256', typ: 'JWT' };
  const good = written(header, claims).replace(/\.$/, '');
  expect(tokens.read(`${good}.${hs256(good, KEY)}`).sessionId).toBe(SID);
  const tampered = written(header, { ...claims, sid: 'b'.repeat(32) }).replace(/\.$/, '');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const bad: Readonly<Record<string, string>> = {
    'alg none': written({ alg: 'none', typ: 'JWT' }, claims),
    'alg NONE': written({ alg: 'NONE', typ: 'JWT' }, claims),
    'alg none with a signature': written({ alg: 'none' }, claims, hs256(good, KEY)),
    unsigned: `${good}.`,
    tampered: `${tampered}.${hs256(good, KEY)}`,
    'foreign key': `${good}.${hs256(good, 'another key of more than thirty-two characters')}`,
    'an empty key': `${good}.${hs256(good, '')}`,
    HS384: jsonwebtoken.sign(claims, KEY, { algorithm: 'HS384' }),
    'too long, though good': jsonwebtoken.sign({ ...claims, name: 'A'.repeat(5_000) }, KEY),
    HS512: jsonwebtoken.sign(claims, KEY, { algorithm: 'HS512' }),
    RS256: jsonwebtoken.sign(claims, privateKey, { algorithm: 'RS256' }),
    'foreign issuer': jsonwebtoken.sign({ ...claims, iss: 'somebody' }, KEY),
    expired: jsonwebtoken.sign({ ...claims, exp: claims.iat - 61 }, KEY),
    'without an end': jsonwebtoken.sign({ iss: 'orderdeck', sub: '1', sid: SID }, KEY),
    'without a session': jsonwebtoken.sign({ iss: 'orderdeck', sub: '1', exp: claims.exp }, KEY),
    'not yet': jsonwebtoken.sign({ ...claims, nbf: claims.iat + 61 }, KEY),
    'no token': 'abc',
    nothing: '',
    'very long': `${good}.${hs256(good, KEY)}${'A'.repeat(5_000)}`,
  };
  for (const [what, token] of Object.entries(bad)) expect(() => tokens.read(token), what).toThrow(UNAUTHENTICATED);
});

it('[AUTH-12] the key is the one given, else one of the database that is not its secret itself', () => {
  expect(tokenKey(KEY, 'secret')?.toString()).toBe(KEY);
  expect(tokenKey('', null)).toBe(null);
  expect(tokenKey('', 'secret')).toHaveLength(32);
  expect(tokenKey('', 'secret')).not.toEqual(tokenKey('', 'another'));
  const { clock } = rig();
  expect(() => new AccessTokens(() => null, clock).read('a.b.c')).toThrow('MySQL has not been reached yet');
});
