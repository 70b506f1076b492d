import { expect, test } from 'vitest';
import { ScryptHasher } from '../../src-main/auth/secret-hasher.ts';

const quick = new ScryptHasher({ log2n: 4, r: 8, p: 1 });

test('[PPL-22] a hash is that of scrypt with a salt of its own, and only the same secret is right', async () => {
  const hasher = new ScryptHasher();
  const hash = await hasher.hash('correct horse battery');
  expect(hash).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  expect(await hasher.verify('correct horse battery', hash)).toBe(true);
  expect(await hasher.verify('correct horse batterY', hash)).toBe(false);
  expect(await hasher.verify('correct horse battery', null)).toBe(false);
  expect(await quick.hash('x')).not.toBe(await quick.hash('x'));
});

test('[PPL-23] a hash is checked at the cost it was made with, and what looks alike is alike', async () => {
  const hash = await quick.hash('Pas\u0073wo\u0308rt mit Umlaut');
  expect(await new ScryptHasher().verify('Passw\u00f6rt mit Umlaut', hash)).toBe(true);
  await expect(quick.verify('x', 'plain text')).rejects.toThrow('not one of this program');
});
